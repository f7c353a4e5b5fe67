"""The whole ledger a second time, slowly, from its documented reading alone.

Takes what the command line takes, and answers what it answers. It shares no code with the ledger,
so that a mistake here is hardly the ledger's mistake as well.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.oracle.model.oracle_amending import Amending
from tests.oracle.model.oracle_answers import CapKey, claim_row, remaining, totals
from tests.oracle.model.oracle_arrivals import Arriving, Pack
from tests.oracle.model.oracle_book import Book, patched, shipped
from tests.oracle.model.oracle_claims import Claim, Line, Outcome, content
from tests.oracle.model.oracle_decision import Account, serve
from tests.oracle.model.oracle_order import present_rooms
from tests.oracle.model.oracle_successions import Kindred

ORDERS = ("decided", "matter", "best")


class OracleLedger(Amending, Arriving):
    """Claims, exports, versions and orders, and every answer scanned out of them."""

    def __init__(
        self,
        readings: dict[str, str] | None = None,
        more: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        """An empty ledger under the shipped policy, some of its readings chosen otherwise.

        more: further caps that measures stand under.
        """
        settings = {f"readings.{name}": chosen for name, chosen in (readings or {}).items()}
        self.book = Book([replace(patched(shipped(), settings), more=more or {})])
        self._claims: list[Claim] = []
        self._decided: list[Claim] = []
        self.kin = Kindred()
        self._packs: list[Pack] = []

    # What happens.

    def exports(self, line: Line, *, from_file: bool = True) -> str | None:
        """Records an enterprise's exports of one year; the latest record of the year holds.

        From a file, a record whose content was recorded at any time before is not new. The code of
        the refusal, where there is one.
        """
        usd = Fraction(str(line["us_usd"])), Fraction(str(line["rcep_usd"]))
        record, owner = (int(line["year"]), *usd), self.kin.owner(line["uscc"])
        if from_file and record in self.kin.ever.get(owner, []):
            return None
        if owner != line["uscc"]:
            return "enterprise-succeeded"
        self.kin.record(owner, record)
        return None

    def submit(self, line: Line) -> str | None:
        """None when recorded, else `already` or the code of a refusal."""
        for claim in self._claims:
            if claim.number == line["claim_no"]:
                said = [content(claim.line), *claim.former]
                return "already" if content(line) in said else "claim-conflicts"
        owner = self.kin.owner(line["uscc"])
        for claim in self._claims:
            if claim.uscc != owner or claim.status in ("rejected", "withdrawn"):
                continue
            if set(claim.line.get("invoices", [])) & set(line.get("invoices", [])):
                return "duplicate-invoice"
        if owner != line["uscc"]:
            return "enterprise-succeeded"
        self._claims.append(Claim(line=line, company=self.kin.company(owner)))
        return None

    def decide(self, claim_no: str, reduced_to: str | None = None) -> None:
        """Decides a submitted claim; the same decision said again changes nothing.

        Raises ValueError when people rejected or withdrew it, or it was decided otherwise.
        """
        claim = self._find(claim_no)
        if claim.status != "submitted":
            if claim.ended or claim.reduced_to != reduced_to:
                raise ValueError(f"{claim_no} is {claim.status}")
            return
        claim.reduced_to = reduced_to
        account = self._account(claim.uscc)
        serve(claim, account, self.book, self.kin.exports)
        self._decided.append(claim)
        for other, outcome in account.items():
            other.outcome = outcome

    def reject(self, claim_no: str) -> None:
        """An officer's no to a submitted claim. Raises ValueError when it is not submitted."""
        claim = self._find(claim_no)
        if claim.ended == "rejected-by-officer":
            return
        if claim.status != "submitted":
            raise ValueError(f"{claim_no} is {claim.status}")
        claim.ended = "rejected-by-officer"

    def withdraw(self, claim_no: str) -> None:
        """The applicant's change of mind, whatever was decided: what was granted is freed."""
        self._find(claim_no).end("withdrawn")

    def succeed(self, old: str, new: str) -> str | None:
        """A code carries on another; the code of the refusal, where there is one."""
        if old == new:
            return "succession-of-itself"
        known = {claim.uscc for claim in self._claims} | {pack.uscc for pack in self._packs}
        if old not in (*self.kin.heirs, *self.kin.ever, *known):
            return "enterprise-unknown"
        if old in self.kin.heirs or new in self.kin.heirs:
            return "enterprise-succeeded"
        if any(pack.uscc in (old, new) and not pack.annulled for pack in self._packs):
            return "succession-and-transfer"
        self.kin.join(old, new, self._claims)
        return None

    def backfill(
        self,
        lines: list[Line],
        approve: bool = True,
        reductions: dict[str, str] | None = None,
    ) -> list[tuple[int, str]]:
        """Reads lines in order, deciding each claim at once if asked; rejects as (index, code)."""
        rejects = []
        for index, line in enumerate(lines):
            if line.get("record") == "exports":
                refused = self.exports(line)
                rejects += [] if refused is None else [(index, refused)]
                continue
            code = self.submit(line)
            if code not in (None, "already"):
                rejects.append((index, str(code)))
            elif approve and self._find(line["claim_no"]).status == "submitted":
                self.decide(line["claim_no"], (reductions or {}).get(line["claim_no"]))
        return rejects

    def amend(
        self,
        settings: dict[str, str],
        *,
        first_day: str,
        last_day: str,
        announced_on: str = "2023-01-01",
        document: str = "an amendment",
    ) -> int:
        """Records a version, and reassesses at once if the version reads so; its number.

        Raises LookupError when no version governs `first_day`.
        """
        before = self.book
        self.book = before.amended(settings, first_day, last_day, announced_on, document)
        if self.book is not before and self.book.versions[-1].readings["new_version"] == "reopen":
            self.reassess()
        return len(self.book.versions)

    def reorder(self, uscc: str, cap: str, year: int | None, order: str) -> dict[str, Any]:
        """Records the order for a cap of an enterprise, and reassesses the enterprise."""
        self.kin.rules.setdefault(self.kin.company(uscc), {})[cap, year] = order
        return self.reassess(uscc)

    def reassess(self, uscc: str | None = None) -> dict[str, Any]:
        """Records every difference, for one enterprise or all; what they are."""
        changed = self._differences(self.book, uscc)
        answer = self._changes(changed)
        for claim, outcome in changed.items():
            claim.outcome = outcome
        return answer

    # What can be read.

    def rehearse(
        self,
        settings: dict[str, str] | None = None,
        *,
        first_day: str = "",
        last_day: str = "",
        uscc: str | None = None,
    ) -> dict[str, Any]:
        """What a reassessment would change, now or with one more version."""
        book = self.book
        if settings:
            book = book.amended(settings, first_day, last_day, "2023-01-01", "a draft")
        return self._changes(self._differences(book, uscc))

    def late(self, claim_no: str) -> dict[str, Any] | None:
        """What each order would grant the claims under a claim's cap; None when it has no cap."""
        claim = self._find(claim_no)
        if claim.ended:
            raise ValueError(f"{claim_no} is {claim.status}")
        under = present_rooms(claim, self.book, self.kin.exports)
        if not under:
            return None
        room, company = under[0], self.kin.company(claim.uscc)
        claims = self._standing(claim.uscc)
        if claim not in claims:
            claims.append(claim)
        rooms = {entry: present_rooms(entry, self.book, self.kin.exports) for entry in claims}
        members = [entry for entry in claims if room[:2] in [other[:2] for other in rooms[entry]]]
        orders = {}
        for order in ORDERS:
            rules = {**self.kin.rules.get(company, {}), room[:2]: order}
            in_order = self.kin.in_order(claims, company, rules, self.book)
            account = self.kin.walk(in_order, self.book, self._came(claim.uscc))
            orders[order] = {
                "total_fen": sum(account[entry].granted_fen for entry in members),
                "claims": [
                    {
                        "claim_no": entry.number,
                        "before_fen": entry.granted_fen,
                        "after_fen": account[entry].granted_fen,
                    }
                    for entry in members
                ],
            }
        return {"cap": room[0], "year": room[1], "orders": orders}

    def decided(self) -> list[Claim]:
        """Every decided claim, in order of decision."""
        return list(self._decided)

    def status(self, claim_no: str) -> str | None:
        """The status of a claim; None when no such claim was recorded."""
        return next((claim.status for claim in self._claims if claim.number == claim_no), None)

    def room(self, claim_no: str) -> tuple[str, int | None] | None:
        """The cap, and its year, that a claim stands under at present."""
        rooms = present_rooms(self._find(claim_no), self.book, self.kin.exports)
        return rooms[0][:2] if rooms else None

    def claims(self) -> list[dict[str, Any]]:
        """Every claim, by number."""
        announced_on = self.book.versions[0].announced_on
        return [
            claim_row(claim, announced_on)
            for claim in sorted(self._claims, key=lambda claim: claim.number)
        ]

    def remaining(self, uscc: str, year: int) -> dict[CapKey, dict[str, Any]]:
        """Room left under each cap."""
        return remaining(self._account(uscc), uscc, year, self.book)

    def totals(self, year: int | None = None, by: str = "measure") -> dict[str, Any]:
        """What was granted, in all and by `measure`, `enterprise` (its code) or `year`."""
        return totals(self._claims, year, by)

    # What it is worked out from.

    def _find(self, claim_no: str) -> Claim:
        return next(claim for claim in self._claims if claim.number == claim_no)

    def _account(self, uscc: str) -> Account:
        """What stands recorded for an enterprise."""
        own = {
            claim: claim.outcome
            for claim in self._decided
            if claim.uscc == uscc and claim.outcome is not None
        }
        return own | self._brought(uscc)

    def _standing(self, uscc: str) -> list[Claim]:
        """The decided claims that no one rejected or withdrew, in order of decision."""
        return [claim for claim in self._decided if claim.uscc == uscc and not claim.ended]

    def _differences(self, book: Book, uscc: str | None) -> dict[Claim, Outcome]:
        """The outcomes that a walk of every account, or one, finds otherwise than recorded."""
        changed: dict[Claim, Outcome] = {}
        for each in {claim.uscc for claim in self._decided} if uscc is None else {uscc}:
            company, claims = self.kin.company(each), self._standing(each)
            claims = self.kin.in_order(claims, company, self.kin.rules.get(company, {}), book)
            for claim, outcome in self.kin.walk(claims, book, self._came(each)).items():
                if claim.elsewhere:
                    continue
                assert claim.outcome is not None
                if outcome.differs(claim.outcome):
                    changed[claim] = outcome
        return changed

    def _changes(self, changed: dict[Claim, Outcome]) -> dict[str, Any]:
        changes = [
            {
                "claim_no": claim.number,
                "before_fen": claim.granted_fen,
                "after_fen": outcome.granted_fen,
            }
            for claim, outcome in sorted(changed.items(), key=lambda change: change[0].number)
        ]
        before = sum(claim.granted_fen for claim in changed)
        after = sum(outcome.granted_fen for outcome in changed.values())
        return {
            "claims_changed": len(changes),
            "before_fen": before,
            "after_fen": after,
            "delta_fen": after - before,
            "changes": changes,
        }
