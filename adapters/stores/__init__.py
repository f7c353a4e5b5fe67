"""Where a ledger lies: its address, its files or its database."""
