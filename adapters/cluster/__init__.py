"""A ledger worked on beyond one machine: its log in segments, and one work on all of them."""
