"""Reassessments for people."""
