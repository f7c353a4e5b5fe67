"""Reassessments rehearsed, recorded and repeated."""
