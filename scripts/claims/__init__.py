"""Commands about claims: recording them, and asking about them."""
