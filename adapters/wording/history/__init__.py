"""Events for people."""
