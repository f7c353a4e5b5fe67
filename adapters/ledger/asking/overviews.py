"""What a page asks of a ledger: sums, no more rows than it shows, and papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapters.ledger.asking.audits import AuditLook
from projections.claims.figures.pages import Turn
from projections.claims.listing import EVERY

if TYPE_CHECKING:
    from typing import BinaryIO

    from projections.claims.attachments import AttachmentChecks, ClaimAttachments
    from projections.claims.figures.fullness import FullCap, Fullness
    from projections.claims.figures.overview import Overview
    from projections.claims.figures.pages import ClaimsPage
    from projections.claims.figures.waiting import WaitingClaims
    from projections.claims.history import Course
    from projections.claims.listing import Wanted
    from projections.parties import FoundEnterprises


FIRST = Turn()


class OverviewLook(AuditLook):
    """How much waits, what was granted and paid, what is nearly full; claims by the page."""

    def waiting(self, on: date | None = None, policy: str | None = None) -> WaitingClaims:
        """Return how many claims wait for their decision, for how long and what they declare.

        on: the day that they wait until; the look's for None. policy: those of its kinds.
        """
        from adapters.ledger.asking.claims import waiting_on

        return waiting_on(self.snapshot, self.day if on is None else on, self.prefix(policy))

    def fullness(self, year: int, policy: str | None = None) -> Fullness:
        """Return how many enterprises have reached each cap of a year, and how many nearly.

        Raises Refusal `policy-unknown`.
        """
        from adapters.ledger.asking.fullness import fullness

        return fullness(self.snapshot, year, self.own(policy))

    def full_caps(self, cap: str, year: int, limit: int = 50, after: str | None = None) -> FullCap:
        """Return those who have reached a cap in a year or nearly so, the fullest first.

        after: `next` of the answer before. Raises Refusal `cap-not-of-year`, `bad-limit`.
        """
        from adapters.ledger.asking.fullness import full_cap

        return full_cap(self.snapshot, cap, year, limit, after)

    def overview(self, year: int, on: date | None = None, policy: str | None = None) -> Overview:
        """Return the figures of a year on one page; policy: of its claims and caps alone.

        on: the day that claims wait until; the look's for None. Raises Refusal `policy-unknown`.
        """
        from adapters.ledger.asking.overview import overview

        day = self.day if on is None else on
        return overview(self.snapshot, year, day, self.prefix(policy), self.own(policy))

    def years(self) -> tuple[int, ...]:
        """Return the years that an overview has anything of."""
        from adapters.ledger.asking.overview import years

        return years(self.snapshot)

    def last_year(self) -> int:
        """Return the last year that has figures; that of the look's day where there are none."""
        from adapters.ledger.asking.overview import last_year

        return last_year(self.snapshot) or self.day.year

    def enterprises(
        self, part: str = "", limit: int = 50, after: str | None = None
    ) -> FoundEnterprises:
        """Return those with a part in a name that they have or had, or whose code begins so.

        Raises Refusal `bad-limit`.
        """
        from adapters.ledger.asking.enterprises import matching

        return matching(self.snapshot, part, limit, after)

    def course(self, uscc: str) -> Course:
        """Return an enterprise step by step over its own events, and of all that it carries on."""
        from projections.claims.history import course

        code = self.snapshot.successions.heir(uscc)
        return course(self.snapshot.family(uscc), code, self.snapshot.position)

    def claims_page(self, wanted: Wanted = EVERY, turn: Turn = FIRST) -> ClaimsPage:
        """Return some of the claims that are wanted, and how many there are in all.

        Raises Refusal `measure-unknown`, `sort-unknown`, `bad-limit`.
        """
        from adapters.ledger.asking.claims import page

        return page(self.snapshot, wanted, turn)

    def attachments(self, claim_no: str) -> ClaimAttachments:
        """Return the papers of a claim. Raises Refusal `claim-unknown`."""
        from adapters.ledger.asking.attachments import attachments

        return attachments(self.snapshot, claim_no)

    def attachment_checks(self, claim_no: str | None = None) -> AttachmentChecks:
        """Check the bytes of every paper; of a claim's, and compare its invoices with the claim.

        Raises Refusal `claim-unknown`, `files-not-named`, `files-unusable`.
        """
        from adapters.ledger.asking.attachments import check

        return check(self.snapshot, claim_no)

    def open_attachment(self, digest: str) -> BinaryIO:
        """Open the bytes of a paper to read. Raises Refusal `attachment-missing`, as above."""
        from adapters.attached.shelf import shelf_of

        return shelf_of(self.snapshot.store.place.file).open(digest)
