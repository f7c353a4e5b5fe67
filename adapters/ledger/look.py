"""One consistent look at a ledger: every question is a method, every answer a typed value.

Answers come from `projections`, with the names that other programs rely on. A question's module is
imported when it is asked, so that a small question costs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from adapters.ledger.asking.ahead.look import AheadLook
from adapters.ledger.asking.histories import history_of
from domain.policy.names import prefix_of
from domain.refusals import Refusal
from projections.claims.listing import EVERY, ListedClaim, Wanted
from projections.claims.register import ClaimAnswer, Totals, by_policy
from projections.parties import AccountChecks, EnterpriseProfile, Kin, answered_with, succeeding
from projections.remaining_allowances import KindredRemaining, Remaining

if TYPE_CHECKING:
    from adapters.ledger.enterprises import Progress
    from domain.enterprise.kin.kinship import Kinship
    from domain.enterprise.state import Enterprise
    from domain.events.log import Recorded
    from domain.payments.happened import StreamEvent
    from domain.policy.book import PolicyBook
    from projections.claims.amendments import RestatedValue
    from projections.claims.explanation import Explanation
    from projections.reassessment.differences import Reassessment, Rehearsal
    from projections.reassessment.late import Late
    from projections.reassessment.reperformance import Reperformance
    from projections.transfers import Transferred


class Look(AheadLook):
    """A ledger now, or as it stood at a log position. Good until the look is closed."""

    def name(self, uscc: str) -> str | None:
        """Return what an enterprise is called; None where no name is known."""
        from adapters.ledger.parties import name_of

        return name_of(self.snapshot, uscc)

    def successor(self, uscc: str) -> str:
        """Return who carries on a code, or of one that was split its claims."""
        return self.snapshot.successions.heir(uscc)

    def carried_on_by(self, uscc: str | None) -> tuple[Kin, ...]:
        """Return who carries on a code; nobody where none is asked about."""
        kin = self._ended(uscc)
        return () if kin is None else succeeding(kin)

    def names(self) -> dict[str, str]:
        """Return what every enterprise is called, by its code."""
        from adapters.ledger.parties import names_of

        return names_of(self.snapshot)

    def remaining(self, uscc: str, year: int, policy: str | None = None) -> Remaining:
        """Return what an enterprise has left under every cap of a year and of the whole policy.

        policy: the id of the one whose caps are asked for; all where None. Raises Refusal
        `bad-uscc`, `policy-unknown`.
        """
        answer, kin = self.snapshot.remaining(uscc, year, self.own(policy)), self.snapshot.kin(uscc)
        if kin is None:
            return answer
        instead = {"caps": ()} if kin.successor else {}
        return answered_with(answer, KindredRemaining, kin, **instead)

    def rehearse(
        self,
        book: PolicyBook,
        uscc: str | None = None,
        on_progress: Progress | None = None,
        policy: str | None = None,
    ) -> Rehearsal:
        """Return what a reassessment by a book would change, of an enterprise or of all.

        policy: of its claims alone.
        """
        from adapters.ledger.reassessing.rehearsal import rehearse
        from projections.reassessment.differences import KindredRehearsal

        prefix = self.prefix(policy)
        answer = rehearse(self.snapshot, {"": book}, uscc, on_progress, prefix)[""]
        kin = self._ended(uscc)
        return answer if kin is None else answered_with(answer, KindredRehearsal, kin)

    def differences(self, events: Iterable[StreamEvent]) -> Reassessment:
        """Return what recorded events changed of decisions made before."""
        from adapters.ledger.reassessing.reassessment import recorded_differences

        return recorded_differences(events, self.snapshot.enterprise, self.book)

    def late(self, claim_no: str) -> Late:
        """Return what each claim under a claim's cap would have, by each order.

        Raises Refusal `claim-unknown`, `claim-ended`, `no-cap`.
        """
        from projections.reassessment.late import late

        uscc = self.snapshot.owner(claim_no)
        enterprise = self.snapshot.enterprise(uscc)
        return late(enterprise, self.book, claim_no, self._linked_with(uscc))

    def why_not_late(self, claim_no: str) -> Refusal | None:
        """Return why no other order can be tried for a claim; None where one can.

        Raises Refusal `claim-unknown`.
        """
        from projections.reassessment.late import late_under

        enterprise = self.snapshot.enterprise(self.snapshot.owner(claim_no))
        try:
            late_under(enterprise, self.book, claim_no)
        except Refusal as refusal:
            return refusal
        return None

    def matter_days(self, claim_no: str) -> Mapping[str, date]:
        """Return the day of the matter of every claim of the enterprise that has this one.

        And of those that caps over all enterprises link it with.
        """
        uscc = self.snapshot.owner(claim_no)
        others = self._linked_with(uscc) or {}
        claims = [*self.snapshot.enterprise(uscc).claims.items()]
        claims += (claim for other in others.values() for claim in other.claims.items())
        return {no: claim.submitted.occurred_on for no, claim in claims}

    def _linked_with(self, uscc: str) -> dict[str, Enterprise] | None:
        """Return the others that caps over all enterprises link; None without such a cap."""
        if not self.book.has_pools:
            return None
        linked = self.snapshot.linked(self.book)
        return {code: each for code, each in linked.items() if code != uscc}

    def reperform(
        self,
        uscc: str | None = None,
        on_progress: Progress | None = None,
        policy: str | None = None,
    ) -> Reperformance:
        """Work every recorded decision out again where it stands, of an enterprise or of all.

        policy: the decisions on its claims alone, and what these were paid.
        """
        from adapters.ledger.reassessing.reperforming import reperform
        from projections.reassessment.reperformance import KindredReperformance

        answer = reperform(self.snapshot, uscc, on_progress, self.asked(policy))
        kin = self._ended(uscc)
        return answer if kin is None else answered_with(answer, KindredReperformance, kin)

    def _ended(self, uscc: str | None) -> Kinship | None:
        """Return the kin of a code that another carries on; None of one that goes on."""
        kin = None if uscc is None else self.snapshot.kin(uscc)
        return kin if kin is not None and kin.successor is not None else None

    def enterprise(self, uscc: str) -> EnterpriseProfile:
        """Return an enterprise: its names over time, and its account, masked.

        Raises Refusal `enterprise-unknown`.
        """
        from adapters.ledger.parties import enterprise_of

        return enterprise_of(self.snapshot, uscc)

    def transferred(self, uscc: str, events_appended: int) -> Transferred:
        """Return an enterprise between counties, after a command that recorded so many events."""
        from projections.transfers import transferred

        enterprise = self.snapshot.enterprise(uscc)
        return transferred(uscc, self.position, enterprise, events_appended)

    def account_checks(self, uscc: str | None = None) -> AccountChecks:
        """Check every account, or one enterprise's, against its commitment.

        Raises Refusal `enterprise-unknown`.
        """
        from adapters.ledger.parties import check_commitments
        from projections.parties import account_checks

        return account_checks(self.position, check_commitments(self.snapshot, uscc))

    def claims(self, wanted: Wanted = EVERY) -> list[ClaimAnswer]:
        """Return the claims that are wanted, by claim number. Raises Refusal `measure-unknown`."""
        from adapters.ledger.asking.claims import must_be_measure

        must_be_measure(self.book, wanted.measure)
        matching = self.snapshot.claims(wanted)
        if not wanted.needs_details:
            return matching
        right = {claim.claim_no for claim in self.listed(matching) if wanted.matches_details(claim)}
        return [claim for claim in matching if claim.claim_no in right]

    def details(self, claim_nos: Sequence[str]) -> dict[str, ListedClaim]:
        """Return those of these claims that are recorded, by number; of now."""
        owned = self.snapshot.store.handler.recorder.owners(claim_nos)
        claims = self.snapshot.claims_in_order(list(owned))
        return {claim.claim_no: claim for claim in self.listed(claims)}

    def listed(self, claims: Sequence[ClaimAnswer]) -> list[ListedClaim]:
        """Return claims of this look with what they state and who dealt with them."""
        from adapters.files.gc_pause import gc_paused

        with gc_paused():
            return list(self.snapshot.listed(claims))

    def filed_under(self, claim_no: str) -> str:
        """Return the code that a claim was filed under, not that of a successor.

        Raises Refusal `claim-unknown`.
        """
        return self.snapshot.store.handler.owner(claim_no)

    def claim(self, claim_no: str) -> ClaimAnswer:
        """Return one claim. Raises Refusal `claim-unknown`."""
        return self.snapshot.claim(claim_no)

    def explanation(self, claim_no: str) -> Explanation:
        """Return why a claim was granted what it was, and who had filled each cap.

        Raises Refusal `claim-unknown`.
        """
        from projections.claims.explanation import explain

        uscc = self.snapshot.owner(claim_no)
        family = self.snapshot.family(uscc, whole=True)
        return explain(family, self.book, claim_no, self.snapshot.linked_at)

    def corrected(self, claim_no: str) -> tuple[RestatedValue, ...]:
        """Return what the last correction of a claim changed; nothing for one never corrected."""
        from projections.claims.amendments import amendments_of

        stream = self.snapshot.family(self.snapshot.owner(claim_no))
        made = [each for each in amendments_of(stream, claim_no, self.book) if each.changed]
        return made[-1].changed if made else ()

    def totals(
        self, year: int | None, by: str, policy: str | None = None, *, retroactive: bool = False
    ) -> Totals:
        """Return what was granted, by measure, enterprise, year or policy.

        policy: under one, by its id. retroactive: claims from before the announcement apart as
        well, with their lag. Raises Refusal `policy-unknown`.
        """
        prefix = self.prefix(policy)
        if by == "policy":
            totals = by_policy(self.snapshot.totals(year, "measure", prefix), self.book)
        else:
            totals = self.snapshot.totals(year, by, prefix)
        if not retroactive:
            return totals
        from projections.claims.retroactivity import split_by_announcement

        granted = self.snapshot.granted()
        own = (each for each in granted if prefix in (None, prefix_of(each.measure)))
        return split_by_announcement(totals, own, year)

    def history(self, subject: str, policy: str | None = None) -> list[Recorded]:
        """Return every event of an enterprise, a claim, a batch, a year, or the ledger itself.

        A claim that bears the name of a stream goes before it. policy: the events of its claims,
        records and caps alone, of an enterprise; its versions alone, of the policy book. Raises
        Refusal `claim-unknown`, `batch-unknown`, `budget-unknown`.
        """
        prefix, events = self.prefix(policy), history_of(self.snapshot, subject)
        if prefix is None:
            return events
        from projections.claims.history import events_under

        return list(events_under(prefix, events))

    def pending(self, policy: str | None = None) -> tuple[str, ...]:
        """Return the number of every claim not yet decided, in order of submission; of now."""
        return tuple(each.claim_no for each in self.snapshot.pending(self.prefix(policy)))

    def to_decide(
        self, claim_nos: Sequence[str] | None, policy: str | None
    ) -> tuple[tuple[str, ...], dict[str, Refusal]]:
        """Return which of these claims are to be decided, of the pending ones for None; and the
        refusal of each that is of another policy."""
        asked = self.pending(policy) if claim_nos is None else tuple(dict.fromkeys(claim_nos))
        refused = self.of_other_policies(asked, policy)
        return tuple(number for number in asked if number not in refused), refused

    def claims_in_order(self, claim_nos: Sequence[str]) -> list[ClaimAnswer]:
        """Return these claims in the order given; of now."""
        return self.snapshot.claims_in_order(claim_nos)
