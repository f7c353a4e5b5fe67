"""What an enterprise owes back (追回通知书): for which claims, why, by which document."""

from __future__ import annotations

from adapters.ledger.look import Look
from adapters.letters.facts import Facts, Said
from adapters.letters.kinds.claims import (
    Listed,
    changed_by,
    claims_listed,
    in_words,
    matter_facts,
    money_of,
)
from adapters.letters.kinds.notes import receipts
from adapters.letters.kinds.parties import named, spelled
from adapters.letters.letter import TITLES, Letter
from adapters.papers.kinds.currency import currency_of
from adapters.wording.translation import gettext as _
from domain.enterprise.dues import open_debt_fen, owed_back_fen
from domain.enterprise.state import Claim, granted_fen
from domain.money import yuan
from domain.refusals import Refusal


def recovery(look: Look, uscc: str) -> Letter:
    """Return the letter to an enterprise. Raises Refusal `paper-without-source` where it owes
    nothing that no payment order will set off, `enterprise-unknown`."""
    look.enterprise(uscc)
    enterprise, own = look.snapshot.enterprise(uscc), claims_listed(look, uscc)
    paid_by = receipts(look, uscc)
    claims = [
        _claim(look, claim, own, paid_by)
        for claim in enterprise.claims.values()
        if open_debt_fen(granted_fen(claim), claim.dues)
    ]
    if not claims:
        raise Refusal("paper-without-source", what=f"{TITLES['recovery']} {uscc}")
    total = sum(int(str(claim["due"])) for claim in claims)
    name, currency = named(look, [uscc])[uscc], currency_of(look)
    return Letter(
        kind="recovery",
        subject=uscc,
        position=look.position,
        facts={
            "enterprise": name,
            "uscc": uscc,
            "currency": money_of(look),
            "claims": claims,
            "total": total,
            "total_words": in_words(look, total),
        },
        gist=(
            TITLES["recovery"],
            f"{spelled(name)} {uscc}",
            *(f"{claim['number']}：{yuan(int(str(claim['due'])))} {currency}" for claim in claims),
        ),
    )


def _claim(look: Look, claim: Claim, own: Listed, paid_by: dict[tuple[str, int], str]) -> Facts:
    number, dues = claim.submitted.claim_no, claim.dues
    assert dues is not None, f"nothing was paid of {number}"
    granted = granted_fen(claim)
    due = open_debt_fen(granted, dues)
    return {
        **matter_facts(look, own[number]),
        "granted": granted,
        "paid": dues.paid_fen,
        "recovered": dues.recovered_fen,
        "ordered": owed_back_fen(granted, dues) - due,
        "due": due,
        "payments": [
            {
                "batch": str(batch),
                "on": str(payment.on),
                "receipt": paid_by.get((number, batch), ""),
                "amount": payment.amount_fen,
            }
            for batch, payment in dues.payments.items()
        ],
        "grounds": _grounds(look, claim),
    }


def _grounds(look: Look, claim: Claim) -> list[Facts]:
    """Return what took the grant away or lowered it, in order."""
    grounds: list[Facts] = [
        {
            "document": str(change["because_of"]),
            "text": Said(
                _("{on} reassessed: from {previous} to {granted} ({why})").format(
                    on=change["on"],
                    previous=yuan(int(str(change["previous"]))),
                    granted=yuan(int(str(change["granted"]))),
                    why=change["why"],
                )
            ),
        }
        for change in changed_by(look, look.explanation(claim.submitted.claim_no))
        if int(str(change["granted"])) < int(str(change["previous"]))
    ]
    if claim.revocation is not None:
        words, document = claim.revocation
        said = Said(
            _("Grant revoked by {document}. Reason: {words}").format(document=document, words=words)
        )
        grounds.append({"document": document, "words": words, "text": said})
    return grounds
