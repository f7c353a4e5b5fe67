"""The views against a fold of the log: each alteration is named, and what is not one is passed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.naming import Naming
from adapters.ledger.store import Store
from adapters.seal.verify.check_views import check_views
from adapters.views import following
from tests.adapters.seal.sealed import Reported, exports
from tests.domain.given import approval, fair, submission
from tests.support.by_hand import by_hand
from tests.support.ledgers import do, opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A ledger of a claim approved and an amount (4 events), its views at their end."""
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("100.00")), approval("YQ-1"))
        exports(store, 1)
        store.catch_up()
        yield store


def reported(store: Store) -> Reported:
    return [(fault.position, fault.what) for fault in check_views(store.handler, store.views)]


def views(path: Path, *statements: str) -> None:
    with by_hand(path / "ledger.db", ".views") as hand:
        for statement in statements:
            hand(statement)


def test_views_at_the_end_of_the_log_or_behind_it_have_no_fault(store: Store) -> None:
    assert reported(store) == []
    do(store.handler, submission("YQ-2", fair("200.00")))

    assert reported(store) == []
    store.catch_up()
    assert (reported(store), store.views.position()) == ([], store.position())


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE yearly_totals SET granted_fen = granted_fen + 1", ["yearly_totals"]),
        ("DELETE FROM claim_register", ["claim_register"]),
        ("DELETE FROM yearly_totals", ["yearly_totals"]),
    ],
)
def test_views_with_other_rows_are_named(
    statement: str, names: list[str], store: Store, tmp_path: Path
) -> None:
    views(tmp_path, statement)

    assert reported(store) == [(None, f"views-differ: {name}") for name in names]


def test_every_view_with_other_rows_is_named(store: Store, tmp_path: Path) -> None:
    views(tmp_path, "DELETE FROM claim_register", "DELETE FROM yearly_totals")

    assert [what for _, what in reported(store)] == [
        "views-differ: claim_register", "views-differ: yearly_totals",
    ]  # fmt: skip


def test_views_that_will_be_made_again_are_no_fault(store: Store, tmp_path: Path) -> None:
    views(tmp_path, "DELETE FROM yearly_totals", "UPDATE progress SET shape = shape + 1")

    assert reported(store) == []


def test_views_that_say_they_are_beyond_the_log_are_reported(store: Store, tmp_path: Path) -> None:
    views(tmp_path, "UPDATE progress SET position = position + 1")

    assert reported(store) == [(None, f"views-ahead: {store.position() + 1}")]


def test_views_over_a_row_that_cannot_be_read_are_reported(store: Store, tmp_path: Path) -> None:
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        hand("UPDATE stored_events SET state = x'00' WHERE rowid = 2")

    assert reported(store) == [(None, "views-differ: the log does not fold")]


@pytest.mark.sqlite
def test_rows_are_right_but_what_looks_them_up_is_not(store: Store, tmp_path: Path) -> None:
    schema = "UPDATE sqlite_schema SET sql = replace(sql, 'filed_on', 'occurred_on')"
    views(
        tmp_path,
        "CREATE INDEX extra ON claim_register (filed_on)",
        "PRAGMA writable_schema = ON",
        f"{schema} WHERE name = 'extra'",
    )

    (fault,) = reported(store)

    assert fault[0] is None
    assert fault[1].startswith("views-differ: row 1 missing from index extra")
    views(tmp_path, "DELETE FROM yearly_totals")
    assert reported(store) == [(None, "views-differ: yearly_totals")]


@pytest.mark.sqlite
def test_views_in_a_damaged_file_are_unreadable(store: Store, tmp_path: Path) -> None:
    store.views.backend.close()
    file = Path(f"{tmp_path}/ledger.db.views")
    file.write_bytes(b"not a database, " * 1_000)

    assert reported(store) == [(None, "views-unreadable: file is not a database")]


def test_views_that_others_bring_on_meanwhile_are_compared_where_they_stand_then(
    store: Store, tmp_path: Path
) -> None:
    class Busy(CommandHandler):
        """Before the first comparison, and only then, another program records and looks."""

        def position(self) -> int:
            reached = super().position()
            if other:
                with opened(tmp_path / "ledger.db") as another:
                    do(another.handler, submission("YQ-2", fair("200.00")))
                    other.clear()
                    another.catch_up()
            return reached

    other = ["YQ-2"]
    busy = Busy(store.handler.recorder, Naming(store.private))

    assert [fault.what for fault in check_views(busy, store.views)] == []
    assert (other, store.views.position()) == ([], store.position())


def test_a_log_of_several_stretches_is_folded_to_where_the_views_stand(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "BATCH_EVENTS", 3)
    claims = [submission(f"YQ-{number}", fair("1.00")) for number in range(2, 11)]
    do(store.handler, *claims[:8])
    store.catch_up()
    do(store.handler, claims[8])

    assert reported(store) == []
