"""What offices call countries and currencies."""
