"""Conditions of a policy's document: what each key means, and what may stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.money import Exact
from domain.policy import conditions
from domain.policy.compiling.faults import PolicyError, known, only, parsed
from domain.policy.compiling.scope import MONEY, Scope
from domain.policy.compiling.words import GRANTED_PER, YEARS
from domain.policy.conditions import Condition, Need
from domain.policy.figures import parse_amount, parse_number, parse_rate
from domain.policy.kinds import FactType
from domain.value import value

Table = Mapping[str, Any]

LIMITS = ("at_least", "above", "below", "at_most")  # two lower, two upper
GROWTH = ("growth_at_least", "growth_above")
_YEARS_BACK = {year: back for back, year in enumerate(YEARS)}


@value
class Form:
    """A condition as it is written: the keys it is known by, and those that may stand beside them.

    means: what makes the condition of its lines.
    """

    keys: tuple[str, ...]
    beside: tuple[str, ...] = ()
    means: Callable[[str, Any, Scope], Condition]


def condition(where: str, lines: object, scope: Scope) -> Condition:
    """Return a condition: the name of a yes-or-no fact, with `not` before it, or a table.

    Raises PolicyError.
    """
    if isinstance(lines, str):
        return CONDITIONS["yes-no"].means(where, lines, scope)
    if not isinstance(lines, Mapping):
        raise PolicyError(where, "wrong-type", lines)
    for form in CONDITIONS.values():
        if form.keys and all(key in lines for key in form.keys):
            only(where, lines, (*form.keys, *form.beside))
            return form.means(where, lines, scope)
    first = dict.fromkeys(form.keys[0] for form in CONDITIONS.values() if form.keys)
    raise PolicyError(where, "not-a-condition", ", ".join(map(str, lines)), known=", ".join(first))


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


def _yes_no(where: str, lines: str, scope: Scope) -> Condition:
    name = lines.removeprefix("not ")
    fact = scope.fact(where, name, "yes-no")
    return conditions.YesNo(fact=fact.recorded, expected=name == lines)


def _any_of(where: str, lines: Table, scope: Scope) -> Condition:
    each = lines["any"]
    if not isinstance(each, list) or len(each) < 2:
        raise PolicyError(f"{where}.any", "wrong-type", each)
    every = (condition(f"{where}.any.{n}", part, scope) for n, part in enumerate(each, start=1))
    return conditions.AnyOf(conditions=tuple(every))


def _year(where: str, lines: Table) -> int:
    """Return how many years before that of the matter are meant."""
    return _YEARS_BACK[known(f"{where}.year", lines.get("year", YEARS[0]), YEARS, "not-allowed")]


def _grows(where: str, lines: Table, scope: Scope) -> Condition:
    name, back = f"{lines['record']}.{lines.get('field', '')}", _year(where, lines)
    now, _ = scope.reference(where, f"{name}:{back}")
    before, _ = scope.reference(where, f"{name}:{back + 1}")
    (key,) = (key for key in GROWTH if key in lines)
    rate = parsed(f"{where}.{key}", parse_rate, lines[key])
    return conditions.Grows(now=now, before=before, rate_bp=rate, above=key == "growth_above")


def _of_record(where: str, lines: Table, scope: Scope) -> Condition:
    """`record`, `field` or the highest of `fields`, in the `year` same or previous."""
    record, back = lines["record"], _year(where, lines)
    fields = lines.get("fields", [lines.get("field", "")])
    if not isinstance(fields, list) or not fields:
        raise PolicyError(f"{where}.fields", "wrong-type", fields)
    named = [scope.reference(where, f"{record}.{field}:{back}") for field in fields]
    references = tuple(reference for reference, _ in named)
    if len({reference.unit for reference in references}) > 1:
        raise PolicyError(f"{where}.fields", "currencies-mixed", ", ".join(map(str, fields)))
    return _within(where, lines, references, named[0][1])


def _is_word(where: str, lines: Table, scope: Scope) -> Condition:
    fact = scope.fact(f"{where}.fact", lines["fact"], "word")
    words = lines["is"] if isinstance(lines["is"], list) else [lines["is"]]
    if not words:
        raise PolicyError(f"{where}.is", "empty")
    for word in words:
        known(f"{where}.is", word, fact.words, "unknown-word")
    return conditions.IsWord(fact=fact.recorded, words=tuple(words))


def _on_list(where: str, lines: Table, scope: Scope) -> Condition:
    fact = scope.fact(f"{where}.fact", lines["fact"], "country")
    listed = known(f"{where}.on", lines["on"], scope.lists, "unknown-list")
    return conditions.OnList(fact=fact.recorded, list=listed)


def _share(where: str, lines: Table, scope: Scope) -> Condition:
    part, fact = scope.reference(f"{where}.fact", lines["fact"])
    whole, of = scope.reference(f"{where}.of", lines["of"])
    if (of.type, of.unit) != (fact.type, fact.unit):
        raise PolicyError(f"{where}.of", "currencies-mixed", lines["of"])
    limits = _limits(where, lines, lambda at, written: parsed(at, parse_rate, written))
    return conditions.Share(part=part, whole=whole, **limits)


def _of_fact(where: str, lines: Table, scope: Scope) -> Condition:
    reference, fact = scope.reference(f"{where}.fact", lines["fact"])
    return _within(where, lines, (reference,), fact)


def _limits(where: str, lines: Table, read: Callable[[str, object], Exact]) -> dict[str, Exact]:
    """Return the limits that a condition says: a lower, an upper, or both.

    Raises PolicyError `missing`, `repeated` for two of one side, `out-of-range` where nothing is
    within both.
    """
    limits = {key: read(f"{where}.{key}", lines[key]) for key in LIMITS if key in lines}
    if not limits:
        raise PolicyError(f"{where}.at_least", "missing")
    for first, second in (LIMITS[:2], LIMITS[2:]):
        if first in limits and second in limits:
            raise PolicyError(f"{where}.{second}", "repeated", lines[second])
    if len(limits) == 2:
        (lower, least), (upper, most) = limits.items()
        if least > most or (least == most and (lower, upper) != ("at_least", "at_most")):
            raise PolicyError(f"{where}.{upper}", "out-of-range", lines[upper])
    return limits


def _within(where: str, lines: Table, references: Any, fact: FactType) -> Condition:
    limits = _limits(where, lines, lambda at, written: _limit(at, written, fact))
    name = lines.get("name", f"{fact.name}_from")
    return conditions.Within(values=references, named=f"{name}{fact.unit}", **limits)


def _limit(where: str, written: object, fact: FactType) -> Exact:
    """Return a limit in the unit of what it is compared with."""
    if fact.type in (*MONEY, "amounts"):
        return parsed(where, parse_amount, written)
    if isinstance(written, bool) or not isinstance(written, int):
        return parsed(where, parse_number, written)
    return written


def _granted(where: str, lines: Table, scope: Scope) -> Condition:
    measures = lines["granted"] if isinstance(lines["granted"], list) else [lines["granted"]]
    if not measures:
        raise PolicyError(f"{where}.granted", "empty")
    for measure in measures:
        known(f"{where}.granted", measure, scope.measures, "unknown-measure")
    per = known(f"{where}.per", lines.get("per", GRANTED_PER[0]), GRANTED_PER, "not-allowed")
    if per == "item" and scope.kind.item is None:
        raise PolicyError(f"{where}.per", "kind-without-item", scope.kind.id)
    if not any(key in lines for key in LIMITS):
        raise PolicyError(f"{where}.below", "missing")
    limits = _limits(where, lines, _count)
    by_item = frozenset(measures) & frozenset().union(*scope.by_item.values())
    return conditions.GrantedBefore(
        measures=tuple(scope.prefix + measure for measure in measures),
        by_item=frozenset(scope.prefix + measure for measure in by_item),
        of_item=per == "item",
        **limits,
    )


def _count(where: str, written: object) -> int:
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    raise PolicyError(where, "not-a-count", written)


def _filed(where: str, lines: Table, scope: Scope) -> Condition:
    days = _count(f"{where}.filed_within_days", lines["filed_within_days"])
    return conditions.FiledWithin(days=days)


def _abroad(where: str, lines: Table, scope: Scope) -> Condition:
    fact = scope.fact(f"{where}.abroad", lines["abroad"], "country")
    return conditions.Abroad(fact=fact.recorded, home=scope.home)


CONDITIONS: dict[str, Form] = {  # a table is of the first form whose keys it has
    "yes-no": Form(keys=(), means=_yes_no),
    "any": Form(keys=("any",), means=_any_of),
    "grows": Form(keys=("record", GROWTH[0]), beside=("field", "year"), means=_grows),
    "grows-above": Form(keys=("record", GROWTH[1]), beside=("field", "year"), means=_grows),
    "record": Form(
        keys=("record",),
        beside=("field", "fields", "year", *LIMITS, "name"),
        means=_of_record,
    ),
    "granted": Form(keys=("granted",), beside=("per", *LIMITS), means=_granted),
    "filed": Form(keys=("filed_within_days",), means=_filed),
    "abroad": Form(keys=("abroad",), means=_abroad),
    "is": Form(keys=("fact", "is"), means=_is_word),
    "on": Form(keys=("fact", "on"), means=_on_list),
    "share": Form(keys=("fact", "of"), beside=LIMITS, means=_share),
    "fact": Form(keys=("fact",), beside=(*LIMITS, "name"), means=_of_fact),
}
