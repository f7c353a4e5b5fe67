"""Pages about who comes in: officers, their accounts, and enterprises with a code."""
