"""What a machine does raw: the drivers alone."""
