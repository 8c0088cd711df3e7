"""The parts of the big run: processes that are killed and watched, what must hold, and the naive loop."""
