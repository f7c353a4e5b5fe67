"""Where the amount that a measure works out meets each of its figures, in what it starts from.

A ceiling of 20,000 at 50% is met at 40,000, at 70% elsewhere: there is one place for each rate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Self

from domain.money import BASIS_POINTS, Exact
from domain.policy import terms
from domain.policy.measures import Measure, Policy
from domain.policy.references import Reference
from domain.value import value

Back = Callable[[Fraction], Fraction]  # from an amount to what it starts from

_WAYS_MAX = 12  # in which an amount may be worked out: rates looked up, with bonuses and without


@value
class Meeting:
    """A value that is compared: `figure`, times one value where it is a share, and one more.

    name: the fact or `record.fact` that is varied; years_back: of which year, of a record. others:
    what is added to it before it is compared.
    """

    name: str
    figure: Fraction
    years_back: int | None = None
    times: Reference | None = None
    plus: Reference | None = None
    others: tuple[Reference, ...] = ()

    @classmethod
    def of(cls, reference: Reference, figure: Fraction, times: Reference | None = None) -> Self:
        """Return where a value of a claim or a record is met."""
        is_of_a_year = reference.record is not None and reference.mean_of == 1
        back = reference.years_back if is_of_a_year else None
        first, *others = reference.parts
        name = named(first)
        return cls(name=name, figure=figure, years_back=back, times=times, others=tuple(others))

    @property
    def is_plain(self) -> bool:
        """Whether it is met at one value, whatever else is stated or recorded."""
        return self.times is None and self.plus is None and not self.others

    @property
    def plain(self) -> int:
        return ceil(self.figure)


def met(measure: Measure, policy: Policy) -> list[Meeting]:
    """Return where a measure's bands, ceilings, floors, blocks and caps are met."""
    row = _Row()
    for term in measure.terms:
        row.follow(term)
    for cap in policy.caps_of[measure.id]:
        within_reach = row.most is None or cap.limit <= row.most
        if cap.unit == "fen" and cap.limit_of is None and within_reach:
            row.meet(Fraction(cap.limit))
    return row.meetings


def named(reference: Reference) -> str:
    record = reference.record
    return reference.fact if record is None else f"{record}.{reference.fact}"


class _Row:
    """Where a row of terms stands: what it starts from, and the ways back there.

    most: what the last term leaves at most, where that is a ceiling.
    """

    def __init__(self) -> None:
        self.meetings: list[Meeting] = []
        self.most: Fraction | None = None
        self._start: Reference | None = None
        self._less: Reference | None = None
        self._ways: list[Back] = [lambda amount: amount]

    def meet(self, figure: Fraction, times: Reference | None = None) -> None:
        """Note where the amount so far is this figure, or this share of a value."""
        if self._start is None:
            return
        for back in self._ways:
            at = Meeting.of(self._start, back(figure), times)
            self.meetings.append(replace(at, plus=self._less))

    def follow(self, term: terms.Term) -> None:
        """Go on by one term."""
        self.most = None
        match term:
            case terms.Of():
                self._start, self._less = term.value, term.less
            case terms.Each(fact=fact):
                self._start = Reference(fact=fact, unit="")
            case terms.Rate(rate_bp=rate):
                self._meet_bands(rate)
                self._lead(_rates(term))
            case terms.Price(price=figure) | terms.Times(factor=figure):
                self._meet_bands(figure)
                self._lead([_share(each) for each in _figures(figure)])
            case terms.Award(amount=figure):
                self._meet_bands(figure)
            case terms.AtMost(most=figure):
                self._meet_bands(figure)
                ceilings = _figures(figure)
                for each in ceilings:
                    self.meet(each)
                self.most = max(ceilings, default=None)
            case terms.AtMostShare(share=share, of=value):
                each = Fraction(share) if term.priced else Fraction(share) / BASIS_POINTS
                self.meet(each, value)
            case terms.Plus(bonus=bonus):
                more = Fraction(bonus.more)
                self._lead([lambda amount: amount, lambda amount: max(amount - more, Fraction(0))])
            case terms.UpTo(quantity=figure) | terms.AtLeast(least_fen=figure):
                self.meet(Fraction(figure))
            case terms.Blocks(per=figure):
                self.meet(Fraction(figure))
                self._start = None
            case _:
                pass

    def _meet_bands(self, figure: terms.Figure) -> None:
        """Note where each band of a figure begins, but for the lowest where it begins at 0."""
        if not isinstance(figure, terms.Bands):
            return
        for start in (Fraction(each) for each in figure.starts if each):
            share = start / BASIS_POINTS if figure.base is not None else start
            if figure.of is None:
                self.meet(share, figure.base)
            else:
                self.meetings.append(Meeting.of(figure.of, share, figure.base))

    def _lead(self, further: list[Back]) -> None:
        ways = [_after(way, back) for way in self._ways for back in further]
        self._ways = ways[:_WAYS_MAX] or self._ways


def _after(way: Back, back: Back) -> Back:
    return lambda amount: way(back(amount))


def _rates(term: terms.Rate) -> list[Back]:
    """Return the ways back from what a rate gives: without bonuses, with each, with all."""
    figure = term.rate_bp
    if isinstance(figure, terms.Bands) and figure.marginal:
        return [lambda amount: _reaching(figure, amount)]
    mores = [Fraction(bonus.more) for bonus in term.bonuses]
    most = term.up_to_bp
    rates = [
        rate + more for rate in _figures(figure) for more in dict.fromkeys((0, *mores, sum(mores)))
    ]
    within = [rate if most is None else min(rate, Fraction(most)) for rate in rates]
    return [_share(rate / BASIS_POINTS) for rate in dict.fromkeys(within)]


def _reaching(bands: terms.Bands, amount: Fraction) -> Fraction:
    """Return of which amount the parts, each at the rate of its band, come to this."""
    left = amount
    for number, (start, rate) in enumerate(zip(bands.starts, bands.figures, strict=True), start=1):
        share = Fraction(rate) / BASIS_POINTS
        is_last = number == len(bands.starts)
        width = Fraction(0) if is_last else Fraction(bands.starts[number]) - Fraction(start)
        if share and (is_last or left <= width * share):
            return Fraction(start) + left / share
        left -= width * share
    return amount


def _share(share: Fraction) -> Back:
    return lambda amount: amount / share if share else amount


def _figures(figure: terms.Figure) -> list[Fraction]:
    """Return every figure that may be looked up; those of nothing are left out."""
    every: tuple[Exact, ...]
    match figure:
        case terms.ByWord(figures=of_words):
            every = tuple(of_words.values())
        case terms.Bands(figures=of_bands):
            every = of_bands
        case int() | Fraction():
            every = (figure,)
    return [Fraction(each) for each in dict.fromkeys(every) if each]
