"""The county's claims as lines."""
