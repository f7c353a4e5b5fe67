"""A batch as it is published (公示): by project, with its article and basis; no accounts."""

from __future__ import annotations

from adapters.ledger.look import Look
from adapters.letters.facts import Both, Facts, in_both
from adapters.letters.kinds.claims import document_of, in_words, money_of
from adapters.letters.kinds.parties import named
from adapters.letters.letter import TITLES, Letter
from adapters.papers.kinds.currency import currency_of
from adapters.wording.policy.titles import own_title
from domain.money import yuan
from domain.payments.batch import OPEN, LineState
from domain.refusals import Refusal
from projections.claims.register import ClaimAnswer
from projections.money.batches import BatchLineDetails

PUBLISHED = (*OPEN, LineState.PAID)


def publicity(look: Look, subject: str) -> Letter:
    """Return the notice of a batch. Raises Refusal `paper-without-source`, `batch-unknown`."""
    if not subject.isdecimal():
        raise Refusal("paper-without-source", what=f"{TITLES['publicity']} {subject}")
    batch = look.batch(int(subject), on=look.recorded_on)  # the same whenever it is checked
    lines = [line for line in batch.lines if line.state in PUBLISHED and line.allotted_fen]
    if not lines:
        raise Refusal("paper-without-source", what=f"{TITLES['publicity']} {subject}")
    claims = {claim.claim_no: claim for claim in look.claims()}
    names = named(look, (line.uscc for line in lines))
    groups: dict[tuple[Both, str, str], list[Facts]] = {}
    for number, line in enumerate(lines, start=1):
        rows = groups.setdefault(_project(look, claims[line.claim_no]), [])
        rows.append(_row(number, line, names))
    total, currency = sum(line.allotted_fen for line in lines), currency_of(look)
    return Letter(
        kind="publicity",
        subject=subject,
        position=look.position,
        facts={
            "batch": subject,
            "budget_year": str(batch.budget_year),
            "document": batch.document or "",
            "draft": batch.published_on is None,
            "first_day": "" if batch.published_on is None else str(batch.published_on),
            "last_day": "" if batch.publicity_ends is None else str(batch.publicity_ends),
            "currency": money_of(look),
            "groups": [_group(*project, rows) for project, rows in groups.items()],
            "enterprises": str(len(names)),
            "count": str(len(lines)),
            "total": total,
            "total_words": in_words(look, total),
        },
        gist=(
            f"{TITLES['publicity']}：第 {subject} 批，{batch.budget_year} 年度",
            f"{len(lines)} 笔，合计 {yuan(total)} {currency}",
        ),
    )


def _project(look: Look, claim: ClaimAnswer) -> tuple[Both, str, str]:
    title = in_both(lambda: own_title(claim.measure, look.book))
    return title, claim.article or "", document_of(look, claim)


def _row(number: int, line: BatchLineDetails, names: Facts) -> Facts:
    return {
        "number": str(number),
        "enterprise": names[line.uscc],
        "uscc": line.uscc,
        "claim_no": line.claim_no,
        "amount": line.allotted_fen,
    }


def _group(title: Both, article: str, document: str, rows: list[Facts]) -> Facts:
    return {
        "title": title,
        "article": article,
        "document": document,
        "count": str(len(rows)),
        "subtotal": sum(int(str(row["amount"])) for row in rows),
        "rows": rows,
    }
