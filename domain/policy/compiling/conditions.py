"""Conditions of a policy's document: what each key means, and what may stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.money import Exact
from domain.policy import conditions
from domain.policy.compiling.faults import PolicyError, known, only, parsed
from domain.policy.compiling.scope import MONEY, Scope
from domain.policy.conditions import Condition, Need
from domain.policy.figures import parse_amount, parse_number, parse_rate
from domain.policy.kinds import FactType

Table = Mapping[str, Any]

_YEARS_BACK = {"same": 0, "previous": 1}


def condition(where: str, lines: object, scope: Scope) -> Condition:
    """Return a condition: the name of a yes-or-no fact, with `not` before it, or a table.

    Raises PolicyError.
    """
    if isinstance(lines, str):
        name = lines.removeprefix("not ")
        fact = scope.fact(where, name, "yes-no")
        return conditions.YesNo(fact=fact.recorded, expected=name == lines)
    if not isinstance(lines, Mapping):
        raise PolicyError(where, "wrong-type", lines)
    for key, compile_ in _BY_KEY.items():
        if key in lines:
            return compile_(where, lines, scope)
    raise PolicyError(
        where, "not-a-condition", ", ".join(map(str, lines)), known=", ".join(_BY_KEY)
    )


def need(where: str, lines: object, scope: Scope) -> Need:
    """Return what a measure needs; `code` is what is said without it."""
    if isinstance(lines, str):
        code = lines.removeprefix("not ").replace("_", "-")
        return Need(condition=condition(where, lines, scope), code=code)
    if not isinstance(lines, Mapping):
        raise PolicyError(where, "wrong-type", lines)
    rest = {key: value for key, value in lines.items() if key != "code"}
    code = lines.get("code", "abroad" if "abroad" in rest else None)
    if not isinstance(code, str):
        raise PolicyError(f"{where}.code", "missing")
    return Need(condition=condition(where, rest, scope), code=code)


def _any_of(where: str, lines: Table, scope: Scope) -> Condition:
    only(where, lines, ("any",))
    each = lines["any"]
    if not isinstance(each, list) or len(each) < 2:
        raise PolicyError(f"{where}.any", "wrong-type", each)
    every = (condition(f"{where}.any.{n}", part, scope) for n, part in enumerate(each, start=1))
    return conditions.AnyOf(conditions=tuple(every))


def _of_record(where: str, lines: Table, scope: Scope) -> Condition:
    """`record`, `field` or the highest of `fields`, in the `year` same or previous."""
    record, years = lines["record"], lines.get("year", "same")
    back = _YEARS_BACK[known(f"{where}.year", years, _YEARS_BACK, "not-allowed")]
    fields = lines.get("fields", [lines.get("field", "")])
    if not isinstance(fields, list) or not fields:
        raise PolicyError(f"{where}.fields", "wrong-type", fields)
    named = [scope.reference(where, f"{record}.{field}:{back}") for field in fields]
    references = tuple(reference for reference, _ in named)
    if len({reference.unit for reference in references}) > 1:
        raise PolicyError(f"{where}.fields", "currencies-mixed", ", ".join(map(str, fields)))
    if "growth_at_least" in lines:
        only(where, lines, ("record", "field", "year", "growth_at_least"))
        before, _ = scope.reference(where, f"{record}.{fields[0]}:{back + 1}")
        rate = parsed(f"{where}.growth_at_least", parse_rate, lines["growth_at_least"])
        return conditions.Grows(now=references[0], before=before, rate_bp=rate)
    only(where, lines, ("record", "field", "fields", "year", "at_least", "below", "name"))
    return _within(where, lines, references, named[0][1])


def _of_fact(where: str, lines: Table, scope: Scope) -> Condition:
    name = lines["fact"]
    if "is" in lines:
        only(where, lines, ("fact", "is"))
        fact = scope.fact(f"{where}.fact", name, "word")
        words = lines["is"] if isinstance(lines["is"], list) else [lines["is"]]
        if not words:
            raise PolicyError(f"{where}.is", "empty")
        for word in words:
            known(f"{where}.is", word, fact.words, "unknown-word")
        return conditions.IsWord(fact=fact.recorded, words=tuple(words))
    if "on" in lines:
        only(where, lines, ("fact", "on"))
        fact = scope.fact(f"{where}.fact", name, "country")
        listed = known(f"{where}.on", lines["on"], scope.lists, "unknown-list")
        return conditions.OnList(fact=fact.recorded, list=listed)
    reference, fact = scope.reference(f"{where}.fact", name)
    if "of" in lines:
        only(where, lines, ("fact", "of", "at_least"))
        whole, of = scope.reference(f"{where}.of", lines["of"])
        if (of.type, of.unit) != (fact.type, fact.unit):
            raise PolicyError(f"{where}.of", "currencies-mixed", lines["of"])
        rate = parsed(f"{where}.at_least", parse_rate, lines.get("at_least"))
        return conditions.Share(part=reference, whole=whole, rate_bp=rate)
    only(where, lines, ("fact", "at_least", "below", "name"))
    return _within(where, lines, (reference,), fact)


def _leave_room(where: str, lines: Table, at_least: Exact | None, below: Exact | None) -> None:
    """Raise PolicyError `out-of-range` where nothing is within both limits."""
    if at_least is not None and below is not None and at_least >= below:
        raise PolicyError(f"{where}.below", "out-of-range", lines["below"])


def _within(where: str, lines: Table, references: Any, fact: FactType) -> Condition:
    limits = {
        key: _limit(f"{where}.{key}", lines[key], fact)
        for key in ("at_least", "below")
        if key in lines
    }
    if not limits:
        raise PolicyError(f"{where}.at_least", "missing")
    _leave_room(where, lines, limits.get("at_least"), limits.get("below"))
    name = lines.get("name", f"{fact.name}_from")
    return conditions.Within(
        values=references,
        at_least=limits.get("at_least"),
        below=limits.get("below"),
        named=f"{name}{fact.unit}",
    )


def _limit(where: str, written: object, fact: FactType) -> Exact:
    """Return a limit in the unit of what it is compared with."""
    if fact.type in (*MONEY, "amounts"):
        return parsed(where, parse_amount, written)
    if isinstance(written, bool) or not isinstance(written, int):
        return parsed(where, parse_number, written)
    return written


def _granted(where: str, lines: Table, scope: Scope) -> Condition:
    only(where, lines, ("granted", "per", "at_least", "below"))
    measures = lines["granted"] if isinstance(lines["granted"], list) else [lines["granted"]]
    if not measures:
        raise PolicyError(f"{where}.granted", "empty")
    for measure in measures:
        known(f"{where}.granted", measure, scope.measures, "unknown-measure")
    per = known(
        f"{where}.per", lines.get("per", "enterprise"), ("enterprise", "item"), "not-allowed"
    )
    if per == "item" and scope.kind.item is None:
        raise PolicyError(f"{where}.per", "kind-without-item", scope.kind.id)
    at_least, below = (_count(f"{where}.{key}", lines.get(key)) for key in ("at_least", "below"))
    if at_least is None and below is None:
        raise PolicyError(f"{where}.below", "missing")
    _leave_room(where, lines, at_least, below)
    by_item = frozenset(measures) & frozenset().union(*scope.by_item.values())
    return conditions.GrantedBefore(
        measures=tuple(scope.prefix + measure for measure in measures),
        by_item=frozenset(scope.prefix + measure for measure in by_item),
        of_item=per == "item",
        at_least=at_least,
        below=below,
    )


def _count(where: str, written: object) -> int | None:
    if written is None or (isinstance(written, int) and not isinstance(written, bool)):
        return written
    raise PolicyError(where, "not-a-count", written)


def _filed(where: str, lines: Table, scope: Scope) -> Condition:
    only(where, lines, ("filed_within_days",))
    days = _count(f"{where}.filed_within_days", lines["filed_within_days"])
    return conditions.FiledWithin(days=days or 0)


def _abroad(where: str, lines: Table, scope: Scope) -> Condition:
    only(where, lines, ("abroad",))
    fact = scope.fact(f"{where}.abroad", lines["abroad"], "country")
    return conditions.Abroad(fact=fact.recorded, home=scope.home)


_BY_KEY: dict[str, Callable[[str, Table, Scope], Condition]] = {
    "any": _any_of,
    "record": _of_record,
    "granted": _granted,
    "filed_within_days": _filed,
    "abroad": _abroad,
    "fact": _of_fact,
}
