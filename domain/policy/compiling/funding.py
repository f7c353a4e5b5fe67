"""Who bears what of a policy: for each measure, the share of every source of money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain.money import BASIS_POINTS, Exact
from domain.policy.compiling.faults import PolicyError, known, parsed
from domain.policy.figures import parse_rate

Document = Mapping[str, Any]
Shares = Mapping[str, Exact]  # by source, in basis points; together 10,000


def funding_of(document: Document, measures: Iterable[str]) -> dict[str, Shares]:
    """Return by measure, as the file calls it, what each source bears; empty where none is named.

    An entry without `measures` is of all that no other names. Raises PolicyError.
    """
    sources, written = document.get("sources") or {}, document.get("funding") or {}
    every = tuple(measures)
    borne: dict[str, Shares] = {}
    of_the_rest: Shares | None = None
    for name, lines in written.items():
        where = f"funding.{name}"
        shares = _shares(f"{where}.shares", lines["shares"], sources)
        named = lines.get("measures")
        if named is None and of_the_rest is not None:
            raise PolicyError(f"{where}.measures", "missing", name)
        if named is None:
            of_the_rest = shares
        for measure in named or ():
            known(f"{where}.measures", measure, every, "unknown-measure")
            if measure in borne:
                raise PolicyError(f"{where}.measures", "repeated", measure)
            borne[measure] = shares
    if bool(sources) != bool(written):
        lacking = "funding" if sources else "sources"
        raise PolicyError(lacking, "missing", lacking)
    left = [measure for measure in every if measure not in borne]
    if left and written and of_the_rest is None:
        raise PolicyError("funding", "without-a-source", left[0])
    rest = {} if of_the_rest is None else dict.fromkeys(left, of_the_rest)
    return {**borne, **rest}


def _shares(where: str, written: Document, sources: Document) -> Shares:
    for name in written:
        known(f"{where}.{name}", name, sources, "unknown-source")
    shares = {name: parsed(f"{where}.{name}", parse_rate, each) for name, each in written.items()}
    if sum(shares.values()) != BASIS_POINTS:
        raise PolicyError(where, "not-the-whole", " + ".join(map(str, written.values())))
    return shares
