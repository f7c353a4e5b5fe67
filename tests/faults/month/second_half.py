"""The second half of the month: money is given, shared out, shown, paid, and comes back."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.faults.month.first_half import YEAR
from tests.faults.month.office import Office, at_once
from tests.support.money_desk import account_of

DAY, NOTICE, PAYING, RETURNED = "2022-01-10", "2025-04-01", "2025-04-20", "2025-05-20"
PAST = ("--backdated", "补录1号")
BACKDATED = {"backdated": PAST[1]}
OF = {"document": "D-2", "reason": "登记有误"}


def worked(desk: Office) -> None:
    """Work through it."""
    _money_is_shared_out(desk)
    _a_notice_is_objected_to(desk)
    _paid_by_another_hand(desk)
    _one_does_not_arrive(desk)
    _one_is_taken_back(desk)


def lines(desk: Office) -> list[tuple[int, dict[str, Any]]]:
    """Return every line of every batch, each with the batch's number."""
    numbers = [each["batch"] for each in desk.asked("batch", "list")]
    return [
        (number, line)
        for number in numbers
        for line in desk.asked("batch", "show", str(number))["lines"]
    ]


def _money_is_shared_out(desk: Office) -> None:
    """Two compute a batch of the year's money at once: no claim is in both."""
    given = {"amount_fen": 100_000_000, "on": DAY, "document": "A-1"}
    desk.do("finance", "POST", f"/budgets/{YEAR}/appropriations", **given)
    refused, ran = at_once(
        partial(desk.tries, "finance", "POST", "/batches", budget_year=YEAR),
        partial(desk.typed, "batch", "compute", "--budget-year", str(YEAR), "--by", "qian"),
    )
    assert {refused, ran.code} in ({"", 1}, {"nothing-unpaid", 0}), (refused, ran.err)
    taken = [line["claim_no"] for _number, line in lines(desk)]
    owed = [each["claim_no"] for each in desk.asked("claims") if each["granted_fen"]]
    assert sorted(taken) == sorted(owed)


def _a_notice_is_objected_to(desk: Office) -> None:
    """Accounts are named, a notice begins, one objects; who submitted it does not resolve it."""
    for uscc in sorted({line["uscc"] for _number, line in lines(desk)}):
        account = {"account": account_of(uscc), "bank": "示例银行"}
        desk.do("clerk", "PUT", f"/enterprises/{uscc}/account", **account)
    batch = "/batches/1"
    desk.do("finance", "POST", f"{batch}/publication", on=NOTICE, **BACKDATED)
    claim = lines(desk)[0][1]["claim_no"]
    objection = f"{batch}/objections/{claim}"
    desk.do("clerk", "POST", objection, reason="金额不符", on="2025-04-02")
    assert desk.tries("clerk", "POST", f"{objection}/resolution", dismiss=True, **OF)
    desk.do("approver", "POST", f"{objection}/resolution", dismiss=True, document="异1号")


def _paid_by_another_hand(desk: Office) -> None:
    """The cashier pays at the server and another beside it, some of the same lines."""
    claims = [line["claim_no"] for _number, line in lines(desk)]
    some, others = claims[: len(claims) * 2 // 3], claims[len(claims) // 3 :]
    pay = {"on": PAYING, **BACKDATED}
    payments = "/batches/1/payments"
    assert desk.tries("finance", "POST", payments, receipt="Z-0", **pay) == "role-missing"
    own = ("--receipt", "Z-0", "--on", PAYING, *PAST, "--by", "approver")
    assert desk.typed("batch", "pay", "1", *own).code == 1
    beside = ("--receipt", "Z-2", "--on", PAYING, *PAST, "--by", "sun")
    only = [word for claim in others for word in ("--only", claim)]
    refused, ran = at_once(
        partial(desk.tries, "cashier", "POST", payments, receipt="Z-1", only=some, **pay),
        partial(desk.typed, "batch", "pay", "1", *beside, *only),
    )
    assert (not refused) + (ran.code == 0) == 1, (refused, ran.err)
    left = [line["claim_no"] for _number, line in lines(desk) if line["state"] == "free"]
    assert sorted(left) == sorted(set(claims) - set(others if refused else some))
    desk.do("cashier", "POST", payments, receipt="Z-3", only=left, **pay)
    assert {line["state"] for _number, line in lines(desk)} == {"paid"}


def _one_does_not_arrive(desk: Office) -> None:
    """The bank sends one back, recorded by two; it is computed and paid once more."""
    number, line = lines(desk)[-1]
    claim = line["claim_no"]
    back = {"reason": "账户已销户", "on": RETURNED, **BACKDATED}
    typed = ("--reason", "账户已销户", "--on", RETURNED, *PAST, "--by", "sun")
    at_once(
        partial(desk.do, "cashier", "POST", f"/batches/{number}/failures/{claim}", **back),
        partial(desk.typed, "batch", "fail", str(number), claim, *typed),
    )
    states = [each["type"] for each in desk.asked("history", claim)]
    assert sum("failed" in each for each in states) == 1, states
    ran = desk.typed("batch", "compute", "--budget-year", str(YEAR), "--by", "qian")
    again = ran.json["batch"]
    notice = {"on": "2025-06-01", **BACKDATED}
    desk.do("finance", "POST", f"/batches/{again}/publication", **notice)
    paying = {"receipt": "Z-4", "on": "2025-06-20", **BACKDATED}
    desk.do("cashier", "POST", f"/batches/{again}/payments", **paying)


def _one_is_taken_back(desk: Office) -> None:
    """A claim that was paid is revoked, and comes back once, though two record it."""
    line = lines(desk)[1][1]
    claim, fen = line["claim_no"], line["transferred_fen"]
    desk.do("approver", "POST", f"/claims/{claim}/revocation", **OF)
    back = {"claims": [claim], "amount_fen": fen, "on": "2025-07-01", **BACKDATED}
    amount = f"{fen // 100}.{fen % 100:02d}"
    typed = ("--amount", amount, "--on", "2025-07-01", "--receipt", "T-2", *PAST, "--by", "sun")
    refused, ran = at_once(
        partial(desk.tries, "cashier", "POST", "/recoveries", receipt="T-1", **back),
        partial(desk.typed, "recovery", "record", claim, *typed),
    )
    assert (refused, ran.code) in (("nothing-owed-back", 0), ("", 1)), (refused, ran.err)
