"""Budgets, batches and payments: what is decided about money."""
