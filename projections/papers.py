"""What printing and checking a paper came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PaperKind = Literal["notice", "payments", "payment-list", "statement", "budget"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPrinted:
    """A paper written to a file. rows: of its table; sha256: of the rows in canonical form."""

    paper: PaperKind
    subject: str
    file: str
    rows: int
    position: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDifference:
    """A cell, or a row where `column` is None, that is not as printed.

    row: as the file shows it; for a row taken out, where it stood in the paper.
    """

    row: int | None
    column: str | None
    printed: str | None
    found: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChecked:
    """Whether a paper is what the ledger printed at the position that it names."""

    genuine: bool
    position: int | None
    differences: tuple[PaperDifference, ...]
