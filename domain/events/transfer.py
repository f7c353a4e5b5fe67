"""An enterprise moves between counties, in its own stream: out of this ledger, or into it.

What another ledger granted comes in as its pack states it: nothing here worked it out.
"""

from __future__ import annotations

from datetime import date

from domain.value import Recordable, value


@value
class EnterpriseTransferredOut(Recordable, topic="enterprise-transferred-out"):
    """The enterprise is another county's from a day on (迁出), by a document."""

    to: str
    on: date
    document: str


@value
class EnterpriseTransferredIn(Recordable, topic="enterprise-transferred-in"):
    """The enterprise came from another county (迁入); what it was granted there follows in pages.

    origin: the county that its pack names. pack: the digest of the pack. head: the last position of
    the log that it was made from. grants: how many follow. checked: what of the pack was verified,
    by words. The latest pack of a county stands in place of those before it.
    """

    origin: str
    on: date
    document: str
    pack: str
    head: int
    grants: int
    checked: tuple[str, ...]


@value
class BroughtGrant:
    """A claim granted by another ledger, as the caps here count it.

    county: where. measure: that of this ledger's policies; None where it does not count. stated:
    the measure as the pack has it. matched: `counted`; `unknown-measure` where this ledger's
    policies have no such measure; `own` where it was granted here before. place: in the form names
    are compared in.
    """

    claim_no: str
    county: str
    measure: str | None
    stated: str
    matched: str
    day: date
    place: str
    amount_fen: int
    booths: int
    invoices: tuple[str, ...]


@value
class DeclaredCap:
    """What the other ledger says was used of one of its caps (已用额度), by which claims.

    Where an event cannot hold all claims, it stands again with the rest.

    cap: as the pack has it, with its policy. matched: `counted`; `unknown-cap` or `other-unit`
    where this ledger's policies have no such cap, or count it in another unit; `of-all` where it is
    one over all enterprises, which are each county's own.
    """

    cap: str
    year: int | None
    place: str | None
    unit: str
    limit: int
    used: int
    claims: tuple[str, ...]
    matched: str


@value
class GrantsBroughtIn(Recordable, topic="grants-brought-in"):
    """A page of what a pack states (带入额度): grants, and what they used of caps there."""

    pack: str
    grants: tuple[BroughtGrant, ...]
    caps: tuple[DeclaredCap, ...]


@value
class TransferAnnulled(Recordable, topic="transfer-annulled"):
    """A transfer recorded by mistake is annulled by another document (撤销转移登记)."""

    annulled: str
    document: str
    words: str


TransferEvent = (
    EnterpriseTransferredOut | EnterpriseTransferredIn | GrantsBroughtIn | TransferAnnulled
)
