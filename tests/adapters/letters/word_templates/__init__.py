"""The shipped Word templates, as they are made."""
