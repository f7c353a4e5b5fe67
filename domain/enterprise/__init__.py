"""An enterprise folded from its events."""
