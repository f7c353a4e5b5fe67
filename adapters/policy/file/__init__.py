"""The policy file: read, checked, turned into a policy."""
