"""What became of grants, by the views: at every position what a fold of the enterprises says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from adapters.ledger.enterprises import enterprises
from adapters.ledger.store import Store
from adapters.ledger.treasury.carrying_out import carry_out_money
from adapters.views import dues
from domain.commands.money import CancelBatch
from domain.enterprise.dues import parts_of, unpaid_fen
from domain.enterprise.state import granted_fen
from projections.views.dues import ALLOTTED, LAPSED, PAID
from tests.adapters.views.histories import CASHIER, history
from tests.support.ledgers import opened


def folded(store: Store, position: int) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for _, enterprise in enterprises(store.handler.recorder, position):
        for claim in enterprise.claims.values():
            if claim.outcome is None or claim.outcome.measure is None or claim.dues is None:
                continue
            parts = parts_of(granted_fen(claim), claim.dues)
            for state, fen in (
                (ALLOTTED, parts.allotted_fen),
                (PAID, parts.paid_fen),
                (LAPSED, parts.lapsed_fen),
            ):
                sums[claim.outcome.measure, state] += fen
            assert sum(parts) == granted_fen(claim)
    return +sums


@pytest.mark.parametrize("seed", [41, 42])
def test_sums_at_every_position_are_those_of_the_claims_there(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, seed, tmp_path, 60)
        head = store.handler.position()
        with store.views.reading() as reader:
            for position in [*range(0, head, 7), head]:
                answered: Counter[tuple[str, str]] = Counter()
                for stood in dues.sums(reader, position):
                    answered[stood.measure, stood.state] += stood.fen
                assert +answered == folded(store, position), position
            assert dues.sums(reader, None) == dues.sums(reader, head)


def test_candidates_are_the_claims_that_are_owed_and_held_by_no_batch(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, 43, tmp_path)
        carry_out_money(store, CancelBatch(batch=2, words="x", document=None), CASHIER)
        store.catch_up()
        head = store.handler.position()
        owed = {
            (claim.decided_at, number, uscc, unpaid)
            for uscc, enterprise in enterprises(store.handler.recorder, head)
            for number, claim in enterprise.claims.items()
            if (unpaid := unpaid_fen(granted_fen(claim), claim.dues))
            and (claim.dues is None or claim.dues.holder is None)
        }
        with store.views.reading() as reader:
            every = dues.candidates(reader, dues.measures(reader), None, None)
            some = dues.candidates(reader, dues.measures(reader), None, head // 3)
            none = dues.candidates(reader, [], None, None)

    assert owed
    assert [(each.claim_no, each.uscc, each.owed_fen) for each in every] == [
        (number, uscc, fen) for _, number, uscc, fen in sorted(owed)
    ]
    assert len(some) == sum(decided <= head // 3 for decided, *_ in owed)
    assert none == []
