"""Pages in the browser: a frame, what stands in it, and the templates that lay it out."""
