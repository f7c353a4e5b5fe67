"""Finance computes and publishes; another hand pays, and records what did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from adapters.ledger.handling.clock import now
from domain.calendar import day_of
from tests.faults.soak.office import YEARS
from tests.faults.soak.person import API, Act, Person

NOTICE_DAYS = 20  # since which a notice is said to stand, so that its batch can be paid
PAID_AT_ONCE = 30  # lines
BATCH_FEN = 20_000_000  # owed, for which a batch is computed
BACKDATED = {"backdated": "补录1号"}


def today() -> str:
    return day_of(now()).isoformat()


class Finance(Person):
    def acts(self) -> Sequence[tuple[int, Act]]:
        return (
            (40, self.looks), (8, self.moves_a_batch), (1, self.appropriates), (3, self.exports),
            (1, self.holds),
        )  # fmt: skip

    def looks(self) -> None:
        year = self.random.choice(YEARS)
        self.page("/")
        self.get("/totals", by=self.random.choice(("enterprise", "year")))
        self.get("/overview", year=year)
        self.get(f"/budgets/{year}")
        self.get("/caps", year=year, limit=20)
        self.get("/waiting")
        self.page(f"/budget/{year}")
        for batch in self.get("/batches", limit=3):
            self.page(f"/batches/{batch['batch']}")

    def moves_a_batch(self) -> None:
        """Publish the batch that was computed, or compute another where enough is owed."""
        computed = [each for each in self.get("/batches") if each["state"] == "computed"]
        owed, year = max((self._owed_fen(year), year) for year in YEARS)
        if not computed and owed >= BATCH_FEN:
            self.do("compute", "POST", "/batches", json={"budget_year": year})
        for batch in computed:
            day = (day_of(now()) - timedelta(days=NOTICE_DAYS)).isoformat()
            path = f"/batches/{batch['batch']}/publication"
            self.do("publish", "POST", path, json={"on": day, **BACKDATED})

    def _owed_fen(self, year: int) -> int:
        """Return what of a year is approved and in no batch that was published."""
        line = self.get(f"/budgets/{year}")["lines"]["all"]
        return int(line["approved_unpaid_fen"] - line["in_publicity_fen"] - line["held_fen"])

    def appropriates(self) -> None:
        year, number = self.random.choice(YEARS), self.random.randrange(10**9)
        sent = {"amount_fen": 1_000_000, "on": f"{year}-06-01", "document": f"A-{number}"}
        self.do("supplement", "POST", f"/budgets/{year}/supplements", json=sent)

    def exports(self) -> None:
        self.ask("file", "GET", "/claims", params={"export": "xlsx"}, follow_redirects=True)
        self.ask("file", "GET", f"{API}/claims.csv", params={"year": 2022})

    def holds(self) -> None:
        (claim, *_) = self.get("/claims", status="approved", limit=1, sort="-submitted_on")
        day, uscc = (day_of(now()) - timedelta(days=2)).isoformat(), claim["uscc"]
        sent = {"from": day, "reason": "credit", "document": f"H-{self.random.randrange(10**9)}"}
        if self.do("hold", "POST", f"/enterprises/{uscc}/holds", json=sent) is not None:
            path = f"/enterprises/{uscc}/releases"
            self.do("release", "POST", path, json={"on": today(), "document": "H-2"})


class Cashier(Person):
    def acts(self) -> Sequence[tuple[int, Act]]:
        return (
            (12, self.looks), (12, self.pays), (2, self.fails), (2, self.prints),
        )  # fmt: skip

    def looks(self) -> None:
        self.page("/")
        self.page("/batches")
        for batch in self.get("/batches", limit=2):
            self.get(f"/batches/{batch['batch']}")
            self.page(f"/batches/{batch['batch']}/pay")
        self.get("/account-checks")

    def _lines(self, *states: str) -> list[tuple[int, dict[str, Any]]]:
        return [
            (batch["batch"], line)
            for batch in self.get("/batches")
            if batch["state"] in ("published", "paid")
            for line in self.get(f"/batches/{batch['batch']}")["lines"]
            if line["state"] in states and not line.get("barriers")
        ]

    def pays(self) -> None:
        free = self._lines("free")
        if not free:
            return
        number = free[0][0]
        only = [line["claim_no"] for batch, line in free if batch == number][:PAID_AT_ONCE]
        receipt = f"Z-{self.random.randrange(10**9)}"
        sent = {"only": only, "receipt": receipt, "on": today(), **BACKDATED}
        self.do("pay", "POST", f"/batches/{number}/payments", json=sent)

    def fails(self) -> None:
        paid = self._lines("paid")
        if paid:
            number, line = self.random.choice(paid)
            path = f"/batches/{number}/failures/{line['claim_no']}"
            self.do("fail", "POST", path, json={"reason": "账户已销户", "on": today()})

    def prints(self) -> None:
        for batch in self.get("/batches", limit=1):
            path = f"/papers/payments/{batch['batch']}.xlsx"
            answer = self.ask("file", "POST", f"{API}{path}", (200, 409), json={"reason": "送银行"})
            if answer.status_code == 409:
                self.seen.refused("print", answer.json()["code"], "")
