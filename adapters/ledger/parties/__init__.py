"""Enterprises as parties to payments: their names, and the accounts kept outside the log."""
