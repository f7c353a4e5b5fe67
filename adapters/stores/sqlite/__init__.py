"""A ledger on SQLite: the log, the views and the private table, each in a file of its own."""
