"""The command line: the one layer that touches the clock, the environment, streams and exits."""
