"""A late claim's outcomes by each order, for people and for programs."""

from __future__ import annotations

from typing import Any

from adapters.wording.claims.causes import ORDERS
from adapters.wording.tables import show_table
from domain.enterprise.state import Enterprise
from domain.money import yuan
from domain.policy.book import PolicyBook
from projections.reassessment.late import ClaimOutcome, Late


def answer(found: Late) -> dict[str, Any]:
    """Return the outcomes as other programs rely on them; amounts in fen."""
    return {
        "cap": found.cap,
        "year": found.year,
        "orders": {
            rule: {
                "total_fen": sum(turn.after_fen for turn in turns),
                "claims": [
                    {
                        "claim_no": turn.claim_no,
                        "before_fen": turn.before_fen,
                        "after_fen": turn.after_fen,
                    }
                    for turn in turns
                ],
            }
            for rule, turns in found.orders.items()
        },
    }


def show(found: Late, enterprise: Enterprise, book: PolicyBook, lang: str) -> None:
    """Print one table: a row a claim, a column an order, what each gains or gives back."""
    en = lang == "en"
    caps = {cap.id: cap for version in book.versions for cap in version.policy.caps_in_force}
    cap = caps[found.cap]
    title = cap.title_en if en else cap.title_zh
    year = "" if found.year is None else f" {found.year}"
    print(f"{title}{year}")
    headers = ["claim", "occurred", "now"] if en else ["申报编号", "事项日期", "现核定"]
    headers += [ORDERS[rule][en] for rule in found.orders]
    rows = []
    for turns in zip(*found.orders.values(), strict=True):
        first = turns[0]
        day = enterprise.claims[first.claim_no].submitted.occurred_on.isoformat()
        rows.append([first.claim_no, day, yuan(first.before_fen), *map(_told, turns)])
    now = sum(turn.before_fen for turn in next(iter(found.orders.values())))
    totals = [yuan(sum(turn.after_fen for turn in turns)) for turns in found.orders.values()]
    rows.append(["total" if en else "合计", "", yuan(now), *totals])
    show_table(headers, rows, {2, 3, 4, 5})
    print()
    print(
        "Nothing was recorded. `subsidy reorder` records a rule, by a document."
        if en
        else "以上只是试算，未作任何记录。按文件确定次序用 subsidy reorder。"
    )


def _told(turn: ClaimOutcome) -> str:
    gained = turn.after_fen - turn.before_fen
    if gained == 0:
        return yuan(turn.after_fen)
    return f"{yuan(turn.after_fen)} ({'+' if gained > 0 else ''}{yuan(gained)})"
