"""A ledger in a PostgreSQL database: the log, the views and the private table in schemas of it."""
