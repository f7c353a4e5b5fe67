"""What is not recorded of an enterprise, where a claim depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.policy.labels import label
from adapters.wording.translation import gettext as _
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.events.claims import Operand
    from domain.policy.measures import Policy


def missing_text(given: dict[str, Operand], policy: Policy | None) -> str:
    """Return which amount of which years is not recorded; empty where a step names none."""
    if "missing_record" not in given:
        return ""
    record, fact = bare(str(given["missing_record"])), str(given["missing_fact"])
    name = fact.removesuffix("_fen").removesuffix("_cents")
    records = {} if policy is None else policy.source.get("records", {})
    written = records.get(record, {})
    return _("Not recorded: {fact} ({record}) of {years}").format(
        fact=label(written.get("facts", {}).get(name, {}), name),
        record=label(written, record),
        years=given["missing_years"],
    )
