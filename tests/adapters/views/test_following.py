"""The log taken in page by page: every event counts once, and a page that fails counts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.log.codec import CodecError
from adapters.log.drafts import ClaimNumber
from adapters.views import following
from adapters.views.following import fold, folded_log, log_batches
from adapters.views.views import Views
from projections.views.entries import Withdrawn
from tests.adapters.views.test_views import views_at
from tests.adapters.views.written_log import END, LOG, TABLES
from tests.domain.given import approval, submission, trademark, withdraw
from tests.support.ledgers import OTHER_USCC, do, opened

WRITTEN = {name: sorted(rows, key=repr) for name, rows in TABLES.items()}


@pytest.fixture
def views(tmp_path: Path) -> Iterator[Views]:
    with views_at(tmp_path / "views") as made:
        yield made


def rows_of(views: Views) -> dict[str, list[tuple[object, ...]]]:
    with views.reading() as reader:
        return {name: sorted(reader.rows(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def test_a_page_fed_twice_counts_once(views: Views) -> None:
    for start in range(0, END, 4):
        for _ in range(2):
            assert views.apply(LOG[start : start + 4]) == min(start + 4, END)

    assert rows_of(views) == WRITTEN


def test_of_a_page_held_in_part_the_rest_is_added(views: Views) -> None:
    for start in range(0, END, 4):
        assert views.apply(LOG[max(0, start - 3) : start + 4]) == min(start + 4, END)

    assert rows_of(views) == WRITTEN


@pytest.mark.parametrize("held", [0, 5, 10])
def test_a_page_beyond_what_is_held_is_left(held: int, views: Views) -> None:
    views.apply(LOG[:held])
    before = rows_of(views)

    reached = views.apply(LOG[held + 1 :])

    assert (reached, views.position(), rows_of(views)) == (held, held, before)


def test_no_page_at_all_changes_nothing(views: Views) -> None:
    assert views.apply([]) == 0
    views.apply(LOG)

    assert (views.apply([]), rows_of(views)) == (END, WRITTEN)


def test_a_page_that_fails_changes_neither_rows_nor_position(views: Views) -> None:
    views.apply(LOG[:10])
    before = rows_of(views)
    broken = LOG[15]._replace(event=Withdrawn(claim_no="no such claim"))

    with pytest.raises(CodecError, match="no claim no such claim was submitted"):
        views.apply([*LOG[10:15], broken])

    assert (views.position(), rows_of(views)) == (10, before)


def test_a_log_is_folded_stretch_by_stretch_with_its_claim_numbers_or_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("C1", trademark("100")), submission("C2", trademark("100")))
        do(store.handler, submission("D1", trademark("100")), uscc=OTHER_USCC)
        do(store.handler, approval("C1"), approval("C2"), withdraw("C1"))
        recorder = store.handler.recorder
        monkeypatch.setattr(following, "BATCH_EVENTS", 2)
        folds = [fold(stretch) for stretch in log_batches(recorder, after=0)]

        numbers: list[ClaimNumber] = []
        plain, numbered = list(folded_log(recorder)), list(folded_log(recorder, numbers.extend))
        taken = list(recorder.claim_numbers(["C1", "C2", "D1"]))

    assert len(folds) == 4
    assert plain == numbered == folds
    assert numbers == taken
