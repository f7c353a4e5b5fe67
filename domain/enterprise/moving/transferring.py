"""What may be recorded of an enterprise that moves between counties, and how a pack is matched.

Names are what two ledgers have in common: a grant counts here under the measure of the same name,
of the same policy where the ledger has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar, assert_never

from domain.commands import transfer as commands
from domain.commands.transfer import HandedCap, HandedGrant
from domain.enterprise.moving.transfers import Departure, Transfers
from domain.enterprise.state import Enterprise, granted_fen
from domain.events import transfer as events
from domain.events.transfer import BroughtGrant, DeclaredCap, TransferEvent
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.measures import Measure
from domain.policy.names import SEPARATOR, bare
from domain.refusals import Refusal

PAGE_CHARACTERS = 12_000  # of the grants, and of the caps, of one event, names of keys apart
EACH = 60  # characters that any grant or cap takes at least
Named = TypeVar("Named")
Each = TypeVar("Each")


def transfer(
    command: commands.TransferCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[TransferEvent, ...]:
    """Return what follows from a command; nothing when it was carried out before. Raises Refusal.

    `already-transferred`, `pack-known`, `transfer-unknown`, `transfer-annulled`,
    `enterprise-unknown`, `succession-and-transfer`, or `request-conflicts` where the same document
    said something else.
    """
    so_far = enterprise.transfers or Transfers()
    if enterprise.kin.predecessors:  # a pack holds the events of one code
        raise Refusal("succession-and-transfer", uscc=command.uscc)
    match command:
        case commands.TransferOut():
            if enterprise.length == 0:
                raise Refusal("enterprise-unknown", verb="register", uscc=command.uscc)
            return _out(command, so_far)
        case commands.TransferIn():
            return _in(command, so_far, enterprise, book)
        case commands.AnnulTransfer():
            return _annul(command, so_far)
        case _:
            assert_never(command)


def _out(command: commands.TransferOut, transfers: Transfers) -> tuple[TransferEvent, ...]:
    event = events.EnterpriseTransferredOut(to=command.to, on=command.on, document=command.document)
    if _said(command.uscc, event, transfers):
        return ()
    standing = transfers.standing
    if standing and isinstance(standing[-1], Departure):
        known = standing[-1].event
        facts = {"to": known.to, "on": known.on.isoformat(), "document": known.document}
        raise Refusal("already-transferred", uscc=command.uscc, **facts)
    return (event,)


def _in(
    command: commands.TransferIn, transfers: Transfers, enterprise: Enterprise, book: PolicyBook
) -> tuple[TransferEvent, ...]:
    event = events.EnterpriseTransferredIn(
        origin=command.origin,
        on=command.on,
        document=command.document,
        pack=command.pack,
        head=command.head,
        grants=len(command.grants),
        checked=command.checked,
    )
    if _said(command.uscc, event, transfers):
        return ()
    for arrival in transfers.arrivals:
        if arrival.event.pack == command.pack:
            document = arrival.event.document
            raise Refusal("pack-known", uscc=command.uscc, pack=command.pack, document=document)
    return (event, *_pages(command, enterprise, book))


def _pages(
    command: commands.TransferIn, enterprise: Enterprise, book: PolicyBook
) -> Iterator[events.GrantsBroughtIn]:
    grants = tuple(_grant(each, enterprise, book) for each in command.grants)
    caps = tuple(few for each in command.caps for few in _parts(_cap(each, book)))
    pages = zip_longest(_pieces(grants, _characters), _pieces(caps, _characters), fillvalue=())
    for some, others in pages:
        yield events.GrantsBroughtIn(pack=command.pack, grants=some, caps=others)


def _parts(cap: DeclaredCap) -> Iterator[DeclaredCap]:
    """Yield a cap again for each part of its claims that an event can hold."""
    for claims in _pieces(cap.claims, len):
        yield replace(cap, claims=claims)


def _pieces(items: Sequence[Each], weigh: Callable[[Each], int]) -> Iterator[tuple[Each, ...]]:
    """Yield items in runs that an event can hold, each of one at least."""
    piece: list[Each] = []
    weight = 0
    for item in items:
        weight += EACH + weigh(item)
        if piece and weight > PAGE_CHARACTERS:
            yield tuple(piece)
            piece, weight = [], EACH + weigh(item)
        piece.append(item)
    if piece:
        yield tuple(piece)


def _characters(stated: BroughtGrant | DeclaredCap) -> int:
    texts = stated.invoices if isinstance(stated, BroughtGrant) else stated.claims
    return len(str(stated)) - len(str(texts)) + sum(EACH // 10 + len(text) for text in texts)


def _grant(stated: HandedGrant, enterprise: Enterprise, book: PolicyBook) -> BroughtGrant:
    measure = _called(stated.measure, stated.policy, _measures(book), book)
    matched = "unknown-measure" if measure is None else "counted"
    if _is_own(stated, enterprise):
        measure, matched = None, "own"
    return BroughtGrant(
        claim_no=stated.claim_no,
        county=stated.county,
        measure=None if measure is None else measure.id,
        stated=f"{stated.policy}{SEPARATOR}{stated.measure}",
        matched=matched,
        day=stated.day,
        place=stated.place,
        amount_fen=stated.amount_fen,
        booths=stated.booths,
        invoices=stated.invoices,
    )


def _is_own(stated: HandedGrant, enterprise: Enterprise) -> bool:
    """Say whether a grant comes back to the ledger that made it: it counts already."""
    own = enterprise.claims.get(stated.claim_no)
    if own is None or own.outcome is None or own.outcome.measure is None:
        return False
    outcome = own.outcome
    here = own.submitted.occurred_on, bare(own.outcome.measure), skeleton(outcome.place)
    return (*here, granted_fen(own)) == (
        stated.day,
        stated.measure,
        skeleton(stated.place),
        stated.amount_fen,
    )


def _cap(stated: HandedCap, book: PolicyBook) -> DeclaredCap:
    known = _called(stated.cap, stated.policy, book.caps, book)
    if known is None:
        matched = "unknown-cap"
    elif stated.of_all:
        matched = "of-all"
    else:
        matched = "counted" if known.unit == stated.unit else "other-unit"
    return DeclaredCap(
        cap=f"{stated.policy}{SEPARATOR}{stated.cap}",
        year=stated.year,
        place=stated.place,
        unit=stated.unit,
        limit=stated.limit,
        used=stated.used,
        claims=stated.claims,
        matched=matched,
    )


def _called(name: str, policy: str, known: Mapping[str, Named], book: PolicyBook) -> Named | None:
    """Return what is called so in a policy; where the ledger has no such policy, in its only one.

    In the one of its policies that has such a name, that is; None where none or several have.
    """
    having = [id_ for id_ in known if bare(id_) == name]
    if policy in book.policies:
        having = [id_ for id_ in having if book.policy_of(id_) == policy]
    return known[having[0]] if len(having) == 1 else None


def _measures(book: PolicyBook) -> dict[str, Measure]:
    versions = book.versions
    return {id_: each for known in versions for id_, each in known.policy.measures.items()}


def _annul(command: commands.AnnulTransfer, transfers: Transfers) -> tuple[TransferEvent, ...]:
    key, uscc = skeleton(command.annulled), command.uscc
    if key not in transfers.made:
        known = ", ".join(each.event.document for each in transfers.standing)
        raise Refusal("transfer-unknown", uscc=uscc, document=command.annulled, known=known)
    said = transfers.annulled.get(key)
    if said is not None:
        if (skeleton(said.document), said.words) == (skeleton(command.document), command.words):
            return ()
        document = command.annulled
        raise Refusal("request-conflicts", verb="transfer", uscc=uscc, document=document)
    annulled = events.TransferAnnulled(
        annulled=command.annulled, document=command.document, words=command.words
    )
    return (annulled,)


def _said(
    uscc: str,
    event: events.EnterpriseTransferredOut | events.EnterpriseTransferredIn,
    transfers: Transfers,
) -> bool:
    """Say whether a transfer was recorded before by the same document."""
    key = skeleton(event.document)
    if key not in transfers.made:
        return False
    if key in transfers.annulled:
        by = transfers.annulled[key].document
        raise Refusal("transfer-annulled", uscc=uscc, document=event.document, by=by)
    if _content(transfers.made[key].event) != _content(event):
        raise Refusal("request-conflicts", verb="transfer", uscc=uscc, document=event.document)
    return True


def _content(
    event: events.EnterpriseTransferredOut | events.EnterpriseTransferredIn,
) -> tuple[object, ...]:
    """Return what a document says of a transfer."""
    if isinstance(event, events.EnterpriseTransferredOut):
        return "out", skeleton(event.to), event.on
    return "in", event.pack, event.on
