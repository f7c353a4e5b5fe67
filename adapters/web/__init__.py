"""The ledger over HTTP and in the browser."""
