"""Why the ledger says no. Each refusal carries its rule as a stable code, the facts, the remedy.

The sentences are written by the outer layer in the reader's language (`adapters/wording`).
"""

from __future__ import annotations

Fact = str | int | None


class Refusal(Exception):  # noqa: N818 - the field says refusal, not error
    """A rule forbids what was asked. Nothing was recorded.

    `code` is stable and machine-readable; `facts` are what a sentence about it needs. `others`:
    what is refused besides.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts = facts
        self.others: tuple[Refusal, ...] = ()

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


def said_before(said: object, now: object, **facts: Fact) -> bool:
    """Say whether a request was carried out before; `said`: what it said then, None where never.

    Raises Refusal `request-conflicts` where it says something else now.
    """
    if said is not None and said != now:
        raise Refusal("request-conflicts", **facts)
    return said is not None
