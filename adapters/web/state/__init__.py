"""What the web keeps for itself beside the ledger, never in the log."""
