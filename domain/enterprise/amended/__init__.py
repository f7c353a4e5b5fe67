"""What documents change of a claim, and the papers that stand with it."""
