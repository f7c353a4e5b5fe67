"""A county made up: enterprises and their claims."""
