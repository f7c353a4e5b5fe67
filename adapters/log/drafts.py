"""What is about to be appended to the log, and what its append rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.value import value


class Draft(NamedTuple):
    """An event about to be appended: its stream, its place there, its own bytes, who records it."""

    originator_id: str
    originator_version: int
    topic: str
    state: bytes
    by: str
    login: str


class ClaimNumber(NamedTuple):
    """A claim number taken by an enterprise, with the SHA-256 of the claim as submitted."""

    claim_no: str
    uscc: str
    digest: str


@value
class Append:
    """What an append rests on besides its events; checked under the write lock.

    book_position: the policy book as the decisions read it. settings_position: the same of the
    ledger's settings; None where they rest on none. Raises IntegrityError when either moved on.
    """

    book_position: int
    settings_position: int | None = None
    claim_numbers: Sequence[ClaimNumber] = ()

    @property
    def rests_on(self) -> tuple[int, int | None]:
        """The positions of the book and of the settings."""
        return self.book_position, self.settings_position
