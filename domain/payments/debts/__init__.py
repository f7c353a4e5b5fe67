"""Which debts a payment settles, and the order that fixes that before the money goes."""
