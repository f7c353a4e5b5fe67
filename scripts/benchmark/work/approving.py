"""Approvals, each durable before it is answered: by one caller, and by many at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

from adapters.ledger import store as stores
from adapters.ledger.handling.units import Author, Request
from adapters.ledger.processes.docket import Docket
from adapters.stores.opening import location_of
from domain.commands.enterprise import ApproveClaim
from scripts.benchmark.ledgers import BY, Ledger
from scripts.benchmark.measuring import Figure, measured
from scripts.benchmark.taking import Taken, here

CALLERS = (8, 32)
APPROVALS = 1_000
CLAIMS_MAX = 10_000  # what one approval takes does not depend on how many claims there are


def approvals(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Approve claims that wait, each in a commit of its own or in one shared by its callers.

    The limit: the rows of as many approvals, one a commit, by the driver alone.
    """
    if ledger.files.claims > CLAIMS_MAX:
        return
    waiting = ledger.submitted()
    many = min(APPROVALS, len(ledger.pending(APPROVALS, waiting)))
    raw = "the same rows, one a commit", partial(ledger.raw_committed, many)
    of = "approval", many
    yield measured(ledger, runs, "one durable approve", of, partial(_one_by_one, ledger, many), raw)
    for callers in CALLERS:
        name = f"approvals by {callers} callers"
        yield measured(ledger, runs, name, of, partial(_at_once, ledger, many, callers), raw)


def _one_by_one(ledger: Ledger, many: int) -> Taken:
    at = ledger.submitted()
    author, commands = _work(ledger, at, many)
    with stores.existing(at) as opened:
        owners = opened.handler.recorder.owners(each.claim_no for each in commands)
        requests = [Request(owners[each.claim_no], (each,)) for each in commands]

        def work() -> None:
            for request in requests:
                opened.handler.carry_out(request, author)

        return here(work, ledger.clock)


def _at_once(ledger: Ledger, many: int, callers: int) -> Taken:
    """Let callers approve, each awaiting its answer before it asks for its next."""
    at = ledger.submitted()
    author, commands = _work(ledger, at, many)
    taken = count()

    def call(docket: Docket) -> None:
        while (number := next(taken)) < many:
            docket.hand_in(commands[number], author).result()

    with Docket(at) as docket:
        return here(lambda: _together(callers, partial(call, docket)), ledger.clock)


def _together(callers: int, call: Callable[[], None]) -> None:
    threads = [threading.Thread(target=call) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(ledger: Ledger, at: str, many: int) -> tuple[Author, list[ApproveClaim]]:
    author = Author(by=BY[1], login=location_of(at).login())
    numbers = ledger.pending(many, at)
    return author, [
        ApproveClaim(claim_no=number, by=author.by, if_pending=False) for number in numbers
    ]
