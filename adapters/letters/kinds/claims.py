"""One decided claim as a letter tells it: what it was for, how it was worked out, what bound it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from adapters.ledger.enterprises import owner_then
from adapters.ledger.look import Look
from adapters.letters.facts import Facts, Said
from adapters.papers.capitals import in_capitals
from adapters.papers.kinds.currency import currency_of
from adapters.wording.claims.amendments import changes_text, value_titles
from adapters.wording.claims.words import cause, kinds, reasons, reopenings
from adapters.wording.claims.working.working import working_lines
from adapters.wording.policy.titles import own_title, title_of
from domain.calendar import day_of
from domain.enterprise.state import granted_fen
from domain.events.claims import ClaimReassessed
from domain.money import yuan
from domain.policy.measures import Cap
from projections.claims.amendments import ClaimAmendment
from projections.claims.explanation import Explanation, FilledCap
from projections.claims.listing import ListedClaim, Wanted
from projections.claims.register import ClaimAnswer

Listed = Mapping[str, ListedClaim]
RENMINBI = "元"
AMENDED = {"corrected": "更正", "reopened": "恢复", "redecided": "重新作出核定"}


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
        "kind": kinds(look.book)[claim.kind],
        "item": "" if item is None else str(item),
        "day": str(claim.occurred_on),
        "measure": own_title(claim.measure, look.book),
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
    """Return an amount in words; none of an amount that is not in renminbi."""
    return Said(f"人民币{in_capitals(fen)}" if currency_of(look) == RENMINBI else "")


def described(look: Look, claim: ListedClaim, then_fen: int) -> str:
    """Return a claim as a reader knows it: its number, what it was for, the day, the grant.

    then_fen: what it was granted as another claim was decided.
    """
    matter = matter_facts(look, claim)
    what = str(matter["item"] or matter["kind"])
    granted = f"核定{yuan(then_fen)}{currency_of(look)}"
    if then_fen != claim.granted_fen:
        granted += f"，其后调整为{yuan(claim.granted_fen)}{currency_of(look)}"
    return f"{claim.claim_no}（{what}，{_day(claim.occurred_on)}，{granted}）"


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
    at = explanation.caps_at
    assert at is not None, "caps are met as a claim is decided"
    then = owner_then(look.snapshot.store.handler, claim.claim_no, at)
    for use in caps:
        known = own.keys() & then.claims.keys()  # a predecessor's was another firm's until then
        mine = [no for no in use.filled_by if no in known and no != claim.claim_no]
        said = [described(look, own[no], granted_fen(then.claims[no])) for no in mine]
        yield _cap(look, use, mine, said)


def _cap(look: Look, use: FilledCap, mine: list[str], said: list[str]) -> Facts:
    cap = look.book.caps[use.cap]
    return {
        "cap": use.cap,
        "title": title_of(cap),
        "article": cap.article,
        "full": use.used_after >= use.limit,
        "figures": [str(each) for each in (use.limit, use.used_before, use.applied)],
        "filled_by": mine,
        "text": Said(_cap_text(look, use, cap, said)),
    }


def _cap_text(look: Look, use: FilledCap, cap: Cap, mine: list[str]) -> str:
    def shown(figure: int) -> str:
        return f"{yuan(figure)}{currency_of(look)}" if cap.unit == "fen" else f"{figure}个"

    over = "全部企业合计" if cap.pooled else ""
    said = f"“{title_of(cap)}”{over}最高{shown(use.limit)}；本笔之前"
    said += f"{'全部企业' if cap.pooled else ''}已使用{shown(use.used_before)}"
    if mine:
        among = "其中本企业" if cap.pooled else "为"
        said += f"，{among}：{'；'.join(mine)}"
    left = use.limit - use.used_after
    return f"{said}；本笔计入{shown(use.applied)}，尚余{shown(max(0, left))}。"


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
    what = AMENDED.get(made.what, "变更")
    said = f"依据{made.document}{what}"
    if made.changed:
        said += f"：{changes_text(made.changed, value_titles(claim.kind, look.book))}"
    elif made.kind:
        said += f"（{reopenings()[made.kind]}）"
    return {
        "what": made.what,
        "document": made.document,
        "words": made.words,
        "text": Said(f"{said}。事由：{made.words}"),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
