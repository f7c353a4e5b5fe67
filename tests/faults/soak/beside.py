"""The command line, beside the server: it writes into the same ledger, and seals it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from threading import Thread

from tests.faults.soak.office import written
from tests.faults.soak.person import Bureau
from tests.support.command import Ran, ended, process

EVERY_SECONDS = 45.0
IN_A_FILE = 4  # claims


class Beside(Thread):
    """Types one command after the other, each a process of its own."""

    def __init__(self, bureau: Bureau) -> None:
        super().__init__(name="beside")
        self.store, self.post = bureau.store, bureau.post
        self.seen, self.stop = bureau.seen, bureau.stop
        self.random = Random(f"{bureau.seed}/beside")
        self._every = bureau.pace * EVERY_SECONDS

    def run(self) -> None:
        turn = 0
        while not self.stop.wait(self._every * self.random.uniform(0.5, 1.5)):
            turn += 1
            if turn % 7 == 0:
                key = self.store.parent / "seal.key"
                self._type("seal", self.store.parent / "seal", "--key", key)
            elif turn % 2:
                path = written(self.store.parent / "beside.jsonl", self.post.take(IN_A_FILE))
                self._type("backfill", path, "--by", "pang")
            else:
                self._approve()

    def _approve(self) -> None:
        """Approve what clerks submitted at the server: who types here submits by files."""
        ran = self._type("claims", "--pending", "--officer", "chen", "--json")
        waiting = [claim["claim_no"] for claim in ran.json]
        if waiting:
            self._type("approve", *waiting[:IN_A_FILE], "--by", "tang")

    def _type(self, *words: str | Path) -> Ran:
        ran = ended(process(*words, "--store", self.store))
        self.seen.did(f"command line {words[0]}")
        if ran.code == 1 and words[0] == "approve":
            for line in ran.err.splitlines():  # another officer was before, or withdrew it
                self.seen.refused("approve", line.partition(":")[0], line)
        elif ran.code != 0:
            self.seen.fault(f"{words[0]} beside: {ran.code} {ran.out[-200:]} {ran.err[-300:]}")
        return ran
