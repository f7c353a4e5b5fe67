"""What people read, in the language they read."""
