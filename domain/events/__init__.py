"""Every fact that the ledger records, and the streams it is recorded in."""
