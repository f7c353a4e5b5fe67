"""Readings of the policy for people and for programs, and what each rival would change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapters.ledger.reassessing.costs import Costs
from adapters.policy.file.files import ReadingNote
from adapters.wording.tables import show_table
from domain.money import yuan
from domain.policy.measures import Policy
from domain.policy.readings import RIVALS, WITHOUT_A_LIST


def readings(
    notes: Iterable[ReadingNote], chosen: Policy, told: Costs | None
) -> list[dict[str, Any]]:
    """Return every reading with its article, default, choice and rivals; amounts in fen."""
    return [
        {
            "reading": note.name,
            "article": note.article,
            "default": RIVALS[note.name][0],
            "chosen": getattr(chosen.readings, note.name),
            "note": note.note_zh,
            "note_en": note.note_en,
            "rivals": [
                {
                    "value": rival,
                    "executable": (note.name, rival) not in WITHOUT_A_LIST,
                    **({} if told is None else told.get((note.name, rival), {})),
                }
                for rival in RIVALS[note.name]
                if rival != RIVALS[note.name][0]
            ],
        }
        for note in notes
    ]


def show_readings(answer: list[dict[str, Any]], lang: str) -> None:
    """Print a row a rival, under the reading it is a rival of."""
    en = lang == "en"
    rows = []
    for one in answer:
        chosen = one["chosen"]
        for rival in one["rivals"]:
            cost = rival.get("cost_fen")
            waits = "" if rival["executable"] else ("waits for its list" if en else "待名单")
            rows.append(
                [
                    one["article"],
                    one["reading"],
                    one["default"] + ("" if chosen == one["default"] else f" → {chosen}"),
                    rival["value"],
                    waits if cost is None else f"{rival['claims_changed']:,}",
                    "" if cost is None else ("+" if cost > 0 else "") + yuan(cost),
                ]
            )
    headers = (
        ["article", "reading", "default", "rival", "claims", "difference, yuan"]
        if en
        else ["条款", "理解", "默认", "其他理解", "变动笔数", "差额（元）"]
    )
    show_table(headers, rows, {4, 5})
    for one in answer:
        print(f"{one['article']} {one['reading']}: {one['note_en' if en else 'note']}")
