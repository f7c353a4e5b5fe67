"""A fictional county and the claims of its enterprises, drawn from a seed."""
