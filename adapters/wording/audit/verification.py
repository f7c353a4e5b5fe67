"""What preparing a ledger, and verifying it or a pack, came to, for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.seal.verify.answers import (
    LedgerVerified,
    PackChecked,
    PackMade,
    TimeStamp,
    Verification,
)
from adapters.wording.catalogue.problems import problem_words
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import N_, pgettext
from adapters.wording.translation import gettext as _
from domain.calendar import clock

if TYPE_CHECKING:
    from adapters.seal.verify.lag import Lag

FAULTS = {
    "row-missing": N_("a row is missing"),
    "row-not-canonical": N_("a row is not canonical"),
    "stream-not-gapless": N_("a stream's versions are not in order"),
    "event-out-of-order": N_("an event does not follow from those before it"),
    "time-goes-back": N_("the time recorded goes back"),
    "policy-digest": N_("a policy is not that of its digest"),
    "version-not-recorded": N_("a proposal is confirmed as a version that the book does not have"),
    "claim-number-index": N_("the index of claim numbers differs"),
    "stream-index": N_("the index of streams differs"),
    "views-differ": N_(
        "the views differ from the log: rebuild them once the log agrees with its seal"
    ),
    "log-unguarded": N_(
        "a trigger of the log is missing, off, changed or not the ledger's: run "
        "`subsidy store prepare`"
    ),
    "views-not-plain": N_(
        "the views hold something besides plain tables: run `subsidy store prepare`, or delete "
        "their file"
    ),
    "clock-behind-log": N_("the log is ahead of this computer's clock: set it right"),
    "private-not-plain": N_("the accounts' file holds something besides tables: remove it"),
    "private-exposed": N_("others than its owner may read or write the accounts' file"),
    "private-unreadable": N_("the accounts cannot be read"),
    "account-missing": N_(
        "an account is not kept and was never erased: it was deleted, or this is a copy of the "
        "log alone"
    ),
    "account-differs": N_("an account is not the one that was named"),
    "account-not-erased": N_("an account is still there after its erasure: erase it again"),
    "name-missing": N_("a name is not kept any more, and no erasure is recorded"),
    "name-differs": N_("a name is not the one that the log commits to"),
    "name-not-erased": N_("a name is still there after its erasure: erase it again"),
    "accounts-key-differs": N_(
        "the accounts are sealed by another key than that of the file named"
    ),
    "views-ahead": N_("the views are ahead of the log"),
    "views-unreadable": N_("the views cannot be read: delete them"),
    "tile-differs": N_("a sealed hash is not the log's"),
    "tile-missing": N_("a sealed file is missing"),
    "tile-ahead": N_("a sealed file goes beyond the log"),
    "entries-differ": N_("a sealed entry is not the log's"),
    "attachment-altered": N_("a paper holds other bytes than were attached"),
    "file-unknown": N_("a file that no sealer wrote"),
    "checkpoint-invalid": N_("a checkpoint that is not validly signed"),
    "checkpoint-missing": N_("a checkpoint is missing"),
    "checkpoint-differs": N_("a checkpoint is not that of the log"),
    "checkpoint-older": N_("the checkpoint was put back to an older one"),
    "checkpoint-ahead": N_("a checkpoint covers more than the log has"),
    "signature-false": N_("a signature that its key did not make"),
    "timestamp-false": N_("a time stamp that is not valid for its checkpoint"),
    "timestamp-before-event": N_("a time stamp older than the events that it covers"),
    "signature-missing": N_("a trusted key of another kind has not signed"),
    "algorithm-missing": N_("this machine lacks what checks the signature"),
    "cosignature-false": N_("a cosignature that its witness did not make"),
    "witness-quorum": N_("fewer witnesses cosigned than are required"),
    "key-misplaced": N_("a private key lies in the folder of the seal: take it out, change it"),
    "key-not-named": N_("a key that the log does not name"),
    "key-not-vouched": N_("the old key did not sign the new one"),
    "key-retired": N_("signed by a key that another had replaced by then"),
    "seal-unreadable": N_("the seal's folder cannot be read"),
    "decision-disagrees": N_("a decision that comes out otherwise"),
    "payment-disagrees": N_("a payment that is not what was due"),
    "row-disagrees": N_("a row of an enterprise that no ledger records"),
    "totals-differ": N_("the totals are not those of the log"),
    "pack-differs": N_("a file of the pack is not what the log gives"),
    "store-unreadable": N_("the log cannot be read"),
}


def verification_report(answer: Verification, *, with_seal: bool) -> Report:
    """Return the counts, then each fault. with_seal: with how many events are not sealed yet."""
    columns = [
        Column(pgettext("verified", "events"), "count"),
        Column(pgettext("verified", "good"), "count"),
        Column(pgettext("verified", "faults"), "count"),
    ]
    counts = [answer.events, answer.good, len(answer.faults)]
    if with_seal:
        columns.append(Column(pgettext("verified", "unsealed"), "count"))
        counts.append(answer.unsealed)
    table = Table(title="", columns=tuple(columns), rows=[tuple(counts)])
    believed = [*_believed(answer), *lag_lines(answer)] if with_seal else ()
    last = list[str]()
    if isinstance(answer, LedgerVerified):
        if answer.read_only:
            last.append(_("Read as it lies on a read-only medium; nothing was written beside it"))
        last.append(_("Amounts are not worked out again here: `subsidy reperform` does that"))
    return Report(title="", parts=(table, _faults(answer), *_unvouched(answer), *believed, *last))


def lag_lines(answer: Lag | Verification | PackMade) -> Iterator[str]:
    """Yield how far the seal is behind the log, where it is."""
    if answer.unsealed and answer.unsealed_since:
        yield _("Not sealed yet: {count} events, the first recorded {since}").format(
            count=f"{answer.unsealed:,}", since=clock(datetime.fromisoformat(answer.unsealed_since))
        )


def _unvouched(answer: Verification) -> Iterator[str]:
    """Yield the keys that follow another without its signature."""
    for naming in answer.unvouched:
        yield _(
            "Position {position}: {by} changed the key to {key}; the key before did not sign that "
            "({reason})"
        ).format(
            position=naming.position,
            by=naming.by,
            key=naming.key,
            reason=naming.reason or _("no reason given"),
        )


def _believed(answer: Verification) -> Iterator[str]:
    """Yield the keys whose signatures counted, and where they came from."""
    for key in answer.keys:
        yield _("Key believed: {key}").format(key=key)
    for line in answer.signatures:
        if line.kind is None:
            yield _(
                "A signature that is not checked, of {name}, key {key_id} ({bytes} bytes): its key "
                "or its kind is not known here"
            ).format(name=line.name, key_id=line.key_id, bytes=line.bytes)
        elif line.kind != "ed25519":
            yield _("Signed too: {name}, {kind}").format(name=line.name, kind=line.kind)
    for stamp in answer.timestamps:
        yield _stamped(stamp)
    if not answer.anchored:
        yield _(
            "This key came with what was verified, and proves nothing against the author of both. "
            "Give the key that you were handed elsewhere: --key KEY, or SUBSIDY_VERIFIER_KEY"
        )


def _stamped(stamp: TimeStamp) -> str:
    if stamp.time is not None:
        return _("Time stamp: {size} events were there by {time}, says {authority}").format(
            size=f"{stamp.size:,}", time=clock(stamp.time), authority=stamp.authority
        )
    if stamp.verified is None:
        return _(
            "Time stamp of {size} events, not verified: give the certificates you trust, "
            "--timestamp-roots FILE"
        ).format(size=f"{stamp.size:,}")
    return _("Time stamp of {size} events: not valid").format(size=f"{stamp.size:,}")


def pack_report(answer: PackChecked) -> Report:
    """Return the faults of a pack, which head it is about, and its decisions worked out again."""
    counts = verification_report(answer, with_seal=False)
    if answer.origin is None:
        return counts
    rows = [
        (pgettext("sealed", "origin"), answer.origin),
        (pgettext("sealed", "root"), answer.root),
        (_("decisions agreeing"), f"{answer.agreeing:,} / {answer.decisions:,}"),
    ]
    head = Table(title="", columns=(Column(""), Column("")), rows=rows)
    return Report(title="", parts=(*counts.parts, head, *_believed(answer)))


def _faults(answer: Verification) -> Table:
    return Table(
        title="",
        columns=(
            Column(pgettext("column", "position"), "count"),
            Column(pgettext("column", "fault")),
            Column(pgettext("column", "detail")),
        ),
        rows=[
            (fault.position, _(FAULTS[fault.code]), problem_words(fault.detail))
            for fault in answer.faults
        ],
    )
