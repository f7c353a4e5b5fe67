"""Proofs in files: a receipt of one event, and every event of a claim."""
