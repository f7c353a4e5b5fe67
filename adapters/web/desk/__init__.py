"""The ledger kept open for the many threads of a server, and work that takes long."""
