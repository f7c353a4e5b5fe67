"""The arithmetic of a measure in words, as the page of a policy has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from adapters.wording.policy.page.conditions import conditions_text
from adapters.wording.policy.page.names import Names, all_of, money, plain, price, rate
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import Exact
from domain.policy import terms
from domain.policy.terms import Bands, Bonus, ByWord, Figure, Term

if TYPE_CHECKING:
    from domain.policy.measures import Measure
    from domain.policy.references import Reference

Written = Callable[[Exact], str]


def terms_text(measure: Measure, names: Names) -> str:
    """Return what a measure pays, step by step, in the current language."""
    return all_of(list(_Terms(measure, names).each()))


class _Terms:
    """The terms of one measure; what a value is in depends on the terms before."""

    def __init__(self, measure: Measure, names: Names) -> None:
        self._measure = measure
        self._names = names
        self._of: Reference | None = None  # what the amount is in so far, where it is not money
        self._blocks = False

    def each(self) -> list[str]:
        return [self._text(term) for term in self._measure.terms]

    def _text(self, term: Term) -> str:
        match term:
            case terms.Of() | terms.Each() | terms.Highest():
                return self._start(term)
            case terms.Rate():
                return self._rate(term)
            case terms.Price():
                self._of = None
                return _("{price} a unit").format(price=self._figure(term.price, price))
            case terms.Blocks():
                return self._counted(term)
            case terms.Award():
                said = _("{amount} each") if self._blocks else _("an award of {amount}")
                self._of = None
                return said.format(amount=self._figure(term.amount, money))
            case terms.Plus():
                return self._bonus(term.bonus, money)
            case terms.Times():
                return _("times {factor}").format(factor=self._figure(term.factor, plain))
            case _:
                return self._limit(term)

    def _start(self, term: terms.Of | terms.Each | terms.Highest) -> str:
        match term:
            case terms.Of():
                self._of = term.value
                start = self._names.value(term.value)
                if term.less is None:
                    return start
                less = self._names.value(term.less)
                return _("{start}, less {less}").format(start=start, less=less)
            case terms.Each():
                return _("each amount of {fact}").format(fact=self._names.fact(term.fact))
            case _:
                said = _("the highest {limit} added up")
                if term.per_item:
                    said = _("the highest {limit} added up, for the item in a year")
                return said.format(limit=term.limit)

    def _rate(self, term: terms.Rate) -> str:
        said = [_("at {rate}").format(rate=self._figure(term.rate_bp, rate))]
        said += [self._bonus(bonus, rate) for bonus in term.bonuses]
        if term.up_to_bp is not None:
            said.append(_("{rate} in all at most").format(rate=rate(term.up_to_bp)))
        return pgettext("between rates", ", ").join(said)

    def _counted(self, term: terms.Blocks) -> str:
        assert self._of is not None, "blocks of nothing"
        self._blocks = True
        per = self._names.figure(term.per, self._of)
        said = {
            "whole": _("for each whole {per}"),
            "up": _("for each {per}, one begun counts"),
            "pro-rata": _("for each {per}, in proportion; under one nothing"),
        }[term.blocks]
        return said.format(per=per)

    def _bonus(self, bonus: Bonus, written: Written) -> str:
        more = written(bonus.more)
        if not bonus.when:
            return _("plus {amount}").format(amount=more)
        when = conditions_text(bonus.when, self._names)
        return _("plus {amount} where {conditions}").format(amount=more, conditions=when)

    def _limit(
        self, term: terms.AtMost | terms.AtMostShare | terms.AtLeast | terms.UpTo | terms.Rounded
    ) -> str:
        match term:
            case terms.AtMost():
                said = _("at most {amount}")
                if term.per_item:
                    said = _("at most {amount} for all claims of the item in a year")
                return said.format(amount=self._figure(term.most, money))
            case terms.AtMostShare(priced=True):
                base = self._names.value(term.of)
                said = _("at most {price} for each of {base}")
                return said.format(price=price(term.share), base=base)
            case terms.AtMostShare():
                base = self._names.value(term.of)
                return _("at most {rate} of {base}").format(rate=rate(term.share), base=base)
            case terms.AtLeast():
                return _("nothing below {amount}").format(amount=money(term.least_fen))
            case terms.UpTo():
                return _("counted up to {quantity}").format(quantity=plain(term.quantity))
            case terms.Rounded():
                return _("down to a multiple of {amount}").format(amount=money(term.unit_fen))
            case _:
                assert_never(term)

    def _figure(self, figure: Figure, written: Written) -> str:
        match figure:
            case ByWord():
                each = [
                    _("{figure} ({word})").format(
                        figure=written(of), word=self._names.word(figure.fact, word)
                    )
                    for word, of in figure.figures.items()
                ]
            case Bands():
                each = [
                    self._band(figure, place, written(of) if of else "0")
                    for place, of in enumerate(figure.figures)
                ]
                if figure.marginal:
                    each.append(_("each part at the rate of its band"))
            case _:
                return written(figure)
        return pgettext("between figures", ", ").join(each)

    def _band(self, bands: Bands, place: int, figure: str) -> str:
        start = bands.starts[place]
        value = _("the amount") if bands.of is None else self._names.value(bands.of)
        if bands.base is not None:
            base = self._names.value(bands.base)
            limit = _("{rate} of {base}").format(rate=rate(start) if start else "0", base=base)
        else:
            of = bands.of or self._of
            limit = money(start) if of is None else self._names.figure(start, of)
        said = _("{figure} ({value} from {start})")
        if place in bands.above:
            said = _("{figure} ({value} above {start})")
        return said.format(figure=figure, value=value, start=limit)
