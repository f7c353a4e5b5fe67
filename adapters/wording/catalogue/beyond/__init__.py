"""What refusals say of several ledgers, and of the ledger when it is served."""
