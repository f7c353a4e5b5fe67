"""Which measure a claim falls under: the first of its kind whose conditions hold; what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from domain.assessment.matter import Matter, value_at, years_missing
from domain.events.claims import Operand
from domain.money import BASIS_POINTS, Exact
from domain.policy import conditions
from domain.policy.conditions import Condition, asked
from domain.policy.kinds import CountryList
from domain.policy.measures import Measure
from domain.policy.names import bare
from domain.policy.references import Reference

Looked = dict[str, Operand]  # what conditions looked at, in their order


def select(matter: Matter) -> tuple[Measure, Looked]:
    """Return the measure a claim falls under and what decided it, as operands of a step."""
    kind, facts = matter.kind, matter.facts
    stated = facts.stated
    looked: Looked = {name: stated[name] for name in kind.shown_always}
    for measure in matter.policy.measures_of[kind.id]:
        if all(holds(condition, matter, looked) for condition in measure.when):
            if len(kind.shows) > 1:
                first = {name: looked[name] for name in kind.shows if name in looked}
                looked = first | looked
            return measure, looked
    raise AssertionError(f"the last measure of {kind.id} has a condition")


def unmet_need(measure: Measure, matter: Matter) -> tuple[str, Looked] | None:
    """Return the code of the first need that is not met, and what it looked at; None if all are.

    What the terms are worked out from is needed as well: `recorded`.
    """
    for need in measure.needs:
        looked: Looked = {}
        if not holds(need.condition, matter, looked):
            values = (each for each in asked(need.condition) if isinstance(each, Reference))
            return need.code, looked | not_recorded(values, matter)
    missing = not_recorded(measure.worked_from, matter)
    return ("recorded", missing) if missing else None


def not_recorded(references: Iterable[Reference], matter: Matter) -> Looked:
    """Return the first of these amounts that is not recorded, and the years, as operands.

    What is not recorded is not 0: a 0 that is meant is recorded as one.
    """
    for reference in (part for each in references for part in each.parts):
        if reference.record is not None:
            years = years_missing(reference, matter.day.year, matter.records)
            if years:
                return {
                    "missing_record": reference.record,
                    "missing_fact": reference.fact,
                    "missing_years": ", ".join(map(str, years)),
                }
    return {}


def holds(condition: Condition, matter: Matter, looked: Looked) -> bool:
    """Say whether a condition holds, and note what it looked at."""
    return _CONDITIONS[type(condition)](condition, matter, looked)


def since_when(listed: CountryList, country: str, matter: Matter) -> date | None:
    """Return since when a country counts as on a dated list on the day of the matter, or None."""
    since = (listed.since or {}).get(country)
    if since is None:
        return None
    since = matter.policy.first_day if listed.at_once else since
    return since if since <= matter.day else None


def _yes_no(condition: conditions.YesNo, matter: Matter, looked: Looked) -> bool:
    stated = matter.facts.stated[condition.fact]
    looked[condition.fact] = int(stated is True)
    return stated == condition.expected


def _is_word(condition: conditions.IsWord, matter: Matter, looked: Looked) -> bool:
    looked[condition.fact] = word = matter.facts.text(condition.fact)
    return word in condition.words


def _on_list(condition: conditions.OnList, matter: Matter, looked: Looked) -> bool:
    listed, country = matter.policy.lists[condition.list], matter.facts.text(condition.fact)
    if listed.since is None:
        looked[listed.id] = int(country in listed.members)
        return country in listed.members
    since = since_when(listed, country, matter)
    if since is None:
        return False
    looked[f"{listed.id}_since"] = since.isoformat()
    return True


def _abroad(condition: conditions.Abroad, matter: Matter, _looked: Looked) -> bool:
    return matter.facts[condition.fact] != condition.home


def _within(condition: conditions.Within, matter: Matter, looked: Looked) -> bool:
    values = [_looked_at(reference, matter, looked) for reference in condition.values]
    known = [each for each in values if each is not None]
    if not known:
        return False
    highest = max(known)
    lower = condition.above if condition.at_least is None else condition.at_least
    if lower is not None:
        looked[condition.named] = _shown(lower)
    return condition.admit(highest)


def _grows(condition: conditions.Grows, matter: Matter, looked: Looked) -> bool:
    now = _looked_at(condition.now, matter, looked)
    before = _looked_at(condition.before, matter, looked, "_before")
    if now is None or before is None:
        return False
    grown, wanted = (now - before) * BASIS_POINTS, before * condition.rate_bp
    return now > before and (grown > wanted if condition.above else grown >= wanted)


def _share(condition: conditions.Share, matter: Matter, looked: Looked) -> bool:
    part = _looked_at(condition.part, matter, looked)
    whole = _looked_at(condition.whole, matter, looked)
    if part is None or whole is None:
        return False
    return condition.admit(part * BASIS_POINTS, whole)


def _granted(condition: conditions.GrantedBefore, matter: Matter, looked: Looked) -> bool:
    place = matter.place if condition.of_item else None
    items, claims = set(), 0
    for measure, year, where, use in matter.account.history(condition.measures, None, place):
        if measure in condition.by_item:
            items.add((year, where))
        else:
            claims += use.claims
    looked["granted_before"] = number = len(items) + claims
    return condition.admit(number)


def _filed(condition: conditions.FiledWithin, matter: Matter, looked: Looked) -> bool:
    looked["days"] = days = (matter.filed_on - matter.day).days
    return days <= condition.days


def _any_of(condition: conditions.AnyOf, matter: Matter, looked: Looked) -> bool:
    held = [holds(each, matter, looked) for each in condition.conditions]  # the working shows each
    return any(held)


_CONDITIONS: dict[type[Condition], Callable[[Any, Matter, Looked], bool]] = {
    conditions.YesNo: _yes_no,
    conditions.IsWord: _is_word,
    conditions.OnList: _on_list,
    conditions.Abroad: _abroad,
    conditions.Within: _within,
    conditions.Grows: _grows,
    conditions.Share: _share,
    conditions.GrantedBefore: _granted,
    conditions.FiledWithin: _filed,
    conditions.AnyOf: _any_of,
}


def _looked_at(
    reference: Reference, matter: Matter, looked: Looked, as_of: str = ""
) -> Exact | None:
    """Return a value, and note it with the year it is of; each of those that are added up."""
    if reference.plus:
        for part in reference.parts:
            _looked_at(part, matter, looked, as_of)
        return value_at(reference, matter)
    value = value_at(reference, matter)
    if reference.record is not None and not as_of:
        looked[f"{bare(reference.record)}_year"] = matter.day.year - reference.years_back
    if value is not None:
        looked[reference.fact.removesuffix(reference.unit) + as_of + reference.unit] = _shown(value)
    return value


def _shown(value: Exact) -> Operand:
    return value if isinstance(value, int) else str(value)
