"""For those who write rules and first declarations: lint, cases, templates, questions."""
