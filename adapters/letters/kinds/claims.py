"""One decided claim as a letter tells it: what it was for, how it was worked out, what bound it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from adapters.ledger.enterprises import folded
from adapters.ledger.look import Look
from adapters.letters.facts import OFFICIAL, Both, Facts, Said, in_both
from adapters.papers.capitals import in_capitals
from adapters.papers.kinds.currency import currency_of
from adapters.wording.claims.amendments import changes_text, value_titles
from adapters.wording.claims.words import cause, kinds, reasons, reopenings
from adapters.wording.claims.working.working import working_lines
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import own_title, title_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, listed, ngettext, pgettext
from domain.calendar import day_of
from domain.enterprise.state import granted_fen
from domain.events.claims import ClaimReassessed
from domain.money import yuan
from domain.policy.measures import Cap
from projections.claims.amendments import ClaimAmendment
from projections.claims.explanation import CapFilledElsewhere, Explanation, FilledCap
from projections.claims.listing import ListedClaim, Wanted
from projections.claims.register import ClaimAnswer
from projections.transfers import BroughtUse

Listed = Mapping[str, ListedClaim]
RENMINBI = "元"


def claims_listed(look: Look, uscc: str) -> dict[str, ListedClaim]:
    """Return every claim of an enterprise as of the look, by number, with what it states."""
    claims = look.claims(Wanted(uscc=uscc))
    return {claim.claim_no: claim for claim in look.listed(claims)}


def matter_facts(look: Look, claim: ListedClaim) -> Facts:
    """Return what a claim is for, and what pays for it."""
    kind = look.book.kind(claim.kind)
    item = None if kind is None or kind.item is None else claim.facts.get(kind.item)
    return {
        "number": claim.claim_no,
        "kind": in_both(lambda: kinds(look.book)[claim.kind]),
        "item": "" if item is None else str(item),
        "day": str(claim.occurred_on),
        "measure": in_both(lambda: own_title(claim.measure, look.book)),
        "article": claim.article or "",
        "document": document_of(look, claim),
    }


def claim_facts(look: Look, claim: ListedClaim, own: Listed) -> Facts:
    """Return a decided claim. own: every claim of its enterprise."""
    explanation = look.explanation(claim.claim_no)
    decided = explanation.decided
    return {
        **matter_facts(look, claim),
        "filed": str(claim.filed_on),
        "declared": claim.declared_fen,
        "granted": claim.granted_fen,
        "granted_words": in_words(look, claim.granted_fen),
        "decided": "" if decided is None else str(day_of(decided.recorded_at)),
        "retroactive": claim.retroactive,
        "reason_code": claim.reason or "",
        "reason": Said(reasons(look.book).get(claim.reason, claim.reason or "")),
        "words": claim.words or "",
        "steps": list(_steps(look, explanation)),
        "caps": list(_caps(look, explanation, claim, own)),
        "changes": list(_changes(look, explanation)),
        "amendments": [_amendment(look, claim, made) for made in explanation.amended],
    }


def document_of(look: Look, claim: ClaimAnswer) -> str:
    """Return the document of the version that decided a claim; else of its policy's last."""
    version = look.book.numbered(claim.policy_version)
    versions = look.book.of(claim.kind).versions
    version = version or (versions[-1] if versions else None)
    return "" if version is None else version.policy.document


def in_words(look: Look, fen: int) -> Said:
    """Return an amount in words, which are Chinese; none of an amount not in renminbi."""
    spelled = language() == OFFICIAL and currency_of(look) == RENMINBI
    return Said(f"人民币{in_capitals(fen)}" if spelled else "")


def money_of(look: Look) -> Both:
    """Return what the ledger's currency is called."""
    return Both(currency_of(look), currency())


def described(look: Look, claim: ListedClaim, then_fen: int) -> str:
    """Return a claim as a reader knows it: its number, what it was for, the day, the grant.

    then_fen: what it was granted as another claim was decided.
    """
    said = _("{claim} ({what}, {day}, granted {granted} {currency})")
    if then_fen != claim.granted_fen:
        said = _("{claim} ({what}, {day}, granted {granted} {currency}, later {now} {currency})")
    return said.format(
        claim=claim.claim_no,
        what=matter_facts(look, claim)["item"] or kinds(look.book)[claim.kind],
        day=_day(claim.occurred_on),
        granted=yuan(then_fen),
        now=yuan(claim.granted_fen),
        currency=currency(),
    )


def changed_by(look: Look, explanation: Explanation) -> list[Facts]:
    """Return the reassessments of a claim."""
    return list(_changes(look, explanation))


def _steps(look: Look, explanation: Explanation) -> Iterator[Facts]:
    lines = working_lines(explanation, look.book)
    for step, line in zip(explanation.steps, lines, strict=True):
        yield {
            "code": step.code,
            "article": line.article,
            "text": Said(line.text),
            "amount": None if step.code == "measure" else line.amount_fen,
            "bound": line.bound,
        }


