"""How fast the program is: a workload from a seed, what it is measured against, and the figures as ratios."""
