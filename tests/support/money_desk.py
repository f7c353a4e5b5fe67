"""Claims of any amount, approved, for the tests of budgets and batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from domain.identity import check_character
from tests.support.command import asked, subsidy, write_lines

USCC = "91330382MA0000023T"
OTHER = "91330382MA0001018G"
CLERK, OFFICER, CASHIER = ("--by", "clerk"), ("--by", "officer"), ("--by", "cashier")
PAST = ("--backdated", "D")  # by which an act of the past is recorded now
CLOSED = ("--document", "结转1号", "--on", "2022-12-31")  # a year carried over on its last day
MOVE = ("budget", "appropriate", "2022", "--document", "D", "--on", "2022-01-01")


def past(day: str) -> tuple[str, ...]:
    """Return the options of an act of a past day that is recorded now."""
    return ("--on", day, *PAST)


def case(claim_no: str, amount: str, uscc: str = USCC, **others: Any) -> dict[str, Any]:
    """A claim of the one kind whose amount a document decides: granted what it asks for."""
    return {
        "claim_no": claim_no,
        "uscc": uscc,
        "enterprise": "示例企业",
        "kind": "case-by-case",
        "occurred_on": "2022-03-07",
        "filed_on": "2022-10-08",
        "facts": {"article": "三（一）", "decision_no": f"D-{claim_no}", "amount": amount},
    } | others


def code(serial: int) -> str:
    """A valid unified social credit code."""
    first = f"91330382MB{serial:07d}"
    return first + check_character(first)


def submit(store: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Have claims submitted by the clerk."""
    asked(store, "backfill", write_lines(store.parent / "claims.jsonl", lines), *CLERK)


def approved(store: Path, *lines: Mapping[str, Any]) -> None:
    """Have claims submitted, and decided by the officer in their order."""
    submit(store, lines)
    with_accounts(store, *(str(line["uscc"]) for line in lines))
    asked(store, "approve", *(str(line["claim_no"]) for line in lines), *OFFICER)


def with_accounts(store: Path | str, *codes: str) -> None:
    """Have enterprises named an account each to be paid on; one that has it keeps it."""
    for uscc in dict.fromkeys(codes):
        account = ("--account", account_of(uscc), "--bank", "示例银行")
        asked(store, "enterprise", "account", uscc, *account, "--by", "registrar")


def account_of(uscc: str) -> str:
    """Return the account that an enterprise is named here."""
    return f"62220212{int(uscc[8:17], 36):012d}"[:19]


def money(store: Path, amount: str, year: int = 2022, **others: str) -> Any:
    """Appropriate money to a budget year."""
    options = {"line": "all", "document": f"A-{year}", "on": f"{year}-01-10"} | others
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return asked(store, "budget", "appropriate", str(year), "--amount", amount, *words)


def computed(store: Path, *words: str, year: int = 2022) -> Any:
    """Compute a batch."""
    return asked(store, "batch", "compute", "--budget-year", str(year), *words)


def paid(store: Path, number: int, receipt: str | None = None, on: str = "2022-11-20") -> Any:
    """Publish a batch where it was not, and pay it after its notice; recorded later, by PAST."""
    publish = ("batch", "publish", str(number), "--on", "2022-11-01", "--days", "7")
    asked(store, *publish, *PAST)
    receipt = receipt or f"R-{number}"
    pay = ("batch", "pay", str(number), "--on", on, "--receipt", receipt, *PAST)
    return asked(store, *pay, *CASHIER)


def states(batch: Any) -> dict[str, str]:
    """The state of each line, by claim."""
    return {line["claim_no"]: line["state"] for line in batch["lines"]}


def refused(store: Path, *words: str) -> str:
    """Run a command that a rule must refuse, and return what it says."""
    ran = subsidy(*words, "--store", store, "--lang", "en")
    assert ran.code == 1, ran.out
    return ran.err


def figures(store: Path, *words: str, year: int = 2022, line: str = "all") -> dict[str, Any]:
    """Return the figures of one line of a year's budget."""
    answer = asked(store, "budget", "show", str(year), *words)["lines"][line]
    assert isinstance(answer, dict)
    return answer


def position_of(store: Path, of: str, event: str, document: str | None = None) -> int:
    """Return where the log has the last event of a type in a history; document: that it names."""
    events = reversed(asked(store, "history", of))
    wanted = (each for each in events if each["type"] == event)
    of_it = (each for each in wanted if document in (None, each.get("document")))
    return int(next(of_it)["position"])
