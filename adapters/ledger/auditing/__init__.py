"""Tests an auditor runs over the whole ledger: what is read for them, and what they answer."""
