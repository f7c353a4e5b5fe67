"""A damaged file fed to a ledger: whole claims are recorded, or nothing of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from adapters.ledger.backfill import BackfillResult, backfill
from adapters.ledger.handling.crosschecks import Crosschecks
from adapters.ledger.store import Store
from adapters.seal.verify.check_rows import check_rows
from adapters.seal.verify.check_views import check_views
from adapters.wording.catalogue.intake_files import FILES
from domain.events.claims import ClaimApproved, ClaimRejected, ClaimSubmitted
from domain.refusals import Refusal
from tests.fuzz.running import fuzzed, hold, outcome
from tests.fuzz.test_fuzz_lines import damaged_lines, table_in
from tests.fuzz.test_fuzz_workbooks import sheet_of
from tests.fuzz.workbooks import packed
from tests.support.command import subsidy
from tests.support.ledgers import CLERK, opened

File = tuple[str, bytes]  # how its name ends, what it holds


MADE: tuple[tuple[str, Callable[[Random], bytes]], ...] = (
    (".jsonl", damaged_lines),
    (".csv", table_in("utf-8")),
    (".csv", table_in("gb18030")),
    (".xlsx", lambda random: packed(sheet_of(random, odd=0.1))),
)


def damaged_file(random: Random) -> File:
    """Return a damaged file of claims, many of them new."""
    suffix, made = random.choice(MADE)
    content, group = made(random), random.randrange(100)
    if suffix != ".xlsx":
        content = content.replace(b"YQ-", b"YQ-%d" % group)
        for encoding in ("utf-8", "gb18030"):
            content = content.replace("共用".encode(encoding), b"F-%d" % group)
    return suffix, content


@contextmanager
def fed(store: Store, folder: Path) -> Iterator[Callable[[File], None]]:
    """Give what feeds one file after another, and holds each to the law."""

    def feed(file: File) -> None:
        suffix, content = file
        path = folder / f"a{suffix}"
        path.write_bytes(content)
        first = must_be_whole(store, path)
        again = must_be_whole(store, path)
        if first is not None and again is not None:
            must_be_known_already(first, again)

    yield feed
    store.catch_up()
    assert check_rows(store.handler.recorder, store.handler.position()) == []
    assert check_views(store.handler, store.views) == []


def must_be_whole(store: Store, path: Path) -> BackfillResult | None:
    """Feed a file: each claim recorded is decided and reported; None for a file refused."""
    before = store.handler.position()
    report = outcome(
        lambda: backfill(
            [path],
            store.handler,
            CLERK,
            approve=True,
            dry_run=False,
            accept_large=False,
            crosschecks=Crosschecks(store, strict=False),
            keep=store.private.keep,
            on_progress=lambda _: None,
        )
    )
    events = [entry.event for entry in store.handler.entries() if entry.position > before]
    if isinstance(report, Refusal):
        assert report.code in FILES
        assert events == []
        return None
    assert isinstance(report, BackfillResult), report
    submitted = [event.claim_no for event in events if isinstance(event, ClaimSubmitted)]
    decided = [
        event.claim_no for event in events if isinstance(event, (ClaimApproved, ClaimRejected))
    ]
    assert submitted == decided
    assert report.events_appended == len(events)
    assert report.accepted == len(submitted)
    assert report.lines == report.accepted + report.rejected + report.already_recorded
    return report


def must_be_known_already(first: BackfillResult, again: BackfillResult) -> None:
    """The same file records nothing more, but for an invoice that came free meanwhile."""
    freed = sum(reject.row.code == "duplicate-invoice" for reject in first.rejects)
    assert again.accepted <= freed
    assert again.events_appended == 0 or again.accepted
    assert again.lines == first.lines
    assert again.rejected + again.accepted == first.rejected


@fuzzed(900, each=30)
def test_a_damaged_file_leaves_whole_claims_and_views_that_equal_a_fold(seed: int) -> None:
    with (
        TemporaryDirectory() as folder,
        opened(Path(folder) / "ledger.db") as store,
        fed(store, Path(folder)) as feed,
    ):
        hold(feed, damaged_file, seed, each=30)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    with opened(folder / "ledger.db"):
        return folder


@fuzzed(200, each=10)
def test_the_command_answers_for_a_damaged_file_in_both_languages(place: Path, seed: int) -> None:
    store, rejects = place / "ledger.db", place / "rejects.xlsx"

    def law(file: File) -> None:
        suffix, content = file
        path = place / f"a{suffix}"
        path.write_bytes(content)
        words = ("backfill", path, "--dry-run", "--approve", "--store", store, "--rejects", rejects)
        ran = subsidy(*words, "--json")
        shown = subsidy(*words, "--lang", "en")
        refused = "code" in ran.json
        assert ran.code == shown.code == (1 if refused or ran.json["rejects"] else 0)
        if refused:
            assert ran.json["code"] == shown.err.split(":")[0]
            assert ran.json["code"] in FILES

    hold(law, damaged_file, seed, each=10)
