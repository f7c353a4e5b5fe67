"""What can be asked of the keys that seal a ledger. Imperative mood."""

from __future__ import annotations

from domain.value import value


@value
class NameKey:
    """Record that a verifier key follows another. vouched: see `KeyNamed`."""

    key: str
    replaces: str
    vouched: str | None
