"""What finance asks: statements, batches, execution, review."""
