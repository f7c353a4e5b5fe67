"""How a claim was worked out, or would be, as a page shows it: a row a step, by article."""

from __future__ import annotations

from adapters.web.pages.frame import Frame
from adapters.web.pages.reading.links import article_path, ending
from adapters.web.pages.tables import Listing
from adapters.wording.table import Table
from adapters.wording.translation import gettext as _

BOUND = 3  # the column that says which step bound


def working_listing(table: Table, frame: Frame, title: str) -> Listing:
    """Return the steps of a working, each with the text of its article; what bound stands out."""
    return Listing(
        table=ending(table, title, _("Bound")),
        frame=frame,
        name="working",
        keys=("article", "step", "amount", "bound"),
        sortable=False,
        rows_a_page=max(1, len(table.rows)),
        links={"article": lambda row: article_path(str(row[0])) if row[0] else None},
        row_class=lambda row: "lowered" if row[BOUND] else "",
    )
