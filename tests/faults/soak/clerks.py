"""Clerks: claims by a form and by files, papers, accounts to be paid on, withdrawals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from tests.adapters.files.attached.made import DIGITAL
from tests.faults.soak.office import text_of
from tests.faults.soak.person import API, Act, Person
from tests.support.money_desk import account_of

BOOK = Path("scripts/sample/county-2022.xlsx")
IN_A_FILE = 8  # claims


class Clerk(Person):
    """A clerk, who takes what comes in by the post."""

    mine: ClassVar[list[str]] = []  # claims that some clerk submitted

    def acts(self) -> Sequence[tuple[int, Act]]:
        return (
            (40, self.submits), (6, self.imports), (4, self.tries_and_records), (1, self.a_book),
            (15, self.attaches), (4, self.withdraws), (10, self.looks), (8, self.names_accounts),
            (2, self.takes_a_template),
        )  # fmt: skip

    def submits(self) -> None:
        (claim,) = self.post.take(1)
        self.page("/claims/new", kind=claim["kind"])
        typed = form_of(claim)
        self.ask("page", "POST", "/claims/new/foreseen", data=typed)
        sent = typed | {"step": "send"}
        answer = self.ask("write", "POST", "/claims/new", (303, 409), data=sent)
        if answer.status_code == 409:
            said = re.findall(r'class="error[^>]*>([^<]+)', answer.text)
            self.seen.refused("submit", "409", f"{claim['claim_no']}: {said}")
        else:
            self.mine.append(claim["claim_no"])
            self.page(answer.headers["location"])

    def imports(self) -> None:
        claims = self.post.take(IN_A_FILE)
        files = {"files": ("claims.jsonl", text_of(claims).encode())}
        job = self.do("import", "POST", "/imports", files=files)
        answer = self.followed(self.get(job["job"].removeprefix(API)))["answer"]
        if answer["accepted"] != len(claims):
            self.seen.fault(f"{self.name}: of {len(claims)} claims, {answer} was imported")
        self.mine.extend(claim["claim_no"] for claim in claims)

    def tries_and_records(self) -> None:
        """Import by the pages: tried out first, then recorded."""
        claims = self.post.take(IN_A_FILE)
        files = {"files": ("new.jsonl", text_of(claims).encode())}
        begun = self.ask("write", "POST", "/imports", (303,), files=files)
        for _step in range(2):
            job = begun.headers["location"].rpartition("/")[2]
            self.followed(self.get(f"/jobs/{job}"))
            page = self.page(f"/imports/{job}")
            if f"/imports/{job}/record" not in page:
                return
            begun = self.ask("write", "POST", f"/imports/{job}/record", (303,))

    def a_book(self) -> None:
        """Import a workbook that was imported before but for the first time."""
        job = self.do("import", "POST", "/imports", files={"files": (BOOK.name, BOOK.read_bytes())})
        self.followed(self.get(job["job"].removeprefix(API)))

    def attaches(self) -> None:
        if not self.mine:
            return
        claim, yuan = self.random.choice(self.mine[-200:]), self.random.randrange(100, 90_000)
        paper = DIGITAL.replace("20000.00", f"{yuan}.00").encode()
        files = {"files": ("invoice.xml", paper)}
        path = f"/claims/{claim}/attachments"
        if self.do("attach", "POST", path, files=files, data={"kind": "invoice"}) is None:
            return
        (*_, last) = self.get(path)["attachments"]
        self.page(f"/claims/{claim}/papers")
        self.ask("read", "GET", f"{API}/attachments/{last['sha256']}.xml", (200, 404, 422))

    def withdraws(self) -> None:
        pending = self.get("/claims", pending="true", limit=50, sort="-submitted_on")
        if pending:
            claim = self.random.choice(pending)["claim_no"]
            self.do("withdraw", "POST", f"/claims/{claim}/withdrawal", json={"reason": "企业撤回"})

    def looks(self) -> None:
        self.page("/")
        self.page("/imports")
        self.page("/claims", **{"with": "汽配"})
        self.page("/claims", search="22000", sort="-granted_fen")

    def names_accounts(self) -> None:
        for batch in self.get("/batches", limit=5):
            lines = self.get(f"/batches/{batch['batch']}")["lines"]
            lacking = {line["uscc"] for line in lines if line.get("barriers")}
            for uscc in sorted(lacking)[:3]:
                sent: dict[str, Any] = {"account": account_of(uscc), "bank": "示例银行"}
                self.do("account", "PUT", f"/enterprises/{uscc}/account", json=sent)

    def takes_a_template(self) -> None:
        self.ask("read", "GET", f"{API}/templates/claims.xlsx", params={"kind": "trademark"})


def form_of(claim: dict[str, Any]) -> dict[str, Any]:
    """Return a claim as it is typed into its form."""
    typed: dict[str, Any] = {
        name: claim[name]
        for name in ("kind", "claim_no", "uscc", "enterprise", "occurred_on", "filed_on")
    }
    for name, value in claim["facts"].items():
        typed[f"facts.{name}"] = str(value).lower() if isinstance(value, bool) else value
    if "invoices" in claim:
        typed["invoices"] = "\n".join(claim["invoices"])
        typed["other_support"] = claim["other_support"]
    return typed
