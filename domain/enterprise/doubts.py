"""What an enterprise's own record makes doubtful of a request: nothing is refused for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from itertools import islice
from typing import NamedTuple

from domain.commands.enterprise import EnterpriseCommand, RecordAmounts, SubmitClaim
from domain.enterprise.records import code_about, record_called, recorded_of
from domain.enterprise.registered.names import is_same_name
from domain.enterprise.state import Claim, Enterprise, Identified, stands
from domain.events.claims import ClaimSubmitted
from domain.identity import skeleton
from domain.money import yuan
from domain.policy.book import PolicyBook
from domain.policy.facts import Facts, RecordedValue
from domain.policy.kinds import FactType
from domain.refusals import Fact


class Doubt(NamedTuple):
    """A code, the name of the value it is about, and the facts of a sentence about it."""

    code: str
    name: str
    facts: Mapping[str, Fact]


def doubts(
    command: EnterpriseCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[Doubt, ...]:
    """Return what is doubtful of a request, by what was recorded of its enterprise before."""
    if enterprise.length == 0:
        return ()
    if isinstance(command, SubmitClaim):
        of_claim = (_other_name(command, enterprise), _same_matter(command, enterprise))
        every = (
            *of_claim,
            *_brought_in(command, enterprise),
            *_same_identified(command, enterprise, book),
        )
        return tuple(doubt for doubt in every if doubt is not None)
    if isinstance(command, RecordAmounts) and command.once_ever:
        return _earlier_figures(command, enterprise, book)
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
        first = _first_filed(enterprise)
        if first is None or is_same_name(first.submitted.enterprise, command.enterprise, erased):
            return None
        other_name, other = first.submitted.enterprise, first.submitted.claim_no
        alike = {skeleton(other_name)}
    alike |= set(map(skeleton, enterprise.kin.names))  # of those that it carries on
    if skeleton(command.enterprise) in alike or other == command.claim_no:
        return None
    facts: dict[str, Fact] = {"uscc": command.uscc, "name": command.enterprise}
    return Doubt("name-differs", "enterprise", facts | {"other_name": other_name, "other": other})


def _first_filed(enterprise: Enterprise) -> Claim | None:
    """Return the first claim filed under the enterprise's own code."""
    own = (no for no in enterprise.claims if no not in enterprise.kin.filed_under)
    first = next(own, None)
    return None if first is None else enterprise.claims[first]


def _same_matter(command: SubmitClaim, enterprise: Enterprise) -> Doubt | None:
    other = _standing(
        command,
        enterprise,
        enterprise.matters.get((command.facts, command.occurred_on)),
        lambda each: (each.facts, each.occurred_on) == (command.facts, command.occurred_on),
    )
    return None if other is None else Doubt("likely-duplicate", "claim_no", {"other": other})


def _brought_in(command: SubmitClaim, enterprise: Enterprise) -> Iterator[Doubt]:
    """Say that another county granted a claim on an invoice: the first one that it did."""
    transfers = enterprise.transfers
    mine = {skeleton(invoice) for invoice in command.invoices}
    for arrival in () if transfers is None or not mine else transfers.counted():
        for grant in arrival.grants:
            same = [each for each in grant.invoices if skeleton(each) in mine]
            if same and grant.matched != "own":
                facts: dict[str, Fact] = {"invoice": same[0], "other": grant.claim_no}
                facts |= {"county": grant.county, "pack": arrival.event.pack[:12]}
                yield Doubt(
                    "invoice-brought-in", "invoices", facts | {"position": arrival.position}
                )
                return


def _standing(
    command: SubmitClaim,
    enterprise: Enterprise,
    first: str | None,
    is_alike: Callable[[ClaimSubmitted], bool],
) -> str | None:
    """Return the first alike claim that is pending or granted, and is not the one submitted."""
    if first in (None, command.claim_no):
        return None
    if stands(enterprise, first) and _compared(command, enterprise, first):
        return first
    others = (
        number
        for number, claim in enterprise.claims.items()
        if is_alike(claim.submitted)
        and stands(enterprise, number)
        and _compared(command, enterprise, number)
    )
    other = next(others, None)
    return None if other == command.claim_no else other


