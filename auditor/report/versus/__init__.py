"""A comparison, shown: at a terminal, in plain sentences, as a page, a table, JSON and sentences to quote."""
