"""What an enterprise's own record makes doubtful of a request: nothing is refused for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import NamedTuple

from domain.commands.enterprise import EnterpriseCommand, RecordExports, SubmitClaim
from domain.enterprise.names import is_same_name
from domain.enterprise.state import (
    EXPORTS,
    Enterprise,
    amounts_of,
    certificate_of,
    fair_of,
    stands,
)
from domain.events.claims import ClaimSubmitted
from domain.identity import skeleton
from domain.money import yuan
from domain.refusals import Fact


class Doubt(NamedTuple):
    """A code, the name of the value it is about, and the facts of a sentence about it."""

    code: str
    name: str
    facts: Mapping[str, Fact]


def doubts(command: EnterpriseCommand, enterprise: Enterprise) -> tuple[Doubt, ...]:
    """Return what is doubtful of a request, by what was recorded of its enterprise before."""
    if enterprise.length == 0:
        return ()
    if isinstance(command, SubmitClaim):
        every = (_other_name, _same_matter, _same_named)
        return tuple(doubt for each in every if (doubt := each(command, enterprise)) is not None)
    if isinstance(command, RecordExports) and command.once_ever:
        return _earlier_exports(command, enterprise)
    return ()


def differences(before: ClaimSubmitted, now: ClaimSubmitted) -> dict[str, Fact]:
    """Return the names of the values that differ, and both contents, a line each."""
    names = [field.name for field in fields(before) if field.compare and field.name != "facts"]
    pairs = [(name, getattr(before, name), getattr(now, name)) for name in names]
    if before.facts.kind != now.facts.kind:
        pairs.append(("kind", before.facts.kind, now.facts.kind))
    else:
        pairs += [(name, stated, now.facts.get(name)) for name, stated in before.facts.items()]
    differing = [pair for pair in pairs if pair[1] != pair[2]]
    differs, old, new = zip(*differing, strict=True)
    return {
        "differs": "\n".join(differs),
        "old": "\n".join(map(_text, differs, old)),
        "new": "\n".join(map(_text, differs, new)),
    }


def _text(name: str, content: object) -> str:
    if isinstance(content, tuple):
        return "、".join(_text(name, each) for each in content)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int) and name.endswith(("_fen", "_cents")):
        return yuan(content)
    return content.isoformat() if isinstance(content, date) else str(content)


def _other_name(command: SubmitClaim, enterprise: Enterprise) -> Doubt | None:
    """Say that a code stands with another name: than is registered, else than on its first claim.

    By the first and not by the latest: a file read again is said the same of.
    """
    registration, erased = enterprise.registration, enterprise.registration.erased
    if registration.registered_as is not None or registration.renamed:
        names = registration.names
        if any(is_same_name(name.name, command.enterprise, erased) for name in names):
            return None
        alike = {skeleton(name.name) for name in names}
        other_name, other = registration.name, None
    else:
        first = next(iter(enterprise.claims.values()), None)
        if first is None or is_same_name(first.submitted.enterprise, command.enterprise, erased):
            return None
        other_name, other = first.submitted.enterprise, first.submitted.claim_no
        alike = {skeleton(other_name)}
    if skeleton(command.enterprise) in alike or other == command.claim_no:
        return None
    facts: dict[str, Fact] = {"uscc": command.uscc, "name": command.enterprise}
    return Doubt("name-differs", "enterprise", facts | {"other_name": other_name, "other": other})


def _same_matter(command: SubmitClaim, enterprise: Enterprise) -> Doubt | None:
    other = _standing(
        command,
        enterprise,
        enterprise.matters.get((command.facts, command.occurred_on)),
        lambda each: (each.facts, each.occurred_on) == (command.facts, command.occurred_on),
    )
    return None if other is None else Doubt("likely-duplicate", "claim_no", {"other": other})


def _standing(
    command: SubmitClaim,
    enterprise: Enterprise,
    first: str | None,
    is_alike: Callable[[ClaimSubmitted], bool],
) -> str | None:
    """Return the first alike claim that is pending or granted, and is not the one submitted."""
    if first in (None, command.claim_no) or stands(enterprise, first):
        return None if first == command.claim_no else first
    others = (
        number
        for number, claim in enterprise.claims.items()
        if is_alike(claim.submitted) and stands(enterprise, number)
    )
    other = next(others, None)
    return None if other == command.claim_no else other


def _same_named(command: SubmitClaim, enterprise: Enterprise) -> Doubt | None:
    """Say that the same fair stands in the year with another day: they count as one.

    And that the same certificate stands on another claim that says other things of it.
    """
    fair = fair_of(command.facts, command.occurred_on)
    other = _standing(
        command,
        enterprise,
        None if fair is None else enterprise.fairs.get(fair),
        lambda each: fair_of(each.facts, each.occurred_on) == fair,
    )
    if other is None:
        return None
    before = enterprise.claims[other].submitted
    day = before.occurred_on
    number = certificate_of(command.facts)
    if number is not None:
        same = (before.facts, day) == (command.facts, command.occurred_on)
        return None if same else certificate_elsewhere(command, number, {"other": other})
    if day == command.occurred_on:
        return None
    days: dict[str, Fact] = {"day": command.occurred_on.isoformat(), "other_day": day.isoformat()}
    return Doubt("exhibition-again", "occurred_on", days | {"other": other})


def certificate_elsewhere(command: SubmitClaim, number: str, other: Mapping[str, Fact]) -> Doubt:
    """Return that a certificate stands on another claim."""
    name = "certificate_no" if "certificate_no" in command.facts else "registration_no"
    return Doubt("certificate-elsewhere", f"facts.{name}", {"certificate": number, **other})


def _earlier_exports(command: RecordExports, enterprise: Enterprise) -> tuple[Doubt, ...]:
    """Say that exports are not taken: a file said so before, and something else was said since."""
    stated, now = amounts_of(command), enterprise.records.get((EXPORTS, command.year))
    said = EXPORTS, command.year, tuple(stated.values())
    if now in (None, stated) or said not in enterprise.records_ever:
        return ()
    facts: dict[str, Fact] = {
        "uscc": command.uscc,
        "year": command.year,
        "us_fen": stated["us_usd_cents"],
        "rcep_fen": stated["rcep_usd_cents"],
        "now_us_fen": now["us_usd_cents"],
        "now_rcep_fen": now["rcep_usd_cents"],
    }
    return (Doubt("exports-not-taken", "year", facts),)
