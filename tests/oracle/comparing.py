"""Answers of the command line in the shape the second implementation gives, and how they differ."""

from __future__ import annotations

from typing import Any

CHANGE_KEYS = ("claim_no", "before_fen", "after_fen")


def same(what: str, actual: Any, expected: Any) -> None:
    """Raises AssertionError with only what differs."""
    if actual != expected:
        raise AssertionError(f"{what}: {_difference(actual, expected)}")


def changes(answer: dict[str, Any]) -> dict[str, Any]:
    """What a rehearsal or reassessment answers, in no order."""
    sums = ("claims_changed", "before_fen", "after_fen", "delta_fen")
    rows = sorted(tuple(row[key] for key in CHANGE_KEYS) for row in answer["changes"])
    return {**{key: answer[key] for key in sums}, "changes": rows}


def written(value: Any) -> str:
    """A value as a command line has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)


def orders(answer: dict[str, Any]) -> dict[str, Any]:
    """What is answered to a late claim, claim by claim in no order."""
    fields = {"cap": answer["cap"], "year": answer["year"]}
    for order, each in answer["orders"].items():
        rows = sorted(tuple(row[key] for key in CHANGE_KEYS) for row in each["claims"])
        fields[order] = {"total_fen": each["total_fen"], "claims": rows}
    return fields


def caps(answer: dict[str, Any]) -> dict[tuple[str, str | None], dict[str, Any]]:
    """What `remaining` answers, by cap and by warehouse or case."""
    figures = ("limit", "used", "remaining", "reached", "unit")
    return {
        (row["cap"], row.get("warehouse", row.get("case"))): {name: row[name] for name in figures}
        for row in answer["caps"]
    }


def _difference(actual: Any, expected: Any) -> str:
    if isinstance(actual, dict) and isinstance(expected, dict):
        keys = [
            key
            for key in {**actual, **expected}
            if actual.get(key, "absent") != expected.get(key, "absent")
        ]
        parts = (
            f"{key}: {_difference(actual.get(key, 'absent'), expected.get(key, 'absent'))}"
            for key in keys
        )
        return "{" + ", ".join(parts) + "}"
    if isinstance(actual, list) and isinstance(expected, list):
        return (
            f"only found {[answer for answer in actual if answer not in expected]}, "
            f"only expected {[answer for answer in expected if answer not in actual]}"
        )
    return f"found {actual!r}, expected {expected!r}"