def _compared(command: SubmitClaim, enterprise: Enterprise, other: str) -> bool:
    """Say whether a claim is compared with another: one recorded before within its code alone.

    What two firms filed before they were one is not one matter claimed twice.
    """
    if command.claim_no not in enterprise.claims:
        return True
    filed_under = enterprise.kin.filed_under
    return filed_under.get(command.claim_no) == filed_under.get(other)


def _same_identified(
    command: SubmitClaim, enterprise: Enterprise, book: PolicyBook
) -> Iterator[Doubt]:
    """Say that the same event stands in the year with another day: they count as one.

    And that the same paper stands on another claim that says other things of it.
    """
    kind = book.kind(command.facts.kind)
    for fact in kind.identifying if kind is not None else ():
        key = _identified(command.facts, command.occurred_on, fact)
        if key is None:
            continue
        _look_up_to_now(enterprise, book)
        other = _standing(
            command,
            enterprise,
            enterprise.identified.get(key),
            lambda each, fact=fact, key=key: (  # type: ignore[misc]
                _identified(each.facts, each.occurred_on, fact) == key
            ),
        )
        if other is None:
            continue
        before = enterprise.claims[other].submitted
        day = before.occurred_on
        if fact.identifies == "paper":
            if (before.facts, day) != (command.facts, command.occurred_on):
                yield paper_elsewhere(command, fact, {"other": other})
        elif day != command.occurred_on:
            days = {"day": command.occurred_on.isoformat(), "other_day": day.isoformat()}
            yield Doubt("exhibition-again", "occurred_on", {**days, "other": other})


def _look_up_to_now(enterprise: Enterprise, book: PolicyBook) -> None:
    """Look at the claims recorded since the last time for what identifies them."""
    since = islice(enterprise.claims.items(), enterprise.identified_until, None)
    for number, claim in since:
        submitted = claim.submitted
        kind = book.kind(submitted.facts.kind)
        for fact in kind.identifying if kind is not None else ():
            key = _identified(submitted.facts, submitted.occurred_on, fact)
            if key is not None:
                enterprise.identified.setdefault(key, number)
    enterprise.identified_until = len(enterprise.claims)


def _identified(facts: Facts, day: date, fact: FactType) -> Identified | None:
    if fact.recorded not in facts:
        return None
    year = day.year if fact.identifies == "event" else 0
    return facts.kind, fact.recorded, year, skeleton(facts.text(fact.recorded))


def paper_elsewhere(command: SubmitClaim, fact: FactType, other: Mapping[str, Fact]) -> Doubt:
    """Return that a paper stands on another claim."""
    number = command.facts.text(fact.recorded)
    facts = {"certificate": number, **other}
    return Doubt("certificate-elsewhere", f"facts.{fact.name}", facts)


def _earlier_figures(
    command: RecordAmounts, enterprise: Enterprise, book: PolicyBook
) -> tuple[Doubt, ...]:
    """Say that figures are not taken: a file said so before, and something else was said since."""
    record = record_called(command.record, book)
    stated = recorded_of(record, dict(command.amounts))
    now = enterprise.records.get((record.id, command.year))
    said = record.id, command.year, tuple(stated.values())
    if now in (None, stated) or said not in enterprise.records_ever:
        return ()
    facts: dict[str, Fact] = {
        "uscc": command.uscc,
        "year": command.year,
        "record": record.id,
        "said": as_lines(stated),
        "now": as_lines(now),
    }
    return (Doubt(code_about(record.id, "not-taken"), "year", facts),)


def as_lines(figures: Mapping[str, RecordedValue]) -> str:
    """Return figures by their recorded names, a line each."""
    return "\n".join(f"{name} {figure}" for name, figure in figures.items())
