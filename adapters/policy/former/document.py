"""A policy of the first form as a document of today's: its figures set in the grammar of that form.

The grammar is what the program said then and the policy did not: kinds, which measure a claim falls
under, what excludes what. It never changes, for what was recorded by it is worked out by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from adapters.policy.former.shape import (
    AmountDecided,
    Award,
    AwardByGrade,
    AwardPerBlock,
    BoothShare,
    FeeWithinShareOfGuaranteed,
    FormerCap,
    FormerMeasure,
    FormerPolicy,
    ShareOfFee,
    ShareOfFeeForExporters,
    WholeFee,
)
from domain.policy.compiling.patching import GONE
from domain.policy.compiling.policy import kinds_of
from domain.policy.figures import written_amount, written_rate
from domain.policy.kinds import Kind

Table = dict[str, Any]

_SAID = ("id", "title_zh", "title_en", "document")
_DAYS = ("announced_on", "first_day", "last_day")
_PERIODS = {  # the reading of each decides the cap's period, whatever the cap says
    "trademark_period": "trademarks-in-all",
    "trade_remedy_period": "trade-remedy-in-all",
    "insurance_period": "insurance-per-year",
    "outsourcing_period": "outsourcing-per-year",
}
_KEY, _OTHER = "key-exhibitions-per-year", "other-exhibitions-per-year"
_APART, _MARKETS = "belt-road-exhibitions-per-year", "belt-road-rcep-exhibition"
_PRODUCT, _RCEP = "certifications-per-year", "rcep-certifications-per-year"


@cache
def grammar() -> Table:
    """Return what the first form leaves to the program. Not to be changed: copy it."""
    text = files("adapters.policy.former") / "grammar.json"
    decoded: Table = msgspec.json.decode(text.read_bytes())
    return decoded


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of claims that the first form knows."""
    return kinds_of(grammar())


class FormerDocument(Table):
    """A document made from bytes of the first form, with these bytes; a copy is without them."""

    __slots__ = ("recorded",)
    recorded: bytes

    def __deepcopy__(self, memo: dict[int, Any]) -> Table:
        return deepcopy(dict(self), memo)


def document_of(former: FormerPolicy) -> FormerDocument:
    """Return the document that says the same."""
    grammatical = deepcopy(grammar())
    said = {name: getattr(former, name) for name in _SAID}
    days = {name: getattr(former, name).isoformat() for name in _DAYS}
    document = FormerDocument(said | days | grammatical)
    document["lists"]["belt_and_road"]["members"] = former.countries.belt_and_road
    document["lists"]["rcep"]["since"] = {
        country: day.isoformat() for country, day in former.countries.rcep_in_force.items()
    }
    for measure in former.measures:
        document["measures"][measure.id] |= _measure(measure, document["measures"][measure.id])
    document["caps"] = {cap.id: _cap(cap) for cap in former.caps}
    document["commitment"] = msgspec.to_builtins(former.commitments)
    for name, chosen in former.readings.items():
        reading = document["readings"][name]
        if chosen != reading["default"]:
            reading["chosen"] = chosen
    _let_readings_shape(document)
    return document


def _let_readings_shape(document: Table) -> None:
    """Say as patches what the readings on counters and periods made of the caps there are."""
    readings, caps = document["readings"], document["caps"]
    for name, cap in _PERIODS.items():
        reading = readings[name]
        caps[cap]["period"] = reading["default"]
        for rival in reading["rivals"]:
            by_case = rival == "case"
            path, value = ("per", "item") if by_case else ("period", rival)
            reading["rivals"][rival] = {f"caps.{cap}.{path}": value}
    key, other = caps[_KEY]["measures"], caps[_OTHER]["measures"]
    rest = [measure for measure in other if measure != _MARKETS]
    readings["exhibition_counter"]["rivals"] = {
        "one": {f"caps.{_KEY}.measures": _joined(key, other), f"caps.{_OTHER}": GONE},
        "apart": {
            f"caps.{_APART}": {"like": _OTHER, "measures": [_MARKETS]},
            f"caps.{_OTHER}.measures": rest,
        },
    }
    both = _joined(caps[_PRODUCT]["measures"], caps[_RCEP]["measures"])
    together = {f"caps.{_PRODUCT}.measures": both, f"caps.{_RCEP}": GONE}
    readings["certificate_counter"]["rivals"] = {"together": together}


def _joined(measures: list[str], others: list[str]) -> list[str]:
    return list(dict.fromkeys((*measures, *others)))


def _measure(measure: FormerMeasure, lines: Table) -> Table:
    """Return what a measure of this form sets in the grammar's: article, titles, needs, figures."""
    said: Table = {
        "article": measure.article,
        "title_zh": measure.title_zh,
        "title_en": measure.title_en,
        "pays": list(_pays(measure, lines)),
    }
    needs = [need for need in lines.get("needs", ()) if need != "self_export"]
    said["needs"] = [*needs, "self_export"] if measure.needs_self_export else needs
    match measure.formula:
        case ShareOfFee():
            said["line"] = {"code": "share", "shows": ["rate_bp", "fee_fen", "at_most_fen"]}
        case WholeFee():
            said["line"] = {"code": "whole-fee", "shows": ["fee_fen"]}
        case ShareOfFeeForExporters(from_usd_cents=threshold):
            (condition,) = lines["when"]
            said["when"] = [condition | {"at_least": written_amount(threshold)}]
    return said


def _pays(measure: FormerMeasure, lines: Table) -> Iterator[Mapping[str, Any]]:
    """Yield the terms of a formula, each with its figure."""
    pays = lines["pays"]
    match measure.formula:
        case BoothShare() as formula:
            each, rate, most, highest = pays
            yield each
            yield rate | {"rate": written_rate(formula.rate_bp)}
            yield most | {"at_most": written_amount(formula.per_booth_fen)}
            yield highest | {"highest": formula.booths_per_exhibition}
        case ShareOfFee() as formula:
            yield pays[0]
            yield {"rate": written_rate(formula.rate_bp)}
            if formula.at_most_fen is not None:
                per = {"per": "item"} if lines.get("by_item") else {}
                yield {"at_most": written_amount(formula.at_most_fen)} | per
        case ShareOfFeeForExporters() as formula:
            yield pays[0]
            yield {"rate": written_rate(formula.rate_bp)}
        case WholeFee() | AmountDecided():
            yield from pays
        case Award() as formula:
            yield {"award": written_amount(formula.award_fen)}
        case AwardByGrade() as formula:
            awards = {word: written_amount(fen) for word, fen in formula.awards_fen.items()}
            (award,) = pays
            yield award | {"award": award["award"] | awards}
        case AwardPerBlock() as formula:
            executed, per, award = pays
            yield executed
            yield per | {"per": written_amount(formula.per_usd_cents)}
            yield award | {"award": written_amount(formula.award_fen)}
        case FeeWithinShareOfGuaranteed() as formula:
            fee, most = pays
            rate = written_rate(formula.share_of_guaranteed_bp)
            yield fee
            yield most | {"at_most": most["at_most"] | {"rate": rate}}


def _cap(cap: FormerCap) -> Table:
    money = cap.unit == "fen"
    return {
        "article": cap.article,
        "title_zh": cap.title_zh,
        "title_en": cap.title_en,
        "limit": written_amount(cap.limit) if money else cap.limit,
        "unit": "money" if money else "count",
        "period": cap.period,
        "per": "enterprise" if cap.per == "enterprise" else "item",
        "measures": cap.measures,
    }
