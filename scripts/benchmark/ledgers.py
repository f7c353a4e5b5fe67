"""The ledgers that are measured: made claims of one size on one store, with what is worked on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from adapters.ledger import store
from adapters.views import queries
from scripts.benchmark.raw import postgres, sqlite
from scripts.benchmark.server import Server
from scripts.benchmark.taking import Taken, forget, no_server, subsidy

SEED = 2022
BY = ("--by", "benchmark")
KEY_NAME = "example.org/benchmark"


@dataclass(slots=True, kw_only=True)
class Files:
    """Where everything of one size is kept. lines: the claims, as JSON Lines."""

    folder: Path
    claims: int

    @property
    def lines(self) -> Path:
        return self.folder / f"{self.claims}.jsonl"

    def write_lines(self) -> None:
        if not self.lines.exists():
            command = [sys.executable, "-m", "scripts.sample.generate", "--seed", str(SEED)]
            command += ["--claims", str(self.claims), "--jsonl", str(self.lines)]
            subprocess.run([*command, "--exports", "--clean"], check=True, capture_output=True)


class Ledger:
    """A ledger of made claims. server: where it lies on PostgreSQL; a file without it.

    What changes the ledger is done to `again`, a fresh one, or to `copied`, a copy.
    """

    def __init__(self, files: Files, server: Server | None = None) -> None:
        files.write_lines()
        self.files, self.server = files, server
        self.on = "sqlite" if server is None else "postgresql"
        self.clock = no_server if server is None else server.cpu
        self.place = self._place("ledger")

    def run(self, *words: object, at: str | None = None) -> Taken:
        """Run a command of the ledger on it."""
        return subsidy(at or self.place, *words, server=self.clock)

    def filled(self, *, approve: bool = True) -> Taken:
        """Fill it with all claims, from nothing."""
        self._empty("ledger")
        words = ["backfill", self.files.lines, *BY]
        return self.run(*words, *(["--approve"] if approve else []))

    def submitted(self) -> str:
        """Return the address of a ledger with all claims, none of them decided."""
        self._empty("submitted")
        at = self._place("submitted")
        self.run("backfill", self.files.lines, *BY, at=at)
        return at

    def copied(self) -> str:
        """Return the address of a copy that may be changed."""
        copy = self._place("copy")
        if self.server is not None:
            self.server.copy(self._called("ledger"), self._called("copy"))
            return copy
        forget(Path(copy))
        for file in Path(self.place).parent.glob(f"{Path(self.place).name}*"):
            shutil.copy(file, file.with_name(file.name.replace("ledger", "copy", 1)))
        return copy

    @cached_property
    def events(self) -> int:
        return self.position(self.place)

    def position(self, at: str) -> int:
        with store.reading(at) as opened:
            return opened.handler.position()

    def busiest(self) -> str:
        """Return the enterprise with most claims."""
        query = "SELECT uscc FROM claim_register GROUP BY uscc ORDER BY COUNT(*) DESC, uscc LIMIT 1"
        with store.reading(self.place) as opened, opened.views.reading() as connection:
            return str(connection.rows(query)[0][0])

    def granted_claim(self) -> str:
        """Return a claim in the middle that was granted something."""
        query = "SELECT claim_no FROM claim_register WHERE granted_fen > 0 ORDER BY claim_no"
        with store.reading(self.place) as opened, opened.views.reading() as connection:
            numbers = connection.rows(query)
            return str(numbers[len(numbers) // 2][0])

    def pending(self, many: int, at: str) -> list[str]:
        """Return numbers of claims of a ledger that wait for their decision."""
        with store.reading(at) as opened, opened.views.reading() as connection:
            return [each.claim_no for each in queries.pending(connection)[:many]]

    def granted(self) -> int:
        """Return how many claims were granted something: the lines of one batch of them all."""
        query = "SELECT COUNT(*) FROM claim_register WHERE granted_fen > 0"
        with store.reading(self.place) as opened, opened.views.reading() as connection:
            return int(connection.rows(query)[0][0])

    def raw_inserted(self, at: str | None = None, after: int = 0) -> Taken:
        """Insert the same rows, as the store's driver does by itself."""
        if self.server is None:
            return sqlite.inserted(Path(at or self.place), self._raw, after)
        return postgres.inserted(self.server, at or self.place, after)

    def raw_committed(self, commits: int) -> Taken:
        """Insert its last rows again, one a commit, as the store's driver does by itself."""
        if self.server is None:
            return sqlite.committed(Path(self.place), self._raw, commits, 1)
        return postgres.committed(self.server, self.place, commits, 1)

    def raw_scanned(self) -> Taken:
        if self.server is None:
            return sqlite.scanned(Path(self.place))
        return postgres.scanned(self.server, self.place)

    def raw_hashed(self) -> Taken:
        if self.server is None:
            return sqlite.hashed(Path(self.place))
        return postgres.hashed(self.server, self.place)

    def raw_views(self) -> Taken:
        if self.server is None:
            return sqlite.views_written(Path(self.place), self._raw)
        return postgres.scanned(self.server, self.place)

    def raw_asked(self) -> Taken:
        if self.server is None:
            return sqlite.asked(Path(self.place))
        return postgres.asked(self.server, self.place)

    def raw_listed(self, lines: int) -> Taken:
        return sqlite.listed(self.files.folder / "listed.csv", lines)

    @property
    def _raw(self) -> Path:
        return self.files.folder / "raw.db"

    def _called(self, name: str) -> str:
        return f"{name}_{self.files.claims}"

    def _place(self, name: str) -> str:
        if self.server is not None:
            return self.server.address(self._called(name))
        return str(self.files.folder / f"{self._called(name)}.db")

    def _empty(self, name: str) -> None:
        if self.server is None:
            forget(Path(self._place(name)))
            return
        database = self._called(name)
        self.server.empty(database)
        self.run("store", "prepare", *BY, at=self.server.address(database, owner=True))
        self.server.let_in(database)
