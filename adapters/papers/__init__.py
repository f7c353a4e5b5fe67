"""Papers that leave the bureau: printed from the ledger, and checked against it later."""
