"""The pack of an enterprise that moved: its events, and what it used of caps, for another ledger.

A file of JSON lines. The first says what it is and the SHA-256 of all that follow, so that
`tail -n +2 FILE | sha256sum` gives it again. Events stand as they are stored, those of the policy
book too, so that its reader works out the same grants.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from adapters.files.outputs import HANDED, open_output
from adapters.ledger.enterprises import book_of, folded
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.ledger import Ledger
from adapters.log.codec import decode
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_signer
from adapters.seal.proving.receipts import receipt, sealed_head
from adapters.seal.sealer.succession import refuse_retired
from domain.enterprise.state import Enterprise
from domain.events.streams import POLICY_STREAM
from domain.events.transfer import EnterpriseTransferredOut
from domain.refusals import Refusal
from projections.transfers import HandedOver, handed_caps, handed_grants

KIND = "subsidy-ledger/enterprise-pack@v1"
OF_POLICIES, OF_ENTERPRISE, GRANT, CAP, RECEIPT = "policy", "event", "grant", "cap", "receipt"


def hand_over(
    ledger: Ledger,
    uscc: str,
    county: str,
    out: Path,
    sealed_by: tuple[Path, Path] | None,
    *,
    force: bool,
) -> HandedOver:
    """Write the pack of an enterprise that was transferred out, as it stands now.

    county: whose ledger this is, as the other is to name it. sealed_by: the folder of the seal and
    the key: a receipt for each event then stands in it. Raises `enterprise-not-transferred`, as the
    seal and the key are refused, and as `open_output` does.
    """
    with ledger.open_store() as store:
        handler = store.handler
        rows = list(handler.recorder.select_streams([uscc]))
        versions = list(handler.recorder.select_streams([POLICY_STREAM]))
        enterprise = folded(decode(row.id, row) for row in rows)
        gone = last_departure(enterprise)
        if gone is None:
            raise Refusal("enterprise-not-transferred", uscc=uscc)
        book = book_of(decode(row.id, row) for row in versions)
        grants, caps = handed_grants(county, enterprise, book), handed_caps(enterprise, book)
        head = {
            "uscc": uscc,
            "county": county,
            "to": gone.to,
            "on": gone.on.isoformat(),
            "document": gone.document,
            "position": rows[-1].id,
        }
        every = [*((OF_POLICIES, row) for row in versions), *((OF_ENTERPRISE, row) for row in rows)]
        lines = [head, *({kind: row.id, "entry": row.state.decode()} for kind, row in every)]
        lines += [{GRANT: asdict(each)} for each in grants]
        lines += [{CAP: asdict(each)} for each in caps]
        if sealed_by is not None:
            places = sorted(row.id for _kind, row in every)
            lines += [{RECEIPT: text} for text in _receipts(ledger, handler, places, sealed_by)]
    content = b"".join(map(spelled, lines))
    digest = sha256(content).hexdigest()
    whole = spelled({"pack": KIND, "digest": digest}) + content
    with open_output(out, "output-unwritable", HANDED, force=force) as file:
        file.write(whole)
    return HandedOver(
        uscc=uscc,
        county=county,
        to=gone.to,
        digest=digest,
        position=rows[-1].id,
        events=len(rows),
        grants=len(grants),
        granted_fen=sum(each.amount_fen for each in grants),
        caps=len(caps),
        sealed=sealed_by is not None,
        file=str(out),
        sha256=sha256(whole).hexdigest(),
    )


def last_departure(enterprise: Enterprise) -> EnterpriseTransferredOut | None:
    """Return by what an enterprise last left; None where it is here."""
    standing = [] if enterprise.transfers is None else enterprise.transfers.standing
    gone = standing[-1].event if standing else None
    return gone if isinstance(gone, EnterpriseTransferredOut) else None


def spelled(line: dict[str, Any]) -> bytes:
    """Return a line of a pack: JSON without white space, and its end."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=_day)
    return f"{text}\n".encode()


def _receipts(
    ledger: Ledger, handler: CommandHandler, places: list[int], sealed_by: tuple[Path, Path]
) -> Iterator[str]:
    """Yield a receipt of each of these positions, by the last seal."""
    seal, key_file = sealed_by
    key, folder = read_signer([key_file], ledger.file, seal).key, SealFolder(seal)
    head = sealed_head(folder, None, key)
    refuse_retired(handler, head[0].size, key.verifier)
    yield from (str(receipt(handler, folder, place, head)) for place in places)


def _day(value: object) -> str:
    assert isinstance(value, date), f"not of a pack: {value!r}"
    return value.isoformat()
