"""What can be asked of a ledger's policies, and which of them a name or a claim is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.events.streams import POLICY_STREAM, PROPOSALS_STREAM
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.enterprises import Progress
    from adapters.ledger.snapshot import Snapshot
    from domain.enterprise.proposals import Proposals
    from domain.policy.book import PolicyBook
    from projections.policy_versions import (
        PolicyDetails,
        PolicyDifference,
        ProposedChanges,
        ProposedVersion,
        ReadingCost,
        RecordedVersion,
    )


class PolicyLook:
    """The policies of a ledger now, or as they stood at a log position.

    Wherever a question takes `policy`, it is the id of the one asked about, and None is for all;
    an id that the ledger does not have raises Refusal `policy-unknown`.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot  # what the answers are read from: papers print more of it

    @property
    def book(self) -> PolicyBook:
        """The policy book as recorded by then."""
        return self.snapshot.book

    def own(self, policy: str | None) -> PolicyBook:
        """Return the versions of a policy; the whole book for None."""
        if policy is None:
            return self.book
        from adapters.policy.amendment import one_policy

        return one_policy(self.book, policy)

    def asked(self, policy: str | None) -> str | None:
        """Return the policy that an answer is restricted to; None where it is of all claims."""
        self.own(policy)
        return policy if self.book.has_several else None

    def prefix(self, policy: str | None) -> str | None:
        """Return what stands before a policy's names; None for None."""
        return None if policy is None else self.own(policy).versions[0].policy.prefix

    def own_name(self, name: str, policy: str) -> str:
        """Return how a name of a policy is recorded. Raises Refusal as `own_name` does."""
        from adapters.policy.amendment import own_name

        return own_name(self.book, name, policy)

    def of_other_policies(self, claim_nos: Sequence[str], policy: str | None) -> dict[str, Refusal]:
        """Return the refusal `policy-conflicts` of each of these claims that is of another."""
        policy = self.asked(policy)
        if policy is None:
            return {}
        return {
            number: Refusal(
                "policy-conflicts", verb="claim", claim_no=number, policy=of or "", other=policy
            )
            for number, of in self.snapshot.policies_of(claim_nos).items()
            if of != policy
        }

    def policy_versions(self, policy: str | None = None) -> tuple[RecordedVersion, ...]:
        """Return every policy version, or every one of a policy, with when it was recorded."""
        from adapters.policy.answers import recorded_versions

        known = {version.number for version in self.own(policy).versions}
        every = recorded_versions(self.snapshot.stream(POLICY_STREAM), self.book)
        return tuple(version for version in every if version.version in known)

    def policy_version(self, number: int | None = None, policy: str | None = None) -> PolicyDetails:
        """Return a policy version; where no number is given the last of a policy.

        Raises Refusal `version-unknown`, `policy-not-named`, `policy-conflicts`.
        """
        from adapters.policy.answers import numbered, policy_details

        version = numbered(self.book, number, policy)
        return policy_details(version.policy, version.number, self.book)

    def policy_difference(self, a: int, b: int, policy: str | None = None) -> PolicyDifference:
        """Return what version `b` sets otherwise than `a`, which may be another policy's.

        Raises Refusal `version-unknown`, `policy-conflicts`.
        """
        from adapters.policy.answers import numbered, policy_difference

        return policy_difference(*(numbered(self.book, number, policy) for number in (a, b)))

    def proposals(self) -> Proposals:
        """Return every version put forward by then."""
        from domain.enterprise.proposals import proposals

        return proposals(self.snapshot.stream(PROPOSALS_STREAM))

    def proposed_versions(self) -> tuple[ProposedVersion, ...]:
        """Return every version put forward by then, in the order they were."""
        from adapters.policy.answers import proposed_version

        every = self.proposals().by_number.values()
        return tuple(proposed_version(each, self.book) for each in every)

    def proposed_changes(self, number: int) -> ProposedChanges:
        """Return a version put forward, with what it sets otherwise. Raises `proposal-unknown`."""
        from adapters.policy.answers import proposed_changes

        return proposed_changes(self.proposals().numbered(number), self.book)

    def reading_costs(
        self, policy: str | None = None, on_progress: Progress | None = None
    ) -> Mapping[tuple[str, str], ReadingCost]:
        """Return what each rival reading would change here, by reading and choice."""
        from adapters.ledger.reassessing.rehearsal import reading_costs

        return reading_costs(self.snapshot, policy, on_progress)
