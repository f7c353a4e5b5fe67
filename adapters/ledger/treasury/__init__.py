"""Budgets, batches and payments: read from their streams, and written across them."""
