"""A sheet of a workbook and its columns: what each states, and how its cells are read."""

from __future__ import annotations

from adapters.intake.names.currencies import name_of
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CellReader
from domain.value import value

_MONEY: tuple[CellReader, ...] = (cells.fee, cells.paid, cells.support, cells.foreign)
_ONE_ROWS_OWN: tuple[CellReader, ...] = (*_MONEY, cells.booths, cells.count, cells.quantity)


@value
class Column:
    """One column: its header, the key path it states, how its cells are read.

    currency: what its amounts are in; empty where it has none.
    """

    header: str
    key: str
    read: CellReader
    currency: str = ""
    optional: bool = False
    choices: tuple[str, ...] = ()  # what its cells may be, where not anything
    may_be_zero: bool = False  # its amounts: where there was nothing

    @property
    def is_money(self) -> bool:
        """Say whether its cells are amounts."""
        return self.read in _MONEY

    @property
    def is_own_money(self) -> bool:
        """Say whether its cells are amounts of the row itself: not what others gave beside it."""
        return self.is_money and self.key != "other_support"

    @property
    def identifies(self) -> bool:
        """Say whether every digit of its cells counts, those at the front too."""
        return self.read in (cells.number, cells.uscc, cells.invoices)

    @property
    def is_day(self) -> bool:
        """Say whether its cells are days."""
        return self.read in (days.day, days.end_day)

    @property
    def is_time(self) -> bool:
        """Say whether its cells are days or years."""
        return self.is_day or self.read in (cells.year, cells.last_day_of_year)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that its cells may be; none where they may be anything."""
        if isinstance(self.read, cells.Words):
            return self.read.usual
        return self.choices

    @property
    def is_one_rows_own(self) -> bool:
        """Say whether its cells are amounts or counts: stated twice they would be paid twice."""
        return self.read in _ONE_ROWS_OWN

    @property
    def merges_down(self) -> bool:
        """Say whether a merged cell speaks for every row it covers; a number is one row's own."""
        return self.key != "claim_no" and not self.is_one_rows_own


@value
class Sheet:
    """One sheet of claims or of a record. `total`: the column that 合计 adds up.

    kind: None where a cell says it, and for a record. record: what its rows are of; None for
    claims. policy: the id of the policy it is of; None where there is one only. title: its name,
    without the policy's where several policies have sheets of that title. currency: the policy's.
    plausible: the largest amount that needs no confirmation, in hundredths; None where any is.
    """

    name: str
    title: str
    policy: str | None
    kind: str | None
    record: str | None = None
    columns: tuple[Column, ...]
    total: str | None
    currency: str
    plausible: int | None = None

    @property
    def needed_currencies(self) -> tuple[str, ...]:
        """The currencies of the amounts that rows state, in the order of their columns."""
        needed = (each for each in self.columns if each.is_own_money)
        return tuple(dict.fromkeys(column.currency for column in needed))

    @property
    def has_money(self) -> bool:
        """Say whether the sheet needs a unit: other currencies are named in their headers."""
        return self.currency in self.needed_currencies

    @property
    def unit(self) -> str:
        """What its unit line says where amounts are single ones: 元; empty without amounts."""
        if self.has_money or self.record is None:
            return name_of(self.currency)
        needed = self.needed_currencies
        return name_of(needed[0]) if len(needed) == 1 else ""
