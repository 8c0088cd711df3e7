"""Many submissions: batches, and the register of what was submitted, found and decided."""
