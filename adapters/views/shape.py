"""The names of the views' tables, and the number of their shape."""

from __future__ import annotations

from projections import remaining_allowances
from projections.views import claim_register, folding, postings

SHAPE = 3  # raise it when a table changes: views of another shape are built again
PROGRESS = "progress"
TABLES = (  # in the order in which they are locked
    claim_register.NAME,
    folding.INVOICE_INDEX,
    postings.NAME,
    PROGRESS,
    remaining_allowances.NAME,
    postings.YEARLY_TOTALS,
)
