"""What can be asked of an enterprise that moves between counties. Imperative mood."""

from __future__ import annotations

from datetime import date

from domain.value import value


@value
class TransferOut:
    """The enterprise is another county's from a day on (迁出)."""

    uscc: str
    to: str
    on: date
    document: str


@value
class HandedGrant:
    """A claim that a ledger granted, as its pack states it; see `BroughtGrant`.

    policy: its id. measure: as the policy's own file writes it.
    """

    claim_no: str
    county: str
    policy: str
    measure: str
    day: date
    place: str
    amount_fen: int
    booths: int
    invoices: tuple[str, ...]


@value
class HandedCap:
    """What the claims of a pack use of one cap in one scope; see `CapUse`.

    policy: its id. cap: as the policy's own file writes it. period, of_all: how it counts. limit:
    by the version that the last of the claims was decided under.
    """

    policy: str
    cap: str
    period: str
    of_all: bool
    year: int | None
    place: str | None
    unit: str
    limit: int
    used: int
    claims: tuple[str, ...]


@value
class TransferIn:
    """Read in what another county granted the enterprise (迁入); see `EnterpriseTransferredIn`."""

    uscc: str
    origin: str
    on: date
    document: str
    pack: str
    head: int
    checked: tuple[str, ...]
    grants: tuple[HandedGrant, ...]
    caps: tuple[HandedCap, ...]


@value
class AnnulTransfer:
    """Annul a transfer that was recorded by mistake, by its document and by another."""

    uscc: str
    annulled: str
    document: str
    words: str


TransferCommand = TransferOut | TransferIn | AnnulTransfer
