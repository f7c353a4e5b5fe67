"""What was decided, for each enterprise: granted (核定通知书), or not (不予核定告知书)."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.ledger.look import Look
from adapters.letters.kinds.claims import Listed, claim_facts, claims_listed, in_words, money_of
from adapters.letters.kinds.parties import named, spelled
from adapters.letters.letter import TITLES, Letter
from adapters.papers.kinds.currency import currency_of
from adapters.papers.paper import Secret
from domain.money import yuan
from domain.refusals import Refusal
from projections.claims.listing import ListedClaim, Wanted

CLAIM, ENTERPRISE, BATCH, YEAR = "claim", "enterprise", "batch", "year"
TO = "."  # between what letters are about and the one enterprise that a letter goes to
ENDED_LATER = ("revoked",)  # what was granted first is taken back by another letter


def decisions(look: Look, kind: str, subject: str) -> Iterator[Letter]:
    """Yield a letter an enterprise.

    subject: `claim:NO`, `enterprise:USCC`, `batch:N` or `year:Y`; of one letter among several,
    followed by its enterprise. Raises Refusal `paper-without-source`, and for what is unknown.
    """
    about, to = _split(subject)
    wanted = _claims_by_enterprise(look, about)
    several = about.startswith((BATCH, YEAR))
    made = False
    names = named(look, wanted if to is None else [to])
    for uscc, numbers in wanted.items():
        if to not in (None, uscc):
            continue
        own = claims_listed(look, uscc)
        claims = [own[no] for no in numbers or sorted(own) if no in own and _is(kind, own[no])]
        if claims:
            made = True
            of = f"{about}{TO}{uscc}" if several else about
            yield _letter(look, kind, of, names[uscc], claims, own)
    if not made:
        raise Refusal("paper-without-source", what=f"{TITLES[kind]} {subject}")


def _letter(
    look: Look,
    kind: str,
    subject: str,
    name: Secret | str,
    claims: list[ListedClaim],
    own: Listed,
) -> Letter:
    total = sum(claim.granted_fen for claim in claims)
    uscc, currency = claims[0].uscc, currency_of(look)
    return Letter(
        kind=kind,
        subject=subject,
        position=look.position,
        facts={
            "enterprise": name,
            "uscc": uscc,
            "currency": money_of(look),
            "claims": [claim_facts(look, claim, own) for claim in claims],
            "count": str(len(claims)),
            "total": total,
            "total_words": in_words(look, total),
        },
        gist=(
            TITLES[kind],
            f"{spelled(name)} {uscc}",
            *(f"{claim.claim_no}：{yuan(claim.granted_fen)} {currency}" for claim in claims),
        ),
    )


def _is(kind: str, claim: ListedClaim) -> bool:
    if kind == "decision":
        return claim.status == "approved" and claim.granted_fen > 0
    return claim.status == "rejected" and claim.reason not in ENDED_LATER


def about_of(subject: str) -> str:
    """Return what letters are about, without the one that a letter goes to."""
    return _split(subject)[0]


def _split(subject: str) -> tuple[str, str | None]:
    """Return what letters are about, and the enterprise of the one asked for."""
    if subject.startswith((BATCH, YEAR)):
        about, _to, uscc = subject.partition(TO)
        return about, uscc or None
    return subject, None


def _claims_by_enterprise(look: Look, about: str) -> dict[str, list[str]]:
    """Return the claims that letters are about, by enterprise; no numbers for every one."""
    what, _colon, named_so = about.partition(":")
    if what == CLAIM:
        return {look.claim(named_so).uscc: [named_so]}
    if what == ENTERPRISE:
        look.enterprise(named_so)
        return {named_so: []}
    by_enterprise: dict[str, list[str]] = {}
    if not named_so.isdecimal():
        raise Refusal("paper-without-source", what=about)
    if what == BATCH:
        for line in look.batch(int(named_so), on=look.recorded_on).lines:
            by_enterprise.setdefault(line.uscc, []).append(line.claim_no)
    else:
        for claim in look.claims(Wanted(year=int(named_so))):
            by_enterprise.setdefault(claim.uscc, []).append(claim.claim_no)
    return by_enterprise
