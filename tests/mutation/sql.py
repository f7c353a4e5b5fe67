"""The small changes a mutation run makes in statements that stand as text in a module."""

from __future__ import annotations

import re
from collections.abc import Iterator

STATEMENT = re.compile(r"\b(SELECT|WHERE|ORDER BY|HAVING)\b|[=<>] \?")
CONDITION = r"([\w{}]+(?:\(\w+\))?) (<=|>=|=|<|>) (\?|'\w+'|\d+)|[\w{}]+ IN \(\{[^}]*\}\)"
CHANGES = (
    (r" < ", " <= "),
    (r" <= ", " < "),
    (r" > ", " >= "),
    (r" >= ", " > "),
    (r" = ", " <> "),
    (r" IN ", " NOT IN "),
    (r" AND ", " OR "),
    (r" UNION ALL ", " UNION "),
    (r"\bSUM\(", "MAX("),
    (r"\bDISTINCT ", ""),
    (r" DESC\b", ""),
    (r" ORDER BY [\w{}]+( DESC)?", ""),
    (CONDITION, r"(\g<0> OR TRUE)"),
)


def sql_changes(literal: str) -> Iterator[str]:
    """Yield what a literal becomes; it is Python, and stays so. Nothing where it is not SQL."""
    if STATEMENT.search(literal):
        for was, becomes in CHANGES:
            for hit in re.finditer(was, literal):
                yield literal[: hit.start()] + hit.expand(becomes) + literal[hit.end() :]
