"""Terms of a policy's document: which verb each is, its figure, and whether the units agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.money import Exact
from domain.policy import terms
from domain.policy.compiling.conditions import condition
from domain.policy.compiling.faults import PolicyError, known, only, parsed
from domain.policy.compiling.scope import Scope
from domain.policy.compiling.words import BEGINS, BLOCKS
from domain.policy.figures import parse_amount, parse_number, parse_price, parse_rate
from domain.policy.kinds import FactType
from domain.policy.references import Reference
from domain.policy.terms import Bands, Bonus, ByWord, Figure, Term

Table = Mapping[str, Any]
Parser = Callable[[str], Exact]

NOTHING, OWN, FOREIGN, QUANTITY, BLOCK, SEVERAL = (
    "nothing", "money", "foreign-money", "quantity", "blocks", "several-amounts",
)  # fmt: skip
_UNITS = {"_fen": OWN, "_cents": FOREIGN, "": QUANTITY}


class TermCompiler:
    """The terms of one measure in their order; `unit` is what the amount is in so far."""

    def __init__(self, where: str, scope: Scope) -> None:
        self._where = where
        self._scope = scope
        self._unit = NOTHING
        self._suffix = "_fen"
        self._names: set[str] = set()
        self._shared = False  # whether a term before took what the item has left

    def compiled(self, pays: object) -> tuple[Term, ...]:
        """Return the terms. Raises PolicyError for the first that does not hold."""
        if not isinstance(pays, list) or not pays:
            raise PolicyError(self._where, "empty", "")
        made = tuple(self._each_term(pays))
        if self._unit != OWN:
            raise PolicyError(self._where, "pays-no-money", self._unit)
        return made

    def _each_term(self, pays: list[Any]) -> Iterator[Term]:
        for number, lines in enumerate(pays, start=1):
            where = f"{self._where}.{number}"
            if not isinstance(lines, Mapping):
                raise PolicyError(where, "wrong-type", lines)
            verbs = [verb for verb in VERBS if verb in lines]
            if "rate" in verbs:  # its bonuses and its ceiling are called as verbs are
                verbs = [verb for verb in verbs if verb not in ("plus", "up_to")]
            if len(verbs) > 1 and lines.get("per") == "item":
                verbs.remove("per")  # beside a ceiling it says for what
            if len(verbs) != 1:
                stated = ", ".join(map(str, lines))
                raise PolicyError(where, "not-one-verb", stated, known=", ".join(VERBS))
            (verb,) = verbs
            meant = VERBS[verb]
            only(where, lines, (verb, *meant.beside))
            if self._shared:
                raise PolicyError(where, "not-allowed", verb)
            if self._unit not in meant.of:
                raise PolicyError(where, "unit-differs", self._unit, wanted=", ".join(meant.of))
            self._once(where, str(lines.get("name", verb)))
            yield meant.means(self, where, lines)
            self._shared = lines.get("per") == "item"

    def _once(self, where: str, name: str) -> None:
        """Refuse a second figure of one name: paths go by it."""
        if name in self._names:
            raise PolicyError(where, "repeated", name)
        self._names.add(name)

    def _of(self, where: str, lines: Table) -> Term:
        reference, fact = self._scope.reference(f"{where}.of", lines["of"])
        less = None
        if "less" in lines:
            less, other = self._scope.reference(f"{where}.less", lines["less"])
            if (other.type, other.unit) != (fact.type, fact.unit):
                raise PolicyError(f"{where}.less", "currencies-mixed", lines["less"])
        self._unit, self._suffix = _UNITS[fact.unit], fact.unit
        own = "sum" if reference.plus else fact.name
        named = f"{lines.get('name', own)}{fact.unit}".lstrip("_")
        return terms.Of(value=reference, less=less, named=named)

    def _each(self, where: str, lines: Table) -> Term:
        fact = self._scope.fact(f"{where}.each", lines["each"], "amounts")
        self._unit = SEVERAL
        return terms.Each(fact=fact.recorded)

    def _highest(self, where: str, lines: Table) -> Term:
        limit = lines["highest"]
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise PolicyError(f"{where}.highest", "not-a-count", limit)
        self._unit, per_item = OWN, lines.get("per") == "item"
        return terms.Highest(limit=limit, named=lines.get("name", "highest"), per_item=per_item)

    def _rate(self, where: str, lines: Table) -> Term:
        bonuses = lines.get("plus", [])
        if not isinstance(bonuses, list):
            raise PolicyError(f"{where}.plus", "wrong-type", bonuses)
        up_to = lines.get("up_to")
        rate = self._figure(f"{where}.rate", lines["rate"], parse_rate)
        if isinstance(rate, Bands) and rate.marginal:
            only(where, lines, ("rate", "name"))
        return terms.Rate(
            rate_bp=rate,
            bonuses=tuple(
                self._bonus(f"{where}.plus.{number}", bonus, "rate", parse_rate)
                for number, bonus in enumerate(bonuses, start=1)
            ),
            up_to_bp=None if up_to is None else parsed(f"{where}.up_to", parse_rate, up_to),
            named=f"{lines.get('name', 'rate')}_bp",
        )

    def _price(self, where: str, lines: Table) -> Term:
        price = self._figure(f"{where}.price", lines["price"], parse_price)
        self._unit, self._suffix = OWN, "_fen"
        return terms.Price(price=price, named=f"{lines.get('name', 'price')}_fen")

    def _blocks(self, where: str, lines: Table) -> Term:
        parser: Parser = parse_number if self._unit == QUANTITY else parse_amount
        blocks = known(f"{where}.blocks", lines.get("blocks"), BLOCKS, "not-allowed")
        named, self._unit = f"{lines.get('name', 'per')}{self._suffix}", BLOCK
        per = parsed(f"{where}.per", parser, lines["per"])
        if per <= 0:
            raise PolicyError(f"{where}.per", "out-of-range", lines["per"])
        return terms.Blocks(per=per, blocks=blocks, named=named)

    def _award(self, where: str, lines: Table) -> Term:
        amount = self._figure(f"{where}.award", lines["award"], parse_amount)
        self._unit, self._suffix = OWN, "_fen"
        return terms.Award(amount=amount)

    def _plus(self, where: str, lines: Table) -> Term:
        return terms.Plus(bonus=self._bonus(where, lines, "plus", parse_amount))

    def _times(self, where: str, lines: Table) -> Term:
        return terms.Times(factor=self._figure(f"{where}.times", lines["times"], parse_number))

    def _at_most(self, where: str, lines: Table) -> Term:
        most, named = lines["at_most"], lines.get("name", "at_most")
        per_item = lines.get("per") == "item"
        is_share = isinstance(most, Mapping) and "of" in most
        if per_item and (is_share or self._unit == SEVERAL):
            raise PolicyError(f"{where}.per", "not-allowed", "item")
        if is_share:
            return self._at_most_share(f"{where}.at_most", most, named)
        figure = self._figure(f"{where}.at_most", most, parse_amount)
        return terms.AtMost(most=figure, named=f"{named}_fen", per_item=per_item)

    def _at_most_share(self, where: str, lines: Table, named: str) -> Term:
        only(where, lines, SHARE)
        reference, fact = self._scope.reference(f"{where}.of", lines["of"])
        if ("rate" in lines) == ("price" in lines):
            raise PolicyError(where, "not-one-verb", ", ".join(lines), known="rate, price")
        if "rate" in lines:
            if fact.unit != "_fen":
                raise PolicyError(f"{where}.of", "currencies-mixed", lines["of"])
            rate = parsed(f"{where}.rate", parse_rate, lines["rate"])
            return terms.AtMostShare(share=rate, of=reference, priced=False, named=f"{named}_bp")
        if fact.unit:
            raise PolicyError(f"{where}.of", "wrong-type-of-fact", lines["of"], wanted="quantity")
        price = parsed(f"{where}.price", parse_price, lines["price"])
        return terms.AtMostShare(share=price, of=reference, priced=True, named=f"{named}_fen")

    def _at_least(self, where: str, lines: Table) -> Term:
        return terms.AtLeast(least_fen=parsed(f"{where}.at_least", parse_amount, lines["at_least"]))

    def _up_to(self, where: str, lines: Table) -> Term:
        return terms.UpTo(quantity=parsed(f"{where}.up_to", parse_number, lines["up_to"]))

    def _rounded(self, where: str, lines: Table) -> Term:
        return terms.Rounded(unit_fen=parsed(f"{where}.rounded", parse_amount, lines["rounded"]))

    def _bonus(self, where: str, lines: object, key: str, parser: Parser) -> Bonus:
        if not isinstance(lines, Mapping):
            raise PolicyError(where, "wrong-type", lines)
        only(where, lines, (key, WHEN, NAME))
        when = lines.get("when", [])
        if not isinstance(when, list):
            raise PolicyError(f"{where}.when", "wrong-type", when)
        every = (
            condition(f"{where}.when.{number}", each, self._scope)
            for number, each in enumerate(when, start=1)
        )
        more = parsed(f"{where}.{key}", parser, lines.get(key))
        return Bonus(more=more, when=tuple(every))

    def _figure(self, where: str, written: object, parser: Parser) -> Figure:
        """Return a figure: itself, or a table looked up by a word or by the bands of a value."""
        if not isinstance(written, Mapping):
            return parsed(where, parser, written)
        by = written.get("by")
        if "bands" not in written:
            fact = self._scope.fact(f"{where}.by", by, "word")
            for word in fact.words:
                if word not in written:
                    raise PolicyError(f"{where}.{word}", "missing")
            only(where, written, (*BY_WORD, *fact.words))
            figures = {
                word: parsed(f"{where}.{word}", parser, written[word]) for word in fact.words
            }
            return ByWord(fact=fact.recorded, figures=figures)
        only(where, written, BANDS)
        return self._bands(where, written, parser)

    def _bands(self, where: str, written: Table, parser: Parser) -> Bands:
        of: Reference | None = None
        compared: FactType | None = None
        if written.get("by", "amount") != "amount":
            of, compared = self._scope.reference(f"{where}.by", written["by"])
        elif self._unit not in (OWN, FOREIGN, QUANTITY):
            raise PolicyError(f"{where}.by", "unit-differs", self._unit)
        base = None
        start_of: Parser = parse_number
        money = self._unit != QUANTITY if compared is None else bool(compared.unit)
        if "base" in written:
            base, whole = self._scope.reference(f"{where}.base", written["base"])
            if whole.unit != (self._suffix if compared is None else compared.unit):
                raise PolicyError(f"{where}.base", "currencies-mixed", written["base"])
            start_of = _rate_or_nothing
        elif money:
            start_of = _amount_or_nothing
        marginal = written.get("marginal", False)
        of_own = self._unit == OWN and (compared is None or compared.unit == "_fen")
        if marginal and not (of_own and parser is parse_rate):
            raise PolicyError(f"{where}.marginal", "not-allowed", "true")
        if not isinstance(written["bands"], list):
            raise PolicyError(f"{where}.bands", "wrong-type", written["bands"])
        starts, figures, above = [], [], set[int]()
        for number, band in enumerate(written["bands"], start=1):
            if not isinstance(band, list) or len(band) not in (2, 3):
                raise PolicyError(f"{where}.bands.{number}", "wrong-type", band)
            begins = known(f"{where}.bands.{number}", (*band, BEGINS[0])[2], BEGINS, "not-allowed")
            if begins == "above":
                above.add(number - 1)
            starts.append(parsed(f"{where}.bands.{number}", start_of, str(band[0])))
            nothing = band[1] in ("0", "0%")
            figures.append(0 if nothing else parsed(f"{where}.bands.{number}", parser, band[1]))
        rising = [(start, place in above) for place, start in enumerate(starts)]
        if not starts or rising != sorted(set(rising)):
            written_starts = ", ".join(str(band[0]) for band in written["bands"])
            raise PolicyError(f"{where}.bands", "not-rising", written_starts)
        return Bands(
            of=of,
            base=base,
            starts=tuple(starts),
            figures=tuple(figures),
            marginal=marginal,
            above=frozenset(above),
        )


def _amount_or_nothing(text: str) -> Exact:
    return 0 if text == "0" else parse_amount(text)


def _rate_or_nothing(text: str) -> Exact:
    return 0 if text == "0%" else parse_rate(text)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of a term: what may stand beside it, what the amount must be in before, its term."""

    beside: tuple[str, ...]
    of: tuple[str, ...]
    means: Callable[[TermCompiler, str, Table], Term]


