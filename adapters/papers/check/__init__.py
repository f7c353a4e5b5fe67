"""Whether a paper is what the ledger printed."""
