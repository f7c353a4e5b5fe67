"""Who records nothing: the auditor, who looks back, and the administrator."""

from __future__ import annotations

from collections.abc import Sequence

from tests.faults.soak.office import YEARS
from tests.faults.soak.person import API, Act, Person


class Auditor(Person):
    def acts(self) -> Sequence[tuple[int, Act]]:
        return (
            (20, self.looks_back), (15, self.slides), (8, self.asks_late), (5, self.samples),
            (8, self.overviews), (2, self.audits), (2, self.lists_jobs), (1, self.reperforms),
            (1, self.packs), (3, self.prints),
        )  # fmt: skip

    def _head(self) -> int:
        return int(self.get("/ledger")["position"])

    def _claim(self) -> dict[str, str]:
        (claim,) = self.random.sample(self.get("/claims", status="approved", limit=60), 1)
        return dict(claim)

    def looks_back(self) -> None:
        claim, position = self._claim()["claim_no"], self._head() - self.random.randrange(200)
        self.page(f"/claims/{claim}")
        self.page(f"/claims/{claim}/history")
        self.page("/claims", position=position)
        self.get("/totals", position=position)
        self.ask("read", "GET", f"{API}/claims/{claim}", (200, 404), params={"position": position})

    def slides(self) -> None:
        """Step through the log of an enterprise as the slider does."""
        uscc = self._claim()["uscc"]
        self.page(f"/enterprises/{uscc}")
        steps = [each["position"] for each in self.get(f"/enterprises/{uscc}/history")]
        for position in self.random.sample(steps, min(6, len(steps))):
            self.ask("slider", "GET", f"/enterprises/{uscc}/step", params={"position": position})

    def asks_late(self) -> None:
        claim = self._claim()["claim_no"]
        for before in (API, ""):  # 404: no cap binds it
            self.ask("late", "GET", f"{before}/claims/{claim}/late", (200, 404))

    def samples(self) -> None:
        seed = f"{self.random.randrange(10**6)}"
        self.ask("audit", "GET", f"{API}/audit/sample", params={"size": 20, "seed": seed})

    def overviews(self) -> None:
        self.page("/")
        self.get("/overview", year=self.random.choice(YEARS))
        self.page("/audit")
        self.page("/policy")

    def audits(self) -> None:
        for name in ("duplicates", "exceptions", "separation", "delays"):
            self.ask("audit", "GET", f"{API}/audit/{name}", (200, 202, 503))

    def lists_jobs(self) -> None:
        for job in self.get("/jobs")["jobs"][:3]:
            self.page(f"/jobs/{job['id']}")

    def reperforms(self) -> None:
        job = self.do("reperform", "POST", "/audit/reperformances", json={})
        ended = self.followed(self.get(job["job"].removeprefix(API)))
        if ended["exit_code"] != 0:
            self.seen.fault(f"reperform while others work: {str(ended['answer'])[:300]}")

    def packs(self) -> None:
        job = self.do("pack", "POST", "/audit/packs", json={})
        ended = self.followed(self.get(job["job"].removeprefix(API)))
        for file in ended["files"]:
            self.ask("file", "GET", file)

    def prints(self) -> None:
        claim = self._claim()["claim_no"]
        path = f"{API}/papers/decision.docx"
        self.ask("file", "GET", path, params={"claim": claim})


class Admin(Person):
    def acts(self) -> Sequence[tuple[int, Act]]:
        return ((5, self.looks), (3, self.reads_the_journal))

    def looks(self) -> None:
        self.page("/")
        self.page("/accounts")
        self.get("/accounts")

    def reads_the_journal(self) -> None:
        self.page("/journal")