BY_WORD = ("by",)  # beside the words of the fact: a figure looked up by a word
BANDS = ("by", "bands", "base", "marginal")  # a figure looked up by the band of a value
SHARE = ("of", "rate", "price")  # of a ceiling that is a share of another value
NAME, WHEN = "name", "when"  # beside a figure: what it is called; beside a bonus: its conditions

VERBS: dict[str, Verb] = {
    "of": Verb(("less", "name"), (NOTHING,), TermCompiler._of),
    "each": Verb((), (NOTHING,), TermCompiler._each),
    "highest": Verb(("per", "name"), (SEVERAL,), TermCompiler._highest),
    "rate": Verb(("plus", "up_to", "name"), (OWN, SEVERAL), TermCompiler._rate),
    "price": Verb(("name",), (QUANTITY,), TermCompiler._price),
    "per": Verb(("blocks", "name"), (OWN, FOREIGN, QUANTITY), TermCompiler._blocks),
    "award": Verb(("name",), (NOTHING, BLOCK), TermCompiler._award),
    "plus": Verb(("when", "name"), (OWN,), TermCompiler._plus),
    "times": Verb(("name",), (OWN, QUANTITY), TermCompiler._times),
    "at_most": Verb(("per", "name"), (OWN, SEVERAL), TermCompiler._at_most),
    "at_least": Verb(("name",), (OWN,), TermCompiler._at_least),
    "up_to": Verb(("name",), (QUANTITY,), TermCompiler._up_to),
    "rounded": Verb(("name",), (OWN,), TermCompiler._rounded),
}
