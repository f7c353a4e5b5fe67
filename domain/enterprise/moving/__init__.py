"""An enterprise that moves between counties: what is recorded of it, and what may be."""
