"""The names of the views' tables, and the number of their shape."""

from __future__ import annotations

from projections import remaining_allowances
from projections.views import claim_register, dues, folding, known, postings

# Raise it when a table changes, or what `Dues` keeps: views of another shape are built again.
SHAPE = 5
PROGRESS = "progress"
TABLES = (  # in the order in which they are locked
    known.CAME_IN,
    claim_register.NAME,
    dues.NAME,
    dues.POSTINGS,
    dues.SUMS,
    known.NAMES,
    folding.INVOICE_INDEX,
    postings.NAME,
    PROGRESS,
    remaining_allowances.NAME,
    known.AMOUNTS,
    postings.YEARLY_TOTALS,
)
