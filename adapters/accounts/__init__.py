"""What must never be in the log: the values of accounts."""
