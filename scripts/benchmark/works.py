"""The pieces of work that are measured, each beside its raw limit."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

from scripts.benchmark.ledgers import BY, KEY_NAME, Ledger
from scripts.benchmark.measuring import Figure, measured
from scripts.benchmark.taking import Taken
from scripts.benchmark.work.approving import approvals
from scripts.benchmark.work.asking import questions
from scripts.benchmark.work.serving import serving

YEAR = 2022
CHANGED = "measures.overseas-trademark.rate=60%"
CAP = "caps.trademarks-in-all.limit=20000"
EVERYTHING = "readings.rounding=yuan-down"
READINGS_MAX = 10_000  # claims: two dozen readings each walk the ledger
PLENTY = "900000000000"


Work = Callable[[Ledger, int], Iterator[Figure]]


def backfill(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Read, check, submit and approve every claim, views caught up; the ledger is then there."""
    raw = "the same rows inserted", ledger.raw_inserted
    of = "claim", ledger.files.claims
    yield measured(ledger, runs, "backfill --approve", of, ledger.filled, raw)


def starts(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Yield commands whose answer is small: what they take is mostly their start."""
    busiest = ledger.busiest()
    raw = "Python, the driver, a row", ledger.raw_asked
    asked: dict[str, tuple[object, ...]] = {
        "--help": ("--help",),
        "totals": ("totals", "--json"),
        "remaining": ("remaining", busiest, "--year", YEAR, "--json"),
        "policy list": ("policy", "list"),
    }
    for name, words in asked.items():
        yield measured(ledger, runs, name, ("command", 1), partial(ledger.run, *words), raw)


def views(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Make every view again from the log."""
    raw = "rows read, view rows inserted", ledger.raw_views
    of = "event", ledger.events
    yield measured(ledger, runs, "rebuild", of, partial(ledger.run, "rebuild"), raw)


def what_ifs(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Decide again: under a change, under every reading, as recorded, for good."""
    raw = "the rows read", ledger.raw_scanned
    of = "claim", ledger.files.claims
    settings = {
        "rehearse, one rate": CHANGED,
        "rehearse, one cap": CAP,
        "rehearse, everything": EVERYTHING,
    }
    for name, setting in settings.items():
        rehearse = partial(ledger.run, "rehearse", "--set", setting, "--json")
        yield measured(ledger, runs, name, of, rehearse, raw)
    if ledger.files.claims <= READINGS_MAX:
        costs = partial(ledger.run, "policy", "readings", "--cost", "--json")
        yield measured(ledger, 1, "policy readings --cost", of, costs, raw)
    reperform = partial(ledger.run, "reperform", "--json")
    yield measured(ledger, runs, "reperform", of, reperform, raw)

    def reassess() -> Taken:
        return ledger.run("reassess", "--json", *BY, at=ledger.copied())

    yield measured(ledger, 1, "reassess", of, reassess, raw)


def money(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """A budget, one batch of all that was granted, and its papers."""
    at = ledger.copied()
    granted = ("--document", "B-1", "--on", f"{YEAR}-01-10")
    ledger.run("budget", "appropriate", YEAR, "--amount", PLENTY, *granted, *BY, at=at)
    start = "Python, the driver, a row", ledger.raw_asked
    show = partial(ledger.run, "budget", "show", YEAR, "--json", at=at)
    yield measured(ledger, runs, "budget show", ("command", 1), show, start)
    before = ledger.position(at)
    compute = ("batch", "compute", "--budget-year", YEAR, "--document", "B-2", *BY)
    computed = ledger.run(*compute, at=at)
    raw = ledger.raw_inserted(at, before)
    lines = ledger.granted()
    yield _figure(ledger, "batch compute", ("line", lines), computed, ("its rows inserted", raw))
    yield measured(ledger, runs, "budget show, the batch computed", ("command", 1), show, start)
    numbers = count(3)

    def supplement() -> Taken:
        document = ("--document", f"B-{next(numbers)}", "--on", f"{YEAR}-10-15")
        words = ("budget", "supplement", YEAR, "--amount", "1", *document, *BY)
        return ledger.run(*words, at=at)

    yield measured(ledger, runs, "budget supplement", ("command", 1), supplement, start)
    listed = "as many lines as CSV", partial(ledger.raw_listed, lines)
    for kind in ("notice", "payments", "payment-list"):
        paper = ledger.files.folder / f"{kind}.xlsx"
        printed = partial(ledger.run, "paper", kind, 1, "--out", paper, "--force", at=at)
        yield measured(ledger, 1, f"paper {kind}", ("line", lines), printed, listed)
    check = partial(ledger.run, "paper", "check", ledger.files.folder / "notice.xlsx", at=at)
    yield measured(ledger, 1, "paper check", ("line", lines), check, listed)


def evidence(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Seal the log, verify all of it, pack it."""
    folder = ledger.files.folder / f"evidence-{ledger.files.claims}"
    folder.mkdir()
    key, seal, pack = folder / "key", folder / "seal", folder / "pack.zip"
    ledger.run("key", "new", "--key", key, "--name", KEY_NAME)
    of = "event", ledger.events
    hashed = "rows read, SHA-256 of each", ledger.raw_hashed()
    yield _figure(ledger, "seal", of, ledger.run("seal", seal, "--key", key), hashed)
    raw = hashed[0], ledger.raw_hashed
    yield measured(ledger, runs, "verify", of, partial(ledger.run, "verify", seal), raw)
    packed = ledger.run("audit-pack", pack, "--seal", seal, "--key", key)
    yield _figure(ledger, "audit-pack", of, packed, hashed)
    shutil.rmtree(folder)


def _figure(
    ledger: Ledger, work: str, of: tuple[str, int], taken: Taken, raw: tuple[str, Taken]
) -> Figure:
    return measured(ledger, 1, work, of, lambda: taken, (raw[0], lambda: raw[1]))


# In this order: the first makes the ledger that the others work on.
WORKS: dict[str, Work] = {
    "backfill": backfill,
    "start": starts,
    "questions": questions,
    "approvals": approvals,
    "served": serving,
    "rebuild": views,
    "what-if": what_ifs,
    "money": money,
    "evidence": evidence,
}
