"""Names of kinds, records, measures and caps, in a ledger that may hold several policies.

Those of the ledger's first policy go by the names its file writes. Those of every other policy are
recorded with its id before them, as `<policy>/<name>`, so that no two policies share a name.
"""

from __future__ import annotations

SEPARATOR = "/"


def bare(name: str) -> str:
    """Return a name as the policy's own file writes it."""
    return name.rpartition(SEPARATOR)[2]


def prefix_of(name: str) -> str:
    """Return what stands before a name: the id of its policy with the separator, or nothing."""
    before, separator, _ = name.rpartition(SEPARATOR)
    return before + separator


def is_of(name: str, prefix: str | None) -> bool:
    """Say whether a name is of the policy whose names begin so; of any policy for None."""
    return prefix is None or prefix_of(name) == prefix


def prefix(policy: str, *, qualified: bool) -> str:
    """Return what stands before the names of a policy."""
    return policy + SEPARATOR if qualified else ""
