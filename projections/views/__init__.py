"""The read tables: what each event of the log changes in their rows."""
