"""The first half of the month: claims come in, are raced for, refused, withdrawn, reassessed."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.faults.month.office import Office, at_once, lines, yuan
from tests.support.command import write_lines
from tests.support.few_claims import trademark
from tests.support.money_desk import case, code

YEAR = 2022
ACME, OTHER, THIRD = code(1), code(2), code(3)
TRADEMARKS = [f"W-{each}" for each in range(8)]  # of one enterprise: 30,000 yuan in all
CASES = [f"K-{each}" for each in range(6)]
BOTH = "B-1"  # comes in by both ways
MEANWHILE = "M-1"  # is approved while the policy changes
RATE = "measures.overseas-trademark.rate=40%"
AMENDING = {
    "first_day": "2022-01-01", "last_day": "2024-12-31", "announced_on": "2025-03-01",
    "document": "乐政发1号",
}  # fmt: skip


def worked(desk: Office) -> None:
    """Work through it."""
    _claims_come_in(desk)
    _figures_of_years(desk)
    _approvals_race(desk)
    _others_race(desk)
    _policy_changes_meanwhile(desk)
    _order_is_changed(desk)


def _claims_come_in(desk: Office) -> None:
    """By a form, by a file at the server and by one beside it, one claim of which is in both."""
    shared = trademark(BOTH, "2022-09-01", "100", OTHER)
    meanwhile = trademark(MEANWHILE, "2022-10-01", "700", OTHER)
    imported = [shared, meanwhile, *(case(claim, "500", THIRD) for claim in CASES)]
    others = [shared, *(trademark(f"C-{each}", "2022-08-01", "300", OTHER) for each in range(5))]
    path = write_lines(desk.store.parent / "beside.jsonl", others)

    def by_forms() -> list[int]:
        return [
            desk.page("clerk", "POST", "/claims/new", data=_form(claim)).status_code
            for claim in TRADEMARKS
        ]

    def by_a_file() -> Any:
        files = {"files": ("claims.jsonl", lines(*imported))}
        return desk.followed(desk.ask("clerk", "POST", "/imports", files=files).json(), "clerk")

    forms, job, ran = at_once(
        by_forms, by_a_file, lambda: desk.typed("backfill", path, "--by", "pang")
    )
    assert forms == [303] * len(TRADEMARKS)
    assert job["exit_code"] == ran.code == 0, (job, ran.err)
    again = desk.ask("clerk", "POST", "/imports", files={"files": ("f", lines(*imported))}).json()
    assert desk.followed(again, "clerk")["answer"]["accepted"] == 0


def _form(claim: str) -> dict[str, str]:
    stated = trademark(claim, "2022-05-01", "9000", ACME)
    facts = {f"facts.{name}": str(value) for name, value in stated.pop("facts").items()}
    return {**stated, **facts, "facts.self_export": "true", "step": "send"}


def _figures_of_years(desk: Office) -> None:
    """Exports of two years, one at the server and one beside it."""
    figures = {"us_usd": "12000000", "rcep_usd": "0"}
    beside = ("exports", ACME, "2023", "--us-usd", "9000000", "--rcep-usd", "1000000")
    done, ran = at_once(
        lambda: desk.tries("clerk", "PUT", f"/enterprises/{ACME}/exports/2022", **figures),
        lambda: desk.typed(*beside, "--by", "pang"),
    )
    assert (done, ran.code) == ("", 0), ran.err


def _approvals_race(desk: Office) -> None:
    """Two at the server and one beside it decide, partly the same claims, at the figures seen.

    Where another figure has come of the cap meanwhile, it is looked at and asked once more.
    """
    for _round in range(len(TRADEMARKS) + 1):
        seen = [*desk.seen(*TRADEMARKS).items()]
        if not seen:
            break
        part = max(1, len(seen) // 4)
        came = at_once(
            partial(desk.decided, "approver", dict(seen[: 2 * part])),
            partial(_by_the_page, desk, "deputy", dict(seen[part:] or seen)),
            partial(desk.decided_beside, dict(reversed(seen[-2 * part :]))),
        )
        assert {code for codes in came for code in codes} <= {"grant-differs"}, came
    assert desk.seen(*TRADEMARKS) == {}


def _by_the_page(desk: Office, by: str, seen: dict[str, str]) -> list[str]:
    """Approve what was seen on the page of the queue; return the codes of refusals."""
    expected = [f"{claim}={figure}" for claim, figure in seen.items()]
    sent = {"step": "send", "chosen": list(seen), "expected": expected}
    headers = desk.browsers[by] | {"accept": "application/json"}
    answer = desk.http.post("/approve", data=sent, headers=headers)
    assert answer.status_code == 200, answer.text
    outcomes = answer.json()["outcomes"]
    for each in outcomes:
        if each["decided"]:
            assert yuan(each["fen"]) == seen[each["claim"]], each
            desk.granted.add((by, each["claim"], seen[each["claim"]]))
    return [each["code"] for each in outcomes if not each["decided"]]


def _others_race(desk: Office) -> None:
    """A claim that is rejected while it is approved, and one that is withdrawn: one of them is."""
    rejected, withdrawn = "C-0", BOTH
    for claim, path, role in (
        (rejected, "rejection", "approver"),
        (withdrawn, "withdrawal", "clerk"),
    ):
        seen = desk.seen(claim)
        assert seen, claim
        refused, codes = at_once(
            partial(desk.tries, role, "POST", f"/claims/{claim}/{path}", reason="材料不全"),
            partial(desk.decided, "approver", seen),
        )
        status = desk.asked("explain", claim)["status"]
        recorded = [each["type"] for each in desk.asked("history", claim)][1:]
        assert len(recorded) == (not refused) + (not codes), (claim, refused, codes, recorded)
        assert status in ("approved", "rejected", "withdrawn", "not-approved"), status


def _policy_changes_meanwhile(desk: Office) -> None:
    """While the rate is lowered for the past, a claim is approved at what it was or not at all."""
    seen = desk.seen(MEANWHILE)
    proposed = desk.do("approver", "POST", "/policies/amendments", set=[RATE], **AMENDING)
    where = f"/policies/proposals/{proposed['proposal']}/confirmation"
    assert desk.tries("approver", "POST", where) == "proposer-cannot-confirm"
    refused, codes = at_once(
        partial(desk.tries, "deputy", "POST", where),
        partial(desk.decided_beside, seen),
    )
    assert refused == ""
    assert codes in ([], ["grant-differs"])
    begun = desk.ask("approver", "POST", "/reassessments", json={}).json()
    job, ran = at_once(
        partial(desk.followed, begun, "approver"),
        partial(desk.typed, "reassess", "--by", "tang"),
    )
    assert ran.code == 0, ran.err
    changed = job["answer"]["claims_changed"] + ran.json["claims_changed"]
    touched = [each for each in desk.asked("claims") if each["policy_version"] == 2]
    assert 0 < changed <= len(touched)
    rest = desk.seen(MEANWHILE, "C-1", "C-2", "C-3", "C-4", *CASES)
    assert desk.decided("approver", rest) == []


def _order_is_changed(desk: Office) -> None:
    """A claim of an earlier day comes late; the enterprise's order is that of the matters."""
    late = trademark("L-1", "2022-01-15", "20000", ACME)
    path = write_lines(desk.store.parent / "late.jsonl", [late])
    assert desk.typed("backfill", path, "--by", "pang").code == 0
    assert desk.decided("approver", desk.seen("L-1")) == []
    shown = desk.get("/claims/L-1/late")
    assert shown == desk.asked("late", "L-1")
    order = {"cap": "trademarks-in-all", "order": "matter", "document": "序1号"}
    changed = desk.do("approver", "POST", f"/enterprises/{ACME}/orders", **order)
    assert changed["claims_changed"] > 0
