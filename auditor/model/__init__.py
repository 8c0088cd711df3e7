"""The shared language: types every other layer speaks, on the standard library alone."""
