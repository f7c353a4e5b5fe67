"""Commands decided and appended."""
