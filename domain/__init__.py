"""What the policy says. Imports the standard library and nothing else."""
