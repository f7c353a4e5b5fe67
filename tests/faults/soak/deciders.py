"""Approvers: what waits, looked at, foreseen and decided as it was shown; refusals; amendments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.faults.soak.person import API, AS_JSON, Act, Person

LOT = (3, 15)  # claims decided at once
AMENDING = {"first_day": "2022-01-01", "last_day": "2024-12-31", "announced_on": "2025-03-01"}


class Approver(Person):
    def acts(self) -> Sequence[tuple[int, Act]]:
        return (
            (40, self.decides_singly), (20, self.decides_a_lot), (4, self.rejects),
            (8, self.looks), (1, self.revokes), (1, self.amends),
        )  # fmt: skip

    def decides_singly(self) -> None:
        for claim in self._chosen(1):
            self.page(f"/approve/claims/{claim}")
            self._decide([claim])

    def decides_a_lot(self) -> None:
        self._decide(self._chosen(self.random.randint(*LOT)))

    def _chosen(self, number: int) -> list[str]:
        """Return claims that wait; another approver may choose them too."""
        self.page("/approve")
        queue = self.get("/queue", limit=60)["claims"]
        waiting = [each["claim_no"] for each in queue if each["foreseen"]["refused"] is None]
        first = self.random.randrange(max(1, len(waiting) - number))
        return waiting[first : first + number]

    def _decide(self, claims: list[str]) -> None:
        if not claims:
            return
        sent: dict[str, Any] = {"chosen": claims}
        shown = self.ask("preview", "POST", "/approve/preview", data=sent, headers=AS_JSON).json()
        figures = {claim: each["fen"] for claim, each in shown["claims"].items()}
        for claim, why in shown["refused"].items():
            self.seen.did(f"approver foresees a refusal: {why[:30]} {claim[:0]}")
        if not figures:
            return
        self.stop.wait(self.random.uniform(0.5, 3))  # it is read
        expected = [f"{claim}={fen // 100}.{fen % 100:02d}" for claim, fen in figures.items()]
        sent = {"step": "send", "chosen": list(figures), "expected": expected}
        kind = "approve one" if len(figures) == 1 else "approve lot"
        answer = self.ask(kind, "POST", "/approve", (200, 409), data=sent, headers=AS_JSON)
        if answer.status_code == 409:
            self.seen.refused("approve", "409", answer.text)
            return
        for outcome in answer.json()["outcomes"]:
            claim = outcome["claim"]
            if not outcome["decided"]:
                self.seen.refused("approve", outcome["code"], outcome["text"])
            elif outcome["fen"] != figures[claim]:
                self.seen.fault(f"{claim} was shown {figures[claim]} fen and got {outcome}")
            else:
                self.seen.granted(claim, figures[claim])

    def rejects(self) -> None:
        for claim in self._chosen(1):
            self.do("reject", "POST", f"/claims/{claim}/rejection", json={"reason": "材料不全"})

    def looks(self) -> None:
        self.page("/")
        self.page("/claims", status="approved", sort="-granted_fen")
        for claim in self._chosen(1):
            self.page(f"/claims/{claim}")
            self.page(f"/claims/{claim}/papers")
            self.get(f"/claims/{claim}/history")

    def revokes(self) -> None:
        approved = self.get("/claims", status="approved", limit=40, sort="-submitted_on")
        if approved:
            claim = self.random.choice(approved)["claim_no"]
            why = {"document": "撤1号", "reason": "登记有误"}
            self.do("revoke", "POST", f"/claims/{claim}/revocation", json=why)

    def amends(self) -> None:
        """Amend the policy for the past and reassess what it touches."""
        rate = self.random.choice(("50%", "45%", "40%"))
        sets = {"set": [f"measures.overseas-trademark.rate={rate}"], "document": "乐政发1号"}
        if self.do("amend", "POST", "/policies/amendments", json=AMENDING | sets) is not None:
            job = self.do("reassess", "POST", "/reassessments", json={})
            self.followed(self.get(job["job"].removeprefix(API)))
