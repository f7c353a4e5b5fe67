"""Enterprises, their payments and their papers, for people."""
