"""The working of a decision in words: each step with its article, the arithmetic, what bound it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from adapters.policy.paths import article_of_days
from adapters.wording.claims.amendments import amendment_sentence, value_titles
from adapters.wording.claims.attachments import papers_line
from adapters.wording.claims.words import cause, orders
from adapters.wording.claims.working.several import Amounts, amounts_at
from adapters.wording.claims.working.steps import step_text
from adapters.wording.enterprises.transfers import carried_on
from adapters.wording.policy.numbers import money_text
from adapters.wording.policy.titles import policy_title, title_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.calendar import clock
from domain.events.claims import (
    ClaimReassessed,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
    Decision,
    Step,
)
from domain.events.payment import ClaimRevoked
from domain.identity import skeleton
from domain.money import yuan
from domain.value import fields_of, value
from projections.claims.register import ClaimAnswer

if TYPE_CHECKING:
    from domain.enterprise.state import Order
    from domain.events.log import Recorded
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Policy
    from projections.claims.amendments import ClaimAmendment
    from projections.claims.attachments import Attachment
    from projections.claims.explanation import Explanation, FilledCap
    from projections.money.holds import HoldDetails


@value
class WorkingLine:
    """A step of a working in words, under its article."""

    article: str
    text: str
    amount_fen: int
    bound: bool


@value
class ExplainedClaim(ClaimAnswer):
    """A claim with its working, every cap that its decision met, its enterprise's holds."""

    working: tuple[WorkingLine, ...]
    caps: tuple[FilledCap, ...]
    holds: tuple[HoldDetails, ...]


@value
class ExplainedAmendedClaim(ExplainedClaim):
    """A claim with what documents changed of it, in order."""

    amended: tuple[ClaimAmendment, ...]


@value
class ExplainedClaimWithPapers(ExplainedClaim):
    """A claim with its papers."""

    attachments: tuple[Attachment, ...]


@value
class ExplainedAmendedClaimWithPapers(ExplainedAmendedClaim):
    """A claim with its papers, and with what documents changed of it."""

    attachments: tuple[Attachment, ...]


def explained_claim(
    claim: ClaimAnswer, explanation: Explanation, book: PolicyBook
) -> ExplainedClaim:
    """Return a claim with its working in the current language."""
    shared = fields_of(ClaimAnswer, claim)
    working = tuple(working_lines(explanation, book))
    shared |= {"working": working, "caps": explanation.caps, "holds": explanation.holds}
    if explanation.attachments:
        shared |= {"attachments": explanation.attachments}
    if not explanation.amended:
        return (ExplainedClaimWithPapers if explanation.attachments else ExplainedClaim)(**shared)
    shared |= {"amended": explanation.amended}
    papers = explanation.attachments
    return (ExplainedAmendedClaimWithPapers if papers else ExplainedAmendedClaim)(**shared)


def working_lines(explanation: Explanation, book: PolicyBook) -> Iterator[WorkingLine]:
    """Yield the steps of a working; none before a decision."""
    decision = explanation.decision
    if decision is None:
        return
    version = book.numbered(decision.outcome.version)
    policy = None if version is None else version.policy
    titles = {
        number: policy_title(book.policy_of(kind), book)
        for number, kind in explanation.kinds.items()
    }
    claim = explanation.submitted.event
    assert isinstance(claim, ClaimSubmitted), f"not a submission: {claim!r}"
    measure = None if policy is None else policy.measures.get(decision.outcome.measure or "")
    several = amounts_at(explanation.steps, measure, claim)
    for place, step in enumerate(explanation.steps):
        line = WorkingLine(
            article=_article(step, decision, policy) or _of_days(explanation, policy, book),
            text=step_text(step, decision, policy, titles, claim),
            amount_fen=floor(Fraction(step.fen)),
            bound=step.bound,
        )
        yield _with_each(line, several[place]) if place in several else line


def _with_each(line: WorkingLine, amounts: Amounts) -> WorkingLine:
    """Return a line with each of several amounts after it."""
    parts = pgettext("between amounts", "; ").join(map(money_text, amounts.each))
    return WorkingLine(
        article=line.article,
        text=_("{said}: {parts}").format(said=line.text, parts=parts) if parts else line.text,
        amount_fen=floor(amounts.together),
        bound=amounts.bound,
    )


