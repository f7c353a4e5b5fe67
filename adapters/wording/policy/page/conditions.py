"""A condition in words, as the page of a policy has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from adapters.wording.policy.labels import label, words_of
from adapters.wording.policy.page.names import Names, all_of, either, plain, rate
from adapters.wording.policy.titles import title_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, ngettext, pgettext
from domain.policy import conditions

if TYPE_CHECKING:
    from domain.money import Exact
    from domain.policy.conditions import Condition


def conditions_text(every: tuple[Condition, ...], names: Names) -> str:
    """Return conditions that hold together; empty where there are none."""
    return all_of([condition_text(each, names) for each in every])


def condition_text(condition: Condition, names: Names) -> str:
    """Return a condition in the current language."""
    match condition:
        case conditions.YesNo():
            said = words_of(condition.fact, names.policy, condition.expected)
            answer = _("{fact}: yes") if condition.expected else _("{fact}: no")
            return said or answer.format(fact=names.fact(condition.fact))
        case conditions.IsWord():
            words = either([names.word(condition.fact, word) for word in condition.words])
            return _("{fact} is {words}").format(fact=names.fact(condition.fact), words=words)
        case conditions.OnList():
            written = names.policy.source["lists"][condition.list]
            return _("{fact} is on the list “{list}”").format(
                fact=names.fact(condition.fact), list=label(written, condition.list)
            )
        case conditions.Abroad():
            return _("{fact} is abroad").format(fact=names.fact(condition.fact))
        case conditions.Within():
            return _within(condition, names)
        case conditions.Grows():
            grew = _("{value} grew by at least {rate} over the year before")
            if condition.above:
                grew = _("{value} grew by more than {rate} over the year before")
            return grew.format(value=names.value(condition.now), rate=rate(condition.rate_bp))
        case conditions.Share():
            return _("{part} as a share of {whole}: {limits}").format(
                part=names.value(condition.part),
                whole=names.value(condition.whole),
                limits=_limits(condition, rate),
            )
        case conditions.GrantedBefore():
            return _granted(condition, names)
        case conditions.FiledWithin():
            return ngettext(
                "filed at most {days} day after the matter",
                "filed at most {days} days after the matter",
                condition.days,
            ).format(days=condition.days)
        case conditions.AnyOf():
            return either([condition_text(each, names) for each in condition.conditions])
        case _:
            assert_never(condition)


def _within(condition: conditions.Within, names: Names) -> str:
    value = names.value(condition.values[0])
    if len(condition.values) > 1:
        each = listed(map(names.value, condition.values))
        value = _("the highest of {values}").format(values=each)
    limits = _limits(condition, lambda limit: names.figure(limit, condition.values[0]))
    return _("{value}: {limits}").format(value=value, limits=limits)


def _limits(condition: conditions.Limits, written: Callable[[Exact], str]) -> str:
    said = (
        (_("at least {limit}"), condition.at_least),
        (_("above {limit}"), condition.above),
        (_("below {limit}"), condition.below),
        (_("at most {limit}"), condition.at_most),
    )
    each = (text.format(limit=written(limit)) for text, limit in said if limit is not None)
    return pgettext("between limits", ", ").join(each)


def _granted(condition: conditions.GrantedBefore, names: Names) -> str:
    measures = (names.policy.measures[each] for each in condition.measures)
    limits = _limits(condition, plain)
    said = _("granted before to the enterprise under {measures}: {limits}")
    if condition.of_item:
        said = _("granted before for the same item under {measures}: {limits}")
    return said.format(measures=listed(map(title_of, measures)), limits=limits)
