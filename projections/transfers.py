"""An enterprise between counties: what its pack states, and what came in that counts here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from domain.commands.transfer import HandedCap, HandedGrant
from domain.enterprise.moving.transfers import Departure, Transfers
from domain.enterprise.pooling.periods import cap_scope
from domain.enterprise.pooling.uses import Brought, Use, used
from domain.enterprise.state import Claim, Enterprise, Status, granted_fen, outcome_of
from domain.identity import skeleton
from domain.policy.names import SEPARATOR, bare
from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.account import Account
    from domain.events.transfer import BroughtGrant, DeclaredCap
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Cap


@value
class BroughtUse:
    """What a county granted of a cap that counts here, and what brought it in.

    amount: in fen or places, as the cap counts; of these claims together. pack: its digest.
    position: of the log, where it came in.
    """

    cap: str
    county: str
    pack: str
    document: str
    position: int
    amount: int
    claims: tuple[str, ...]


@value
class RecordedTransfer:
    """A transfer of an enterprise. kind: `out` or `in`. county: where to, or where from.

    annulled_by: the document that annulled it. pack, position, checked: of one in. grants: how many
    of the pack's grants count, none once annulled; grants_not_counted, caps_not_counted: the rest,
    each with why.
    """

    kind: str
    county: str
    on: date
    document: str
    annulled_by: str | None
    pack: str | None
    position: int | None
    checked: tuple[str, ...]
    grants: int
    grants_not_counted: tuple[BroughtGrant, ...]
    caps_not_counted: tuple[DeclaredCap, ...]


def recorded_transfers(transfers: Transfers | None) -> tuple[RecordedTransfer, ...]:
    """Return every transfer recorded, annulled or not, in order."""
    return () if transfers is None else tuple(_recorded(transfers))


def brought_under(
    cap: Cap,
    brought: Iterable[Brought],
    within: tuple[date, date],
    year: int | None,
    at: str | None,
) -> Iterator[BroughtUse]:
    """Yield what came in of a cap, by county and pack; see `cap_scope`.

    within: the first and last day that count; the others, where a cap counts by year or item.
    """
    by_source: dict[tuple[str, str, str, int], list[Brought]] = {}
    for each in brought:
        counts_in = cap_scope(cap, each.posting.day, "")[0]
        here = at is None or skeleton(at) == each.posting.place
        inside = within[0] <= each.posting.day <= within[1]
        if each.measure in cap.counted and counts_in == year and here and inside:
            source = each.source
            key = source.county, source.pack, source.document, source.position
            by_source.setdefault(key, []).append(each)
    for (county, pack, document, position), uses in by_source.items():
        yield BroughtUse(
            cap=cap.id,
            county=county,
            pack=pack,
            document=document,
            position=position,
            amount=used(cap, map(_row, uses)),
            claims=tuple(use.source.claim_no for use in uses),
        )


def _row(brought: Brought) -> tuple[str, int, str, Use]:
    posting = brought.posting
    use = Use(claims=1, amount_fen=posting.amount_fen, booths=brought.booths)
    return brought.measure, posting.day.year, brought.source.place, use


def brought_rows(account: Account) -> list[tuple[str, int, str, Use]]:
    """Return what came in as rows of allowances: measure, year, place, use."""
    return list(map(_row, account.brought))


def handed_grants(county: str, enterprise: Enterprise, book: PolicyBook) -> list[HandedGrant]:
    """Return every grant of an enterprise, and those that other counties made before.

    county: whose ledger this is.
    """
    own = [
        HandedGrant(
            claim_no=number,
            county=county,
            policy=_policy(outcome_of(claim).measure, book),
            measure=bare(outcome_of(claim).measure or ""),
            day=claim.submitted.occurred_on,
            place=outcome_of(claim).place,
            amount_fen=granted_fen(claim),
            booths=outcome_of(claim).booths,
            invoices=claim.submitted.invoices,
        )
        for number, claim in _granted(enterprise)
    ]
    return own + list(_from_before(enterprise))


def _from_before(enterprise: Enterprise) -> Iterator[HandedGrant]:
    transfers = enterprise.transfers
    for arrival in () if transfers is None else transfers.counted():
        for grant in arrival.grants:
            if grant.matched != "own":
                policy, _, measure = grant.stated.rpartition(SEPARATOR)
                yield HandedGrant(
                    claim_no=grant.claim_no,
                    county=grant.county,
                    policy=policy,
                    measure=measure,
                    day=grant.day,
                    place=grant.place,
                    amount_fen=grant.amount_fen,
                    booths=grant.booths,
                    invoices=grant.invoices,
                )


def handed_caps(enterprise: Enterprise, book: PolicyBook) -> list[HandedCap]:
    """Return what the grants of this ledger use of every cap that counts them, scope by scope."""
    scopes: dict[tuple[str, int | None, str | None], list[tuple[str, Claim, Cap]]] = {}
    for number, claim in _granted(enterprise):
        outcome, day = outcome_of(claim), claim.submitted.occurred_on
        version = book.numbered(outcome.version)
        assert version is not None, f"granted under no version: {number}"
        for cap in version.policy.caps.values():
            if outcome.measure in cap.counted:
                scope = cap.id, *cap_scope(cap, day, skeleton(outcome.place))
                scopes.setdefault(scope, []).append((number, claim, cap))
    return [_handed(scope, uses, book) for scope, uses in scopes.items()]


def _handed(
    scope: tuple[str, int | None, str | None],
    uses: list[tuple[str, Claim, Cap]],
    book: PolicyBook,
) -> HandedCap:
    id_, year, place = scope
    cap = uses[-1][2]
    rows = [
        (
            outcome_of(claim).measure or "",
            claim.submitted.occurred_on.year,
            outcome_of(claim).place,
            Use(claims=1, amount_fen=granted_fen(claim), booths=outcome_of(claim).booths),
        )
        for _, claim, _ in uses
    ]
    return HandedCap(
        policy=book.policy_of(id_) or "",
        cap=bare(id_),
        period=cap.period,
        of_all=cap.pooled,
        year=year,
        place=place,
        unit=cap.unit,
        limit=cap.limit,
        used=used(cap, rows),
        claims=tuple(number for number, _, _ in uses),
    )


def _granted(enterprise: Enterprise) -> Iterator[tuple[str, Claim]]:
    for number in enterprise.decided:
        claim = enterprise.claims[number]
        if granted_fen(claim) > 0:
            yield number, claim


def _policy(measure: str | None, book: PolicyBook) -> str:
    assert measure is not None, "granted under no measure"
    return book.policy_of(measure) or ""


def _recorded(transfers: Transfers) -> Iterator[RecordedTransfer]:
    for key, made in transfers.made.items():
        by = transfers.annulled.get(key)
        out = isinstance(made, Departure)
        grants = [] if isinstance(made, Departure) else made.grants
        caps = [] if isinstance(made, Departure) else made.caps
        yield RecordedTransfer(
            kind="out" if out else "in",
            county=made.event.to if isinstance(made, Departure) else made.event.origin,
            on=made.event.on,
            document=made.event.document,
            annulled_by=None if by is None else by.document,
            pack=None if isinstance(made, Departure) else made.event.pack,
            position=None if isinstance(made, Departure) else made.position,
            checked=() if isinstance(made, Departure) else made.event.checked,
            grants=0 if by is not None else sum(each.measure is not None for each in grants),
            grants_not_counted=tuple(grant for grant in grants if grant.measure is None),
            caps_not_counted=tuple(cap for cap in caps if cap.matched != "counted"),
        )


@value
class HandedOver:
    """A pack written. digest: SHA-256 of the lines after its first, by which events name it.

    sha256: of the whole file. position: the last of its events.

    caps: how many uses of caps it states. sealed: whether each event has a receipt.
    """

    uscc: str
    county: str
    to: str
    digest: str
    position: int
    events: int
    grants: int
    granted_fen: int
    caps: int
    sealed: bool
    file: str
    sha256: str


@value
class Transferred:
    """An enterprise after a command about its transfers.

    pending, granted: claims of matters that are the other county's by now, which a person has to
    end. events_appended: 0 where the command was carried out before.
    """

    uscc: str
    position: int
    transfers: tuple[RecordedTransfer, ...]
    pending: tuple[str, ...]
    granted: tuple[str, ...]
    events_appended: int


@value
class TransferredAndHandedOver(Transferred):
    """The same, with the pack that was written."""

    pack: HandedOver


def transferred(
    uscc: str, position: int, enterprise: Enterprise, events_appended: int
) -> Transferred:
    """Return an enterprise after a command about its transfers."""
    transfers = enterprise.transfers
    away = [
        (number, claim)
        for number, claim in enterprise.claims.items()
        if transfers is not None and transfers.away_on(claim.submitted.occurred_on) is not None
    ]
    return Transferred(
        uscc=uscc,
        position=position,
        transfers=recorded_transfers(transfers),
        pending=tuple(number for number, claim in away if claim.status is Status.SUBMITTED),
        granted=tuple(number for number, claim in away if granted_fen(claim) > 0),
        events_appended=events_appended,
    )
