"""The names of the views' tables, and the number of their shape."""

from __future__ import annotations

from projections import remaining_allowances
from projections.views import claim_register, dues, folding, postings

# Raise it when a table changes, or what `Dues` keeps: views of another shape are built again.
SHAPE = 4
PROGRESS = "progress"
TABLES = (  # in the order in which they are locked
    claim_register.NAME,
    dues.NAME,
    dues.POSTINGS,
    dues.SUMS,
    folding.INVOICE_INDEX,
    postings.NAME,
    PROGRESS,
    remaining_allowances.NAME,
    postings.YEARLY_TOTALS,
)
