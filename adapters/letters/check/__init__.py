"""Whether a letter is what the ledger printed, by its file or by its code."""
