"""Every request that can be made of a ledger, as a frozen value."""
