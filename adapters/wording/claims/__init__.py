"""Claims for people."""
