"""What printing and checking a paper came to."""

from __future__ import annotations

from typing import Literal

from domain.value import value

PaperKind = Literal["notice", "payments", "payment-list", "statement", "budget"]


@value
class PaperPrinted:
    """A paper written to a file. rows: of its table; sha256: of the rows in canonical form."""

    paper: PaperKind
    subject: str
    file: str
    rows: int
    position: int
    sha256: str


@value
class LettersPrinted:
    """Letters written to one file. sha256: of each, of its values in canonical form.

    layout: the first digits of the SHA-256 of the template and of the bureau's details.
    """

    paper: str
    subject: str
    file: str
    letters: int
    position: int
    sha256: tuple[str, ...]
    layout: str


@value
class PaperDifference:
    """A cell, or a row where `column` is None, that is not as printed.

    row: as the file shows it; for a row taken out, where it stood in the paper.
    """

    row: int | None
    column: str | None
    printed: str | None
    found: str | None


@value
class PaperChecked:
    """Whether a paper is what the ledger printed at the position that it names."""

    genuine: bool
    position: int | None
    differences: tuple[PaperDifference, ...]


@value
class CodeChecked(PaperChecked):
    """Whether the text of a QR code is of a letter of the ledger, and what that letter says."""

    paper: str | None
    subject: str | None
    says: tuple[str, ...]
