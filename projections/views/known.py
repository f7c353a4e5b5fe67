"""What claims state in money, and what enterprises are known by: rows beside the register.

Which of its amounts a claim declares as its cost is the policy's to say, when it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.policy.facts import StatedFact

AMOUNTS = "stated_amounts"  # of each claim, as last corrected (申报数)
NAMES = "enterprise_names"  # every name that an enterprise has or had (企业名称)
CAME_IN = "came_in"  # enterprises that another county granted anything before (迁入)
MONEY = "_fen"  # how the names end that amounts in the policy's currency are recorded under

AmountRow = tuple[str, str, int]  # claim_no, kind and fact, fen; amounts of a list are added up
NameRow = tuple[str, str, int]  # uscc, name, the position where it was first recorded


def fact_of(kind: str, name: str) -> str:
    """Return what sets the amounts apart that claims of a kind state under a name."""
    return f"{kind} {name}"


def amounts(claim_no: str, kind: str, facts: Mapping[str, StatedFact]) -> list[AmountRow]:
    """Return the amounts that a claim states."""
    rows: list[AmountRow] = []
    for name, stated in facts.items():
        if not name.endswith(MONEY):
            continue
        if isinstance(stated, tuple | list):
            rows.append((claim_no, fact_of(kind, name), sum(stated)))
        elif isinstance(stated, int):
            rows.append((claim_no, fact_of(kind, name), stated))
    return rows
