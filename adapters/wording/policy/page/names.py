"""What the page of a policy calls facts, amounts of a record, and figures in their unit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from adapters.wording.policy.numbers import money_text, number_text
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.policy.figures import written_number, written_rate
from domain.policy.names import bare

if TYPE_CHECKING:
    from adapters.wording.policy.labels import Document
    from domain.money import Exact
    from domain.policy.measures import Policy
    from domain.policy.references import Reference


class Names:
    """The names of one policy, for what claims of one kind state."""

    def __init__(self, policy: Policy, kind: str) -> None:
        self.policy = policy
        self._kind: Document = policy.source["kinds"][bare(kind)]
        self._facts: dict[str, Document] = self._kind.get("facts", {})

    def fact(self, recorded: str) -> str:
        """Return what a fact of the kind is called."""
        name = _spelt(recorded)
        of_sheet = name if language() == "en" else self._kind.get("category", name)
        return called(self._facts.get(name, {}), of_sheet)

    def stated(self, recorded: str) -> Document:
        """Return a fact of the kind as the file writes it."""
        written: Document = self._facts.get(_spelt(recorded), {})
        return written

    def word(self, recorded: str, word: str) -> str:
        """Return what a word of a fact is called."""
        return called_word(self.stated(recorded), word)

    def value(self, reference: Reference) -> str:
        """Return what a value is called, and of which year it is where it is a record's."""
        if reference.plus:
            return " + ".join(map(self.value, reference.parts))
        if reference.record is None:
            return self.fact(reference.fact)
        written: Document = self.policy.source["records"][bare(reference.record)]
        name = _spelt(reference.fact)
        said = _of_years(reference)
        return said.format(
            fact=called(written["facts"].get(name, {}), name),
            record=called(written, bare(reference.record)),
            years=reference.years_back,
            of=reference.mean_of,
        )

    def figure(self, number: Exact, reference: Reference) -> str:
        """Return a figure in the unit of a value."""
        match reference.unit:
            case "_fen":
                return money(number)
            case "_cents":
                return f"{money(number)} {self._currency(reference)}"
        return plain(number)

    def _currency(self, reference: Reference) -> str:
        holder = self._facts
        if reference.record is not None:
            holder = self.policy.source["records"][bare(reference.record)]["facts"]
        return str(holder[_spelt(reference.fact)]["currency"])


def called(entry: Document, name: str) -> str:
    """Return what an entry is called in the current language, else its name, spelt out."""
    own = entry.get("en" if language() == "en" else "zh")
    return str(own or name.replace("_", " "))


def called_word(fact: Document, word: str) -> str:
    """Return what a word of a fact is called: sheets have the Chinese."""
    return word if language() == "en" else str(fact.get("words", {}).get(word, word))


def money(number: Exact) -> str:
    """Return an amount in hundredths with its decimals, if any; exactly."""
    return money_text(number).removesuffix(".00")


def price(number: Exact) -> str:
    """Return a price of a unit as people read it: as decimals, or for how many units."""
    exact = Fraction(number) / 100
    if 10**6 % exact.denominator == 0:
        return written_number(exact)
    units = exact.denominator
    return pgettext("price", "{amount} for {units}").format(
        amount=f"{exact.numerator:,}", units=f"{units:,}"
    )


def rate(rate_bp: Exact) -> str:
    return written_rate(rate_bp)


def plain(number: Exact) -> str:
    """Return a number that is not money."""
    return number_text(number)


def either(parts: list[str]) -> str:
    return pgettext("between conditions", " or ").join(parts)


def all_of(parts: list[str]) -> str:
    return pgettext("between conditions", "; ").join(parts)


def _spelt(recorded: str) -> str:
    return recorded.removesuffix("_fen").removesuffix("_cents")


def _of_years(reference: Reference) -> str:
    back = reference.years_back
    if reference.mean_of > 1:
        return _("the mean of {fact} ({record}) over the {of} years before")
    if back == 0:
        return _("{fact} ({record}) of the same year")
    if back == 1:
        return _("{fact} ({record}) of the year before")
    return _("{fact} ({record}) of {years} years before")
