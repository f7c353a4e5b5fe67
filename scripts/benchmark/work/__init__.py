"""Pieces of work that are measured in a process that is there."""