def _matters(use: FilledCap) -> bool:
    """Say whether a cap matters: something stood under it before, or it is full now."""
    return bool(use.used_before) or use.used_after >= use.limit


def _caps(look: Look, explanation: Explanation, claim: ListedClaim, own: Listed) -> Iterator[Facts]:
    """Yield the caps that matter, each with the enterprise's own claims that stood under it."""
    caps = [use for use in explanation.caps if _matters(use)]
    if not caps:
        return
    then = folded(look.snapshot.store.handler.stream(claim.uscc, explanation.caps_at))
    for use in caps:
        mine = [no for no in use.filled_by if no in own and no != claim.claim_no]
        said = [described(look, own[no], granted_fen(then.claims[no])) for no in mine]
        yield _cap(look, use, mine, said)


def _cap(look: Look, use: FilledCap, mine: list[str], said: list[str]) -> Facts:
    cap = look.book.caps[use.cap]
    brought = use.brought_in if isinstance(use, CapFilledElsewhere) else ()
    said += [_brought(each, cap) for each in brought]
    elsewhere: list[Facts] = [
        {
            "county": each.county,
            "document": each.document,
            "claims": list(each.claims),
            "amount": str(each.amount),
        }
        for each in brought
    ]
    return {
        "cap": use.cap,
        "title": in_both(lambda: title_of(cap)),
        "article": cap.article,
        "full": use.used_after >= use.limit,
        "figures": [str(each) for each in (use.limit, use.used_before, use.applied)],
        "filled_by": mine,
        **({"elsewhere": elsewhere} if elsewhere else {}),
        "text": Said(_cap_text(use, cap, said)),
    }


def _used(cap: Cap, figure: int) -> str:
    """Return what is used of a cap, as it counts."""
    if cap.unit == "fen":
        return pgettext("letter", "{amount} {currency}").format(
            amount=yuan(figure), currency=currency()
        )
    return ngettext("{places} place", "{places} places", figure).format(places=figure)


def _brought(use: BroughtUse, cap: Cap) -> str:
    return _("{amount} used in {county} ({claims}; {document})").format(
        amount=_used(cap, use.amount),
        county=use.county,
        claims=listed(use.claims),
        document=use.document,
    )


def _cap_text(use: FilledCap, cap: Cap, by: list[str]) -> str:
    if cap.pooled:
        said = _("“{cap}”: at most {limit} to all enterprises together; used by all before this "
                 "claim: {before}")  # fmt: skip
        among = _(", of which by this enterprise: {claims}")
    else:
        said = _("“{cap}”: at most {limit}; used before this claim: {before}")
        among = _(", by: {claims}")
    claims = pgettext("between problems", "; ").join(by)
    if by:
        said += among
    said += _("; this claim takes {applied}, which leaves {left}.")
    return said.format(
        cap=title_of(cap),
        claims=claims,
        limit=_used(cap, use.limit),
        before=_used(cap, use.used_before),
        applied=_used(cap, use.applied),
        left=_used(cap, max(0, use.limit - use.used_after)),
    )


def _changes(look: Look, explanation: Explanation) -> Iterator[Facts]:
    for recorded in explanation.reassessed:
        event = recorded.event
        assert isinstance(event, ClaimReassessed), f"not a reassessment: {event!r}"
        yield {
            "on": str(day_of(recorded.recorded_at)),
            "previous": event.previous_fen,
            "granted": event.decision.outcome.granted_fen,
            "because_of": event.because_of or "",
            "why": Said(cause(event, look.book)),
        }


def _amendment(look: Look, claim: ListedClaim, made: ClaimAmendment) -> Facts:
    return {
        "what": made.what,
        "document": made.document,
        "words": made.words,
        "text": Said(_amended(look, claim, made)),
    }


def _amended(look: Look, claim: ListedClaim, made: ClaimAmendment) -> str:
    match made.what:
        case "corrected":
            said = _("Corrected by {document}")
        case "reopened":
            said = _("Reopened by {document}")
        case "redecided":
            said = _("Redecided by {document}")
        case _:
            said = _("Changed by {document}")
    changes = ""
    if made.changed:
        titles = value_titles(claim.kind, look.book)
        changes = _(": {changes}").format(changes=changes_text(made.changed, titles))
    elif made.kind:
        changes = _(" ({kind})").format(kind=reopenings()[made.kind])
    why = _(". Reason: {words}").format(words=made.words)
    return said.format(document=made.document) + changes + why


def _day(day: date) -> str:
    if language() == OFFICIAL:
        return f"{day.year}年{day.month}月{day.day}日"
    return str(day)
