"""Whether an enterprise may be split into parts, and what is recorded of each.

Raises Refusal `split-shares`, `split-parts`, `split-keeps-code`, `claims-undecided`, and those of
`succeeding` that every succession has.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from domain.commands.succession import Divide
from domain.enterprise.kin.succeeding import must_be_free, must_not_be_moving
from domain.enterprise.state import Enterprise, Status
from domain.events.succession import EnterpriseDivided, EnterpriseTakesPart, Part
from domain.identity import skeleton
from domain.refusals import Refusal

PARTS_MAX = 20  # that one event can hold, and a document names


def divide(
    command: Divide, old: Enterprise, heirs: Mapping[str, Enterprise], ordered: Mapping[str, int]
) -> tuple[EnterpriseDivided, dict[str, EnterpriseTakesPart]] | None:
    """Return what is recorded of the code and of each part; None where it was recorded before.

    old: of the code itself, with its claims as they stand. heirs: the parts, by code. ordered: as
    `succeed` takes it. Raises Refusal as the module says.
    """
    code = command.predecessor
    divided = EnterpriseDivided(
        parts=_parts(command),
        successor=_keeper(command),
        on=command.on,
        document=command.document,
    )
    said = old.kin.successor
    if isinstance(said, EnterpriseDivided) and _content(said) == _content(divided):
        return None
    must_be_free(command, code, old, heirs)
    for each, state in ((code, old), *heirs.items()):
        must_not_be_moving(each, state)
    pending = [no for no, claim in old.claims.items() if claim.status is Status.SUBMITTED]
    if pending:
        raise Refusal("claims-undecided", uscc=code, claim_no=pending[0], number=len(pending))
    for claim_no, batch in ordered.items():
        raise Refusal("transfer-ordered", claim_no=claim_no, uscc=code, batch=batch)
    return divided, {
        part.uscc: EnterpriseTakesPart(
            predecessor=code,
            parts=divided.parts,
            place=place,
            successor=divided.successor,
            on=command.on,
            document=command.document,
        )
        for place, part in enumerate(divided.parts)
    }


def _parts(command: Divide) -> tuple[Part, ...]:
    """Return the parts with their shares in lowest terms. Raises Refusal."""
    codes = [code for code, _ in command.parts]
    if command.predecessor in codes:
        raise Refusal("split-keeps-code", uscc=command.predecessor)
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None or not 2 <= len(codes) <= PARTS_MAX:
        raise Refusal("split-parts", uscc=command.predecessor, number=len(codes), most=PARTS_MAX)
    shares = [share for _, share in command.parts]
    if min(shares) <= 0 or sum(shares) != 1:
        together = str(sum(shares, Fraction()))
        raise Refusal("split-shares", uscc=command.predecessor, together=together)
    return tuple(Part(uscc=code, share=str(share)) for code, share in command.parts)


def _keeper(command: Divide) -> str:
    """Return the part that has the claims: as named, else the first of those that are largest."""
    if command.claims_to is None:
        return max(command.parts, key=lambda part: part[1])[0]
    if command.claims_to not in [code for code, _ in command.parts]:
        raise Refusal("split-claims-to", uscc=command.predecessor, successor=command.claims_to)
    return command.claims_to


def _content(event: EnterpriseDivided) -> tuple[tuple[Part, ...], str, date, str]:
    return event.parts, event.successor, event.on, skeleton(event.document)
