"""Figures of many claims at once, for a page that shows how things stand."""
