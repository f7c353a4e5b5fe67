"""The ledger at work: commands in, questions answered."""
