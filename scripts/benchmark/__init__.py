"""The speed of a machine, beside what it does raw."""
