"""A policy as a page that people read."""
