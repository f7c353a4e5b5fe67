"""What refusals say of what a document changes."""
