"""What an enterprise is registered as: its names, its account, what holds its money."""
