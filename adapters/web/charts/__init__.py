"""Charts as SVG made on the server: they print, need no script, and each has its table."""
