"""Commands by which the ledger is served, and its own commands as verbs for those who ask it so."""
