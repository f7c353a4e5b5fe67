"""What is decided again from the kept claims, and only where a draft reaches, is the whole answer.

Histories of any policies, with claims that come late, are corrected, reopened or revoked, orders,
amendments and successions: so a reassessment by the same book often differs already.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ledger.ledger import Ledger
from adapters.ledger.reassessing.keeping import path_of
from adapters.ledger.reassessing.rehearsal import rehearse
from tests.adapters.ledger.reassessing.any_history import FILES, History
from tests.support.extent import tried

pytestmark = pytest.mark.sqlite
NEVER = 1 << 62
DRAFTS = 8


@pytest.mark.parametrize("name", FILES)
@given(seed=st.integers(0, 1 << 30))
@settings(max_examples=tried(2, long=25), deadline=None)
def test_a_rehearsal_of_what_a_draft_reaches_is_the_rehearsal_of_everything(
    name: str, seed: int
) -> None:
    with TemporaryDirectory() as folder:
        play(Path(folder), name, seed)


def play(folder: Path, name: str, seed: int) -> int:
    """Compare at some moments of one history; return how many answers changed something."""
    random, changing = Random(f"{name} {seed}"), 0
    with Ledger(str(folder / "ledger.db")) as ledger:
        history = History(ledger, name, random)
        for steps in (6, 3, 1):
            history.happen(steps)
            with ledger.look() as look:
                books = history.drafts(look.book, DRAFTS)
                whole = rehearse(look.snapshot, books, kept_from=NEVER)
                restricted = rehearse(look.snapshot, books, kept_from=0)
                kept = path_of(look.snapshot)
            assert kept is not None
            assert kept.exists()
            for key in books:
                assert restricted[key] == whole[key], (name, seed, key)
                changing += whole[key].claims_changed > 0
    return changing


@pytest.mark.parametrize("spoilt", [b"", b"no database at all", None])
def test_a_damaged_file_of_decided_claims_changes_no_answer(
    tmp_path: Path, spoilt: bytes | None
) -> None:
    with Ledger(str(tmp_path / "ledger.db")) as ledger:
        history = History(ledger, next(iter(FILES)), Random(7))
        history.happen(12)
        with ledger.look() as look:
            books = history.drafts(look.book, DRAFTS)
            whole = rehearse(look.snapshot, books, kept_from=NEVER)
            assert rehearse(look.snapshot, books, kept_from=0) == whole
            kept = path_of(look.snapshot)
            assert kept is not None
            there = kept.read_bytes()
            middle = len(there) // 2
            kept.write_bytes(there[:middle] if spoilt is None else spoilt)

            assert rehearse(look.snapshot, books, kept_from=0) == whole
            assert rehearse(look.snapshot, books, kept_from=0) == whole


def test_where_no_file_can_lie_beside_the_ledger_many_drafts_have_one_of_their_own(
    tmp_path: Path,
) -> None:
    with Ledger(str(tmp_path / "ledger.db")) as ledger:
        history = History(ledger, next(iter(FILES)), Random(11))
        history.happen(12)
        with ledger.look() as look:
            books = history.drafts(look.book, DRAFTS)
            whole = rehearse(look.snapshot, books, kept_from=NEVER)
            kept = path_of(look.snapshot)
            assert kept is not None
            kept.mkdir()

            assert rehearse(look.snapshot, books, kept_from=0) == whole
    assert any(each.claims_changed for each in whole.values())
