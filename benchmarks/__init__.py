"""What is measured, on which workload, and how to repeat it: see README.md beside this file."""
