"""Questions to a ledger that have a module of their own: of its policies, and of auditors."""
