"""Options that commands share. A command takes one of these: `Reading`, `Writing` or `Sealed`.

Each is one parameter of a command, with a default that is none of the user's words:

    def show(*, at: Reading = READING) -> None: ...
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.misuse import Misuse
from scripts.cli.values import flag, path, text, value, whole

if TYPE_CHECKING:
    from adapters.ledger.handling.units import Author
    from adapters.ledger.snapshot import Snapshot

STORE_DEFAULT = "ledger.db"


def _store(given: str) -> str:
    return given or STORE_DEFAULT


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command takes."""

    store: Annotated[
        str,
        value(_store, "URL", N_("the ledger: a SQLite file, or postgresql://…")),
        Parameter(env_var="SUBSIDY_STORE"),
    ] = STORE_DEFAULT
    json: Annotated[bool, flag(N_("print one JSON document"))] = False
    lang: Annotated[Literal["zh", "en"], Parameter(help=N_("language of messages and tables"))] = (
        "zh"
    )

    def tell(self, answer: Any, show: Callable[[], None]) -> None:
        """Print an answer: as one JSON document where that is asked for, else by `show`."""
        if self.json:
            print_json(answer)
        else:
            show()


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Common):
    """What commands take that ask the ledger: as it stands, or as it stood."""

    position: Annotated[int | None, value(whole, "N", N_("as the log stood at position N"))] = None
    known_at: Annotated[
        str | None,
        Parameter(
            metavar="TIME",
            help=N_("as known at a time: Beijing's without an offset, a bare day its end"),
        ),
    ] = None

    def __post_init__(self) -> None:
        if self.position is not None and self.known_at is not None:
            raise Misuse(_("--position and --known-at exclude each other"))

    def look(self) -> AbstractContextManager[Snapshot]:
        """Open the ledger as these options say."""
        from adapters.ledger.snapshot import open_snapshot

        return open_snapshot(self.store, self.position, self.known_at)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Writing(Common):
    """What commands take that record."""

    by: Annotated[
        str | None, value(text, "NAME", N_("the officer's account; the login where left out"))
    ] = None

    def author(self) -> Author:
        """Return who writes: the name given, and the account the machine authenticated."""
        from adapters.ledger.handling.units import Author
        from adapters.stores.opening import location_of

        login = location_of(self.store).login()
        return Author(by=self.by or login, login=login)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Common):
    """What commands take that answer from a folder of seals; no default: it has to be named."""

    seal: Annotated[Path, value(path, "DIR", N_("the folder of the seal"))]
    key: Annotated[Path, value(path, "FILE", N_("the file of the private key"))]
    position: Annotated[int | None, value(whole, "N", N_("as sealed at size N"))] = None


READING, WRITING = Reading(), Writing()


def print_json(answer: Any) -> None:
    """Print one JSON document on standard output."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def note(message: str) -> None:
    """Print a message beside the answer, on standard error."""
    print(message, file=sys.stderr)
