"""Answers of the command line in the shape the second implementation gives, and how they differ."""

from __future__ import annotations

from typing import Any

CHANGE_KEYS = ("claim_no", "before_fen", "after_fen")


def same(what: str, found: Any, expected: Any) -> None:
    """Raises AssertionError with only what differs."""
    if found != expected:
        raise AssertionError(f"{what}: {_difference(found, expected)}")


def changes(answer: dict[str, Any]) -> dict[str, Any]:
    """What a rehearsal or reassessment answers, in no order."""
    sums = ("claims_changed", "before_fen", "after_fen", "delta_fen")
    rows = sorted(tuple(row[key] for key in CHANGE_KEYS) for row in answer["changes"])
    return {**{key: answer[key] for key in sums}, "changes": rows}


def orders(answer: dict[str, Any]) -> dict[str, Any]:
    """What is answered to a late claim, claim by claim in no order."""
    told = {"cap": answer["cap"], "year": answer["year"]}
    for order, one in answer["orders"].items():
        rows = sorted(tuple(row[key] for key in CHANGE_KEYS) for row in one["claims"])
        told[order] = {"total_fen": one["total_fen"], "claims": rows}
    return told


def caps(answer: dict[str, Any]) -> dict[tuple[str, str | None], dict[str, Any]]:
    """What `remaining` answers, by cap and by warehouse or case."""
    figures = ("limit", "used", "remaining", "reached", "unit")
    return {
        (row["cap"], row.get("warehouse", row.get("case"))): {name: row[name] for name in figures}
        for row in answer["caps"]
    }


def _difference(found: Any, expected: Any) -> str:
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = [
            key
            for key in {**found, **expected}
            if found.get(key, "absent") != expected.get(key, "absent")
        ]
        parts = (
            f"{key}: {_difference(found.get(key, 'absent'), expected.get(key, 'absent'))}"
            for key in keys
        )
        return "{" + ", ".join(parts) + "}"
    if isinstance(found, list) and isinstance(expected, list):
        return (
            f"only found {[one for one in found if one not in expected]}, "
            f"only expected {[one for one in expected if one not in found]}"
        )
    return f"found {found!r}, expected {expected!r}"
