"""The names of the views' tables, and the number of their shape."""

from __future__ import annotations

from projections import remaining_allowances
from projections.views import claim_register, invoice_index, postings, yearly_totals

SHAPE = 3  # raise it when a table changes: views of another shape are built again
VARIABLES_MAX = 900  # values of one statement
PROGRESS = "progress"
TABLES = (  # in the order in which they are locked
    claim_register.NAME,
    invoice_index.NAME,
    postings.NAME,
    PROGRESS,
    remaining_allowances.NAME,
    yearly_totals.NAME,
)
