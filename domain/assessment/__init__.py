"""One claim worked out against a policy version and an account; and worked out again."""
