"""Each kind of letter: what it says, worked out from answers of the ledger."""
