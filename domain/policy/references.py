"""Where a term or a condition takes a value from: a fact of the claim, or a record of a year."""

from __future__ import annotations

from dataclasses import replace

from domain.value import value


@value
class Reference:
    """A fact of the claim, or where `record` is named, an amount of the enterprise and a year.

    fact: by its recorded name. years_back: 0 for the year of the matter. mean_of: the mean of so
    many years, the last of them `years_back`. unit: `_fen` (the policy's currency), `_cents`
    (another), or empty for what is not money. plus: others of that unit that are added to it.
    """

    fact: str
    unit: str
    record: str | None = None
    years_back: int = 0
    mean_of: int = 1
    plus: tuple[Reference, ...] = ()

    @property
    def parts(self) -> tuple[Reference, ...]:
        """What it adds up; itself where it adds up nothing."""
        return (replace(self, plus=()), *self.plus) if self.plus else (self,)

    @property
    def every_year(self) -> range:
        """How many years back each year lies that it takes a value from."""
        return range(self.years_back, self.years_back + self.mean_of)

    def years(self, of_year: int) -> range:
        """Return the years that it is of, for a matter of a year."""
        last = of_year - self.years_back
        return range(last - self.mean_of + 1, last + 1)
