"""What is recorded of the ledger itself: policy versions, keys, settings."""

from __future__ import annotations

from typing import ClassVar

from domain.policy.measures import Policy
from domain.value import value


@value
class PolicyPublished:
    """A version entered the book: the first, or an adjustment (政策调整)."""

    TOPIC: ClassVar = "policy-published"

    number: int
    digest: str
    policy: Policy


@value
class KeyNamed:
    """The log is sealed by another key from here on (换钥): `key` follows the key it replaces.

    Both are public keys as text. vouched: the old key's signature line over the new key; None
    where the old key was lost.
    """

    TOPIC: ClassVar = "key-named"

    key: str
    replaces: str
    vouched: str | None


@value
class LoginsSeparated:
    """From now on a login that approved a claim may not pay it, whatever name it gives."""

    TOPIC: ClassVar = "logins-separated"
