"""Rows of named values: those of a flat file, and what a correction states by the same paths."""
