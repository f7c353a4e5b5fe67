"""Audit reports for people."""
