"""What another order, another book or a repeated run would change."""
