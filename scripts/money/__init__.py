"""Commands about money: budgets, batches, statements."""
