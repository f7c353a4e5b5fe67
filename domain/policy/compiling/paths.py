"""The paths of a policy: every figure and choice an officer can name, with its value and article.

`measures.<measure>.<term>`, where a term goes by its name or its verb, and a figure looked up has
more: `.<word>`, `.<band>`; `measures.<measure>.<limit>` of a named condition, or by its place,
`measures.<measure>.needs.1.at_least`; `caps.<cap>.limit`; `funding.<entry>.shares.<source>`;
`readings.<name>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import takewhile
from typing import Any, Literal

from domain.policy.compiling.conditions import GROWTH, LIMITS
from domain.value import value

Kind = Literal["rate", "amount", "price", "number", "count", "reading"]
Table = dict[str, Any]

_OF_AN_ENTRY = 2  # keys in common: of one measure, one cap


@value
class Parameter:
    """One settable value: `holder[key]` of the document. `text` is the value as it is written.

    currency: of an amount, as the file writes currencies; empty for what is not money.
    """

    path: str
    kind: Kind
    text: str
    article: str
    holder: Any
    key: Any
    currency: str = ""


def parameters_in(document: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return every settable value of a policy by its path, in the order of the file."""
    return {parameter.path: parameter for parameter in every_parameter(document)}


def nearest_path(path: str, paths: Iterable[str]) -> str | None:
    """Return the path that may be meant: of those with the most keys in front in common."""
    keys = path.split(".")

    def shared(other: str) -> int:
        pairs = zip(keys, other.split("."), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    every = list(paths)
    most = max(map(shared, every), default=0)
    alike = [other for other in every if shared(other) == most]
    near = get_close_matches(path, alike, n=1, cutoff=0)
    if most < _OF_AN_ENTRY:
        near = get_close_matches(path, alike, n=1)
    return near[0] if near else None


def every_parameter(document: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return every settable value; in a sound policy no two have one path."""
    return (*every_figure(document), *_Parameters(document).of_readings())


def every_figure(document: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return every settable value but the readings."""
    parameters = _Parameters(document)
    return (*parameters.of_measures(), *parameters.of_caps(), *parameters.of_funding())


class _Parameters:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._currency = document.get("currency", "CNY")

    def of_measures(self) -> Iterator[Parameter]:
        for name, measure in self._document["measures"].items():
            start, article = f"measures.{name}", measure["article"]
            unit = ""
            for _, term in _tables(measure["pays"]):
                unit = self._unit(term, measure["kind"], unit)
                yield from self._of_term(start, article, term, unit, measure["kind"])
            for section in ("when", "needs"):
                for number, condition in _tables(measure.get(section)):
                    where = f"{start}.{section}.{number}"
                    yield from self._of_condition(start, where, article, condition, measure["kind"])

    def of_caps(self) -> Iterator[Parameter]:
        for name, cap in self._document.get("caps", {}).items():
            kind: Kind = "amount" if cap["unit"] == "money" else "count"
            currency = self._currency if kind == "amount" else ""
            if isinstance(cap["limit"], Mapping):
                of = cap["limit"]
                if "rate" in of:
                    yield _parameter(f"caps.{name}.limit.rate", "rate", of, "rate", cap["article"])
            else:
                yield _parameter(f"caps.{name}.limit", kind, cap, "limit", cap["article"], currency)
            if "months" in cap:
                yield _parameter(f"caps.{name}.months", "count", cap, "months", cap["article"])

    def of_funding(self) -> Iterator[Parameter]:
        for name, lines in (self._document.get("funding") or {}).items():
            shares = lines["shares"]
            for source in shares:
                where = f"funding.{name}.shares.{source}"
                yield _parameter(where, "rate", shares, source, lines["article"])

    def of_readings(self) -> Iterator[Parameter]:
        for name, reading in self._document.get("readings", {}).items():
            yield Parameter(
                path=f"readings.{name}",
                kind="reading",
                text=reading.get("chosen", reading["default"]),
                article=reading["article"],
                holder=reading,
                key="chosen",
            )

    def _unit(self, term: Mapping[str, Any], kind: str, unit: str) -> str:
        """Return the currency the amount is in after a term; empty for a quantity."""
        if "of" in term:
            return self._currency_of(term["of"], kind)
        return self._currency if "price" in term or "award" in term else unit

    def _currency_of(self, named: str | list[str], kind: str) -> str:
        reference = next(iter(named), "") if isinstance(named, list) else named
        record, dot, rest = str(reference).partition(".")
        section, entry = ("records", record) if dot else ("kinds", str(kind))
        table = self._document.get(section, {}).get(entry, {})
        fact = table.get("facts", {}).get(rest.partition(":")[0] if dot else reference, {})
        is_money = fact.get("is") in ("amount", "amounts")
        return str(fact.get("currency", self._currency)) if is_money else ""

    def _of_term(
        self, start: str, article: str, term: Table, unit: str, of_kind: str
    ) -> Iterator[Parameter]:
        for verb, kind in _FIGURES.items():
            if verb not in term or (verb == "per" and term[verb] == "item"):
                continue
            if verb == "plus" and isinstance(term[verb], list):
                for number, bonus in _tables(term[verb]):
                    path = f"{start}.{bonus.get('name', f'plus.{number}')}"
                    if "rate" in bonus:
                        yield _parameter(path, "rate", bonus, "rate", article)
                    yield from self._of_bonus(start, path, article, bonus, of_kind)
                continue
            if verb == "up_to" and "rate" in term:
                kind = "rate"
            if verb == "per" and not unit:
                kind = "number"
            currency = (unit if verb == "per" else self._currency) if kind == "amount" else ""
            name = verb if verb == "up_to" and "rate" in term else term.get("name", verb)
            path = f"{start}.{name}"
            yield from self._of_figure(path, kind, term, verb, article, currency, of_kind, unit)
            yield from self._of_bonus(start, f"{start}.{name}", article, term, of_kind)

    def _of_bonus(
        self, start: str, path: str, article: str, bonus: Table, kind: str
    ) -> Iterator[Parameter]:
        for number, condition in _tables(bonus.get("when")):
            where = f"{path}.when.{number}"
            yield from self._of_condition(start, where, article, condition, kind)

    def _of_starts(self, figure: Table, of_kind: str, unit: str) -> tuple[Kind, str]:
        """Return what kind of value the starts of bands are, and their currency."""
        if "base" in figure:
            return "rate", ""
        by = figure.get("by", "amount")
        currency = unit if by == "amount" else self._currency_of(by, of_kind)
        return ("amount", currency) if currency else ("number", "")

    def _of_figure(
        self,
        path: str,
        kind: Kind,
        term: Table,
        verb: str,
        article: str,
        currency: str,
        of_kind: str,
        unit: str,
    ) -> Iterator[Parameter]:
        holder, key = term, verb
        figure = holder[key]
        if not isinstance(figure, dict):
            yield _parameter(path, kind, holder, key, article, currency)
        elif "bands" in figure:
            shape, of_start = self._of_starts(figure, of_kind, unit)
            for number, band in _bands(figure["bands"]):
                if str(band[0]) not in _NOTHING:
                    start = f"{path}.{number}.from"
                    yield _parameter(start, shape, band, 0, article, of_start)
                if str(band[1]) not in _NOTHING:
                    yield _parameter(f"{path}.{number}", kind, band, 1, article, currency)
        elif "of" in figure:
            for share in ("rate", "price"):
                if share in figure:
                    yield _parameter(path, _FIGURES[share], figure, share, article)
        else:
            for word in figure:
                if word != "by":
                    yield _parameter(f"{path}.{word}", kind, figure, word, article, currency)

    def _of_condition(
        self, start: str, where: str, article: str, condition: Table, kind: str
    ) -> Iterator[Parameter]:
        for number, each in _tables(condition.get("any")):
            yield from self._of_condition(start, f"{where}.{number}", article, each, kind)
        currency = ""
        if "record" in condition:
            fields = [condition.get("field"), *condition.get("fields", ())]
            field = next((each for each in fields if each is not None), "")
            currency = self._currency_of(f"{condition['record']}.{field}", kind)
        elif "fact" in condition:
            currency = self._currency_of(condition["fact"], kind)
        for key in (*LIMITS, *GROWTH, "filed_within_days"):
            if key not in condition:
                continue
            of_rate = key in GROWTH or "of" in condition
            plain: Kind = "count" if isinstance(condition[key], int) else "number"
            shape: Kind = "rate" if of_rate else "amount" if currency else plain
            named = "name" in condition and key in LIMITS[:2]
            path = f"{start}.{condition['name']}" if named else f"{where}.{key}"
            yield _parameter(
                path, shape, condition, key, article, currency if shape == "amount" else ""
            )


_NOTHING = ("0", "0%")  # of bands: neither printed nor set
_FIGURES: dict[str, Kind] = {
    "highest": "count",
    "rate": "rate",
    "price": "price",
    "per": "amount",
    "award": "amount",
    "plus": "amount",
    "times": "number",
    "at_most": "amount",
    "at_least": "amount",
    "up_to": "number",
    "rounded": "amount",
}


def _tables(entries: Any) -> Iterator[tuple[int, Table]]:
    """Yield the tables of a list by their number: a rival may have set what is not a list."""
    for number, each in enumerate(entries if isinstance(entries, list) else (), start=1):
        if isinstance(each, dict):
            yield number, each


def _bands(entries: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, each in enumerate(entries if isinstance(entries, list) else (), start=1):
        if isinstance(each, list) and len(each) == 2:
            yield number, each


def _parameter(
    path: str, kind: Kind, holder: Any, key: Any, article: str, currency: str = ""
) -> Parameter:
    text = str(holder[key])
    return Parameter(
        path=path, kind=kind, text=text, article=article, holder=holder, key=key, currency=currency
    )
