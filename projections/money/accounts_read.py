"""What became of the rows of a sheet of accounts, as other programs read it."""

from __future__ import annotations

from domain.value import value


@value
class AccountRejected:
    """A row that names nothing. sheet: None in CSV. column: its header; None for the whole row."""

    sheet: str | None
    row: int
    column: str | None
    code: str
    message: str


@value
class AccountNotice:
    """What is doubtful of an account that was named. code: `holder-differs`, `unlike-a-card`."""

    sheet: str | None
    row: int
    uscc: str
    code: str
    message: str


@value
class AccountsRead:
    """How many accounts a sheet named for the first time, in place of another, or as they were."""

    file: str
    rows: int
    named: int
    changed: int
    unchanged: int
    rejected: int
    dry_run: bool
    rejects: tuple[AccountRejected, ...]
    notices: tuple[AccountNotice, ...]
