"""What auditors ask: duplicates, delays, separation of duties, samples."""
