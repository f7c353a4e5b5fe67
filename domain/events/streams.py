"""What the streams of the log are called, and which of them are enterprises."""

from __future__ import annotations

BUDGET = "budget:"
BATCH = "batch:"
SETTINGS_STREAM = "store:settings"
SUCCESSIONS_STREAM = "store:successions"

_CODE_LENGTH = 18


def budget_stream(year: int) -> str:
    """Return the stream of a budget year."""
    return f"{BUDGET}{year}"


def batch_stream(number: int) -> str:
    """Return the stream of a batch."""
    return f"{BATCH}{number}"


def of_enterprise(stream: str) -> bool:
    """Say whether a stream is an enterprise's: its code, which never holds a colon."""
    return len(stream) == _CODE_LENGTH and ":" not in stream


def of_money(stream: str) -> bool:
    """Say whether a stream is a budget year's or a batch's: `budget:2022`, `batch:7`."""
    kind, colon, number = stream.partition(":")
    return kind + colon in (BUDGET, BATCH) and number.isascii() and number.isdigit()


def number_in(stream: str) -> int:
    """Return the year of a budget stream, the number of a batch stream."""
    return int(stream.partition(":")[2])


POLICY_STREAM = "policy-book"
PROPOSALS_STREAM = "store:proposals"  # versions put forward, and what became of each
KEYS_STREAM = "store:keys"
ACCOUNTS_STREAM = "store:accounts"  # who saw accounts in full
