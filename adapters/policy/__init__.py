"""A policy as data: its file, its canonical bytes, its figures against the text, its amendments."""
