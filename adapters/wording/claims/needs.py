"""What a measure needs and a claim lacked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.wording.claims.recorded import missing_text
from adapters.wording.policy.conditions import need_text
from adapters.wording.policy.labels import words_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.events.claims import Decision, Operand
from domain.policy.measures import Policy
from domain.policy.names import bare

Operands = dict[str, Operand]


def not_eligible(given: Operands, decision: Decision, policy: Policy | None) -> str:
    """Return what a claim lacked; in the words of its policy, where that has some for it.

    With what is not recorded of the enterprise, where the need asks for that.
    """
    missing = missing_text(given, policy)
    if missing and given["need"] == "recorded":
        return missing
    said = _lacked(str(given["need"]), decision, policy)
    return pgettext("between reasons", "; ").join(filter(None, (said, missing)))


def _lacked(need: str, decision: Decision, policy: Policy | None) -> str:
    if need == "abroad":
        home = "CN" if policy is None else str(policy.source.get("home", "CN"))
        return _("Not abroad: the matter is in {home}").format(home=home)
    for name, fact in _facts_of(decision, policy).items():
        if fact["is"] == "yes-no" and name.replace("_", "-") == need:
            said = words_of(name, policy, 0)
            if said:
                return said
    measure = None if policy is None else policy.measures.get(decision.outcome.measure or "")
    if policy is None or measure is None or (text := need_text(need, measure, policy)) is None:
        return _("Not eligible: {need}").format(need=need)
    return _("Not eligible, for this is missing: {need}").format(need=text)


def _facts_of(decision: Decision, policy: Policy | None) -> Mapping[str, Any]:
    """Return the facts of the kind that a decision's measure is for, as the policy writes them."""
    measure = None if policy is None else policy.measures.get(decision.outcome.measure or "")
    if policy is None or measure is None:
        return {}
    facts: Mapping[str, Any] = policy.source["kinds"][bare(measure.kind)].get("facts", {})
    return facts
