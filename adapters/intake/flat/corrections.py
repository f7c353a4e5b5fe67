"""What a correction of a recorded claim states: values as text, by the key paths of flat files."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from adapters.intake import checks
from adapters.intake.flat.rows import DAYS, path_of, value_of
from adapters.intake.forms import forms
from adapters.intake.values import Fault
from domain.commands.enterprise import CorrectClaim
from domain.refusals import Refusal

FIXED = frozenset({"claim_no", "uscc", "enterprise", "kind", "policy", "record"})


def corrected_claim(
    claim_no: str, kind: str, texts: Mapping[str, str], by: str, document: str, words: str
) -> CorrectClaim:
    """Return a correction of a recorded claim of a kind. texts: what it is to state, by key path.

    Raises Refusal `claim-path-fixed`, `claim-path-unknown`, and for each value that cannot be read
    the code that a row of a file would be sent back for.
    """
    form = next((each for each in forms().table.values() if each.id == kind), None)
    known = [*DAYS, *checks.TAIL_KEYS, *(f"facts.{name}" for name in (form.checks if form else ()))]
    stated: dict[str, Any] = {}
    refused: list[Refusal] = []
    for given, text in texts.items():
        path = path_of(given)
        if path in FIXED:
            raise Refusal("claim-path-fixed", path=given, verb=path)
        if form is None or path not in known:
            nearest = next(iter(get_close_matches(path, known, n=1)), None)
            raise Refusal(
                "claim-path-unknown", path=given, nearest=nearest, known=", ".join(sorted(known))
            )
        value: Any = checks.check_of(path, form)(value_of(text, path, form.id))
        if isinstance(value, Fault):
            facts = {"check": value.check, "limit": value.limit}
            refused.append(Refusal(value.code, column=path, value=value.value, **facts))
        stated[path] = value
    if refused:
        first, *others = refused
        first.others = tuple(others)
        raise first
    assert form is not None, f"no path of a kind that no policy has: {texts}"
    recorded = zip(form.checks, form.recorded, strict=True)
    return CorrectClaim(
        claim_no=claim_no,
        by=by,
        document=document,
        words=words,
        facts=tuple(
            (name, stated[f"facts.{fact}"]) for fact, name in recorded if f"facts.{fact}" in stated
        ),
        occurred_on=stated.get("occurred_on"),
        filed_on=stated.get("filed_on"),
        invoices=stated.get("invoices"),
        other_support_fen=stated.get("other_support"),
    )