def circumstances(explanation: Explanation, book: PolicyBook) -> Iterator[str]:
    """Yield what else a reader must know: when, by whom, under what."""
    submitted, decided, decision = explanation.submitted, explanation.decided, explanation.decision
    yield _("Submitted by {by}, recorded {moment}").format(
        by=submitted.by, moment=clock(submitted.recorded_at)
    )
    if decided is not None and decision is not None:
        yield _("Decided by {by}, recorded {moment}, log position {position}").format(
            by=decided.by, moment=clock(decided.recorded_at), position=decided.position
        )
        if decision.retroactive:
            yield _("Retroactive: before the policy was announced")
        if decision.self_approved:
            own = skeleton(decided.by) == skeleton(submitted.by)
            yield (
                _("Approved by the officer who submitted it")
                if own
                else _("The officer who decided it also corrected what it states")
            )
    yield from _since(explanation, book)
    for index, (code, event) in enumerate(explanation.successions):
        yield carried_on(code, event, filed=index == 0)
    if explanation.attachments:
        yield papers_line(explanation.attachments)
    if explanation.caps:
        yield _("Caps as they stood at log position {position}").format(
            position=explanation.caps_at
        )
    for cap, year, order in explanation.orders:
        title = title_of(book.caps[cap]) if cap in book.caps else cap
        yield _order(title if year is None else f"{title} {year}", order)


def _since(explanation: Explanation, book: PolicyBook) -> Iterator[str]:
    """Yield what was done to a claim since it was submitted and decided first, in order."""
    endings = {
        ClaimWithdrawn.TOPIC: _("Withdrawn by {by}: {words}"),
        ClaimRejectedByOfficer.TOPIC: _("Rejected by {by}: {words}"),
        ClaimRevoked.TOPIC: _("Revoked by {by}: {words}"),
    }
    submitted = explanation.submitted.event
    assert isinstance(submitted, ClaimSubmitted), f"not a submission: {submitted!r}"
    titles = value_titles(submitted.facts.kind, book)
    said = {made.position: amendment_sentence(made, titles) for made in explanation.amended}
    said |= {each.position: _reassessed(each, book) for each in explanation.reassessed}
    for ended in explanation.ended:
        sentence, words = endings[ended.event.TOPIC], getattr(ended.event, "words", "")
        said[ended.position] = sentence.format(by=ended.by, words=words)
    yield from (said[position] for position in sorted(said))


def _order(cap: str, order: Order) -> str:
    return _("Order under {cap}: {order} ({document})").format(
        cap=cap, order=orders()[order.order], document=order.document
    )


def _reassessed(recorded: Recorded, book: PolicyBook) -> str:
    event = recorded.event
    assert isinstance(event, ClaimReassessed), f"not a reassessment: {event!r}"
    return _(
        "Reassessed by {by}, recorded {moment}, log position {position}: {amounts} ({why})"
    ).format(
        by=recorded.by,
        moment=clock(recorded.recorded_at),
        position=recorded.position,
        amounts=f"{yuan(event.previous_fen)} → {yuan(event.decision.outcome.granted_fen)}",
        why=cause(event, book),
    )


def _article(step: Step, decision: Decision, policy: Policy | None) -> str:
    if step.code == "cap" and policy is not None:
        cap = policy.caps.get(str(step.operands["cap"]))
        return "" if cap is None else cap.article
    for exclusion in () if policy is None else policy.exclusions:
        excluded = exclusion.measure == decision.outcome.measure
        if excluded and step.code in (exclusion.code, "excluded"):
            return exclusion.article
    return decision.outcome.article or ""


def _of_days(explanation: Explanation, policy: Policy | None, book: PolicyBook) -> str:
    """Return the article that sets the days of a claim's policy."""
    submitted = explanation.submitted.event
    assert isinstance(submitted, ClaimSubmitted), f"not a submission: {submitted!r}"
    versions = book.of(submitted.facts.kind).versions
    if policy is None and versions:
        policy = versions[-1].policy
    return "" if policy is None else article_of_days(policy.source)
