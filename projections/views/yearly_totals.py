"""What was granted in all (年度合计): the postings added up by year of the matter and measure."""

from __future__ import annotations

NAME = "yearly_totals"

KEY = ("year", "measure")  # postings alike in these are added up to one row
