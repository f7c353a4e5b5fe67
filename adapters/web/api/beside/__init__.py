"""Paths of the API beside those of the table: the ledger itself, officers, checks for anybody."""
