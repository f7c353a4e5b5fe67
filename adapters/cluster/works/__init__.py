"""Works on a part of a ledger, each with what puts the parts' results together."""
