"""Acts about money carried out: of budgets, batches, settings, repayments, corrections."""
