"""Policies for people."""
