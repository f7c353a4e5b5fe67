"""Enterprises that carry on others: who does, what of both becomes one, what stays apart."""
