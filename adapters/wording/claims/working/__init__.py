"""The working of a decision in words, step by step."""
