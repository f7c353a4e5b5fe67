"""Not enough money: who waits in the queue, or what each line gets pro rata (按比例分配)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.money import rounded
from domain.value import value


@value
class Candidate:
    """An approved claim that no batch holds, and what of it is unpaid."""

    claim_no: str
    uscc: str
    owed_fen: int


def queue(owed: Sequence[Candidate], money_fen: int) -> list[int]:
    """Return what each gets, in order: all of it, until the first that does not fit."""
    shares, left = [], money_fen
    for claim in owed:
        left = left - claim.owed_fen if claim.owed_fen <= left else -1
        shares.append(claim.owed_fen if left >= 0 else 0)
    return shares


def pro_rata(
    owed: Sequence[Candidate],
    money_fen: int,
    round_down_to: str | None = None,
    at_least_fen: int = 0,
) -> list[int]:
    """Return what each gets of `money_fen` in proportion to what it is owed.

    Exact to the fen by largest remainder, ties by claim number: the shares add up to the money.
    round_down_to (`yuan`, `wan`) cuts each exact share to whole units instead, and what is then
    below `at_least_fen` gets nothing; what that leaves stays with the money.
    """
    total = sum(claim.owed_fen for claim in owed)
    if total <= money_fen:
        return [claim.owed_fen for claim in owed]
    if round_down_to is None:
        shares = _largest_remainder(owed, max(0, money_fen), total)
    else:
        exact = (claim.owed_fen * max(0, money_fen) // total for claim in owed)
        shares = [rounded(fen, f"{round_down_to}-down") for fen in exact]
    return [fen if fen >= at_least_fen else 0 for fen in shares]


def _largest_remainder(owed: Sequence[Candidate], money_fen: int, total: int) -> list[int]:
    parts = [divmod(claim.owed_fen * money_fen, total) for claim in owed]
    shares = [whole for whole, _ in parts]
    left = money_fen - sum(shares)
    order = sorted(range(len(owed)), key=lambda at: (-parts[at][1], owed[at].claim_no))
    for at in order[:left]:
        shares[at] += 1
    return shares
