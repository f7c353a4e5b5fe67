"""Options of commands that may ask many ledgers, or segments, instead of one ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.doors import counting
from scripts.cli.misuse import Misuse
from scripts.cli.options import Reading
from scripts.cli.values import text, value

if TYPE_CHECKING:
    from adapters.cluster.engines import Engine, OnDone
    from adapters.cluster.sources import Source

On = Annotated[
    str, value(text, "ENGINE", N_("work on: processes, ray, or ray://HOST:PORT (a cluster)"))
]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """Which ledgers are asked, and on what."""

    ledgers: Annotated[
        Path | None,
        value(Path, "FILE|FOLDER", N_("ask these ledgers: a list of them, or segments")),
    ] = None
    on: On = "processes"

    @contextmanager
    def asked(
        self, at: Reading, title: str, **others: object
    ) -> Iterator[tuple[list[Source], Engine, OnDone]]:
        """Open the ledgers; yield them, what to work on, and what to call as parts are done.

        others: values of options that are of one ledger, by their names. Raises Misuse where one
        is given.
        """
        from adapters.cluster.engines import engine_of
        from adapters.cluster.ledgers import sources_of

        assert self.ledgers is not None, "asked where --ledgers is given"
        given = others | {"--position": at.position, "--known-at": at.known_at}
        for option, said in given.items():
            if said not in (None, False, (), ""):
                raise Misuse(_("--ledgers and {option} exclude each other").format(option=option))
        engine, sources = engine_of(self.on), sources_of(self.ledgers)
        with counting(title) as on_done:
            yield sources, engine, on_done


ALONE = Many()
