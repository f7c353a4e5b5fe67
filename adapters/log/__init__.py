"""Events to bytes and back, and the append-only log."""
