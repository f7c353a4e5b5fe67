"""The read tables in SQL: made, followed, asked."""
