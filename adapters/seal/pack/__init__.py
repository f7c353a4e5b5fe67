"""The audit pack: everything an auditor needs, in one file."""
