"""Who moves between counties, and who carries on whom, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.wording.policy.titles import cap_title
from adapters.wording.table import Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, in_brackets, listed, pgettext
from domain.events import transfer as events
from domain.events.succession import (
    DivisionEntered,
    EnteredSuccession,
    EnterpriseDivided,
    EnterpriseSucceeded,
    EnterpriseSucceeds,
    EnterpriseTakesPart,
    SuccessionEntered,
    SuccessionEvent,
)
from domain.money import yuan
from projections.parties import Kin, KinByShare, RecordedDivision, RecordedSuccession

if TYPE_CHECKING:
    from domain.events.transfer import TransferEvent
    from domain.policy.book import PolicyBook
    from projections.transfers import BroughtUse, HandedOver, RecordedTransfer, Transferred

SHOWN_DIGITS = 12  # of a digest, in a sentence


def transferred_report(answer: Transferred, pack: HandedOver | None) -> Report:
    """Return an enterprise's transfers after a command, and what is left to do."""
    parts = list(transfer_lines(answer.transfers))
    if answer.pending:
        parts.append(
            _(
                "Pending, of matters that are the other county's; reject or withdraw: {claims}"
            ).format(claims=listed(answer.pending))
        )
    if answer.granted:
        parts.append(
            _("Granted here, of matters that are the other county's; check: {claims}").format(
                claims=listed(answer.granted)
            )
        )
    if pack is not None:
        parts += handed_lines(pack)
    return Report(title=answer.uscc, parts=(answer.uscc, *parts))


def handed_lines(pack: HandedOver) -> Iterator[str]:
    """Yield what a pack holds, and what to tell the other county."""
    yield _(
        "Pack for {to}: {events} events, {grants} grants of {granted}, {caps} uses of caps, as of "
        "log position {position}: {file}"
    ).format(
        to=pack.to,
        events=pack.events,
        grants=pack.grants,
        granted=yuan(pack.granted_fen),
        caps=pack.caps,
        position=pack.position,
        file=pack.file,
    )
    yield _(
        "SHA-256 of the file, to tell the other county by another way (it compares with "
        "`transfer-in --sha256`): {digest}"
    ).format(digest=pack.sha256)
    if not pack.sealed:
        yield _("No receipts: the other county cannot verify whose log it is (--seal, --key)")


def transfer_lines(transfers: Iterable[RecordedTransfer]) -> Iterator[str | Table]:
    """Yield every transfer in a sentence, with what of a pack was verified and does not count."""
    for made in transfers:
        yield transfer_sentence(made)
        if made.pack is not None:
            yield _(
                "  pack {pack}, read in at log position {position}; {grants} grants count"
            ).format(pack=made.pack, position=made.position, grants=made.grants)
            yield from _verified(made)
            yield from _not_counted(made)


def transfer_sentence(made: RecordedTransfer) -> str:
    """Return a transfer in a sentence."""
    said = {
        "out": _("Moved to {county} from {day} on (document {document})"),
        "in": _("Came from {county}, here from {day} on (document {document})"),
    }[made.kind].format(county=made.county, day=made.on, document=made.document)
    if made.annulled_by is not None:
        said += _("; annulled by document {document}").format(document=made.annulled_by)
    return said


def _verified(made: RecordedTransfer) -> Iterator[str]:
    sealed = [each.partition(":")[2] for each in made.checked if each.startswith("sealed:")]
    yield _(
        "  verified: the digest; that no event is left out; that its events come to its figures"
    )
    if sealed:
        yield _("  verified: that its events are in the log sealed by {key}").format(key=sealed[0])
    else:
        yield _(
            "  not verified: whose log it is (no key was given, or none of its events is sealed)"
        )


def _not_counted(made: RecordedTransfer) -> Iterator[str]:
    why = {
        "unknown-measure": _("no such measure here"),
        "own": _("granted here, counted already"),
        "unknown-cap": _("no such cap here"),
        "other-unit": _("counted in another unit here"),
        "of-all": _("over all enterprises of that county"),
    }
    for grant in made.grants_not_counted:
        yield _("  not counted: claim {claim}, {measure}, {amount} ({why})").format(
            claim=grant.claim_no,
            measure=grant.stated,
            amount=yuan(grant.amount_fen),
            why=why[grant.matched],
        )
    for cap in made.caps_not_counted:
        amount = yuan(cap.used) if cap.unit == "fen" else str(cap.used)
        year = "" if cap.year is None else f" {cap.year}"
        yield _("  cap not matched: {cap}{year}, used {amount} ({why})").format(
            cap=cap.cap, year=year, amount=amount, why=why[cap.matched]
        )


def brought_line(use: BroughtUse, book: PolicyBook) -> str:
    """Return what a county granted of a cap that counts here."""
    cap = book.caps[use.cap]
    return _(
        "{cap}: of this {amount} used in {county} ({claims}); pack {pack}, position {position}"
    ).format(
        cap=cap_title(cap),
        amount=yuan(use.amount) if cap.unit == "fen" else str(use.amount),
        county=use.county,
        claims=listed(use.claims),
        pack=use.pack[:SHOWN_DIGITS],
        position=use.position,
    )


def transfer_text(event: TransferEvent) -> str:
    """Return what an event of a transfer says, for a history."""
    match event:
        case events.EnterpriseTransferredOut():
            return in_brackets(f"→ {event.to} {event.on}", event.document)
        case events.EnterpriseTransferredIn():
            pack = event.pack[:SHOWN_DIGITS]
            into = in_brackets(f"{event.origin} → {event.on}", event.document)
            return _(", ").join((into, f"{pack}", f"{event.grants}"))
        case events.GrantsBroughtIn():
            counted = sum(grant.amount_fen for grant in event.grants if grant.measure is not None)
            numbers = listed(grant.claim_no for grant in event.grants)
            return headed(numbers, yuan(counted)) if numbers else pgettext("history", "caps only")
        case events.TransferAnnulled():
            return in_brackets(headed(event.annulled, event.words), event.document)


def kind_words() -> dict[str, str]:
    """Return what each kind of succession is called."""
    return {
        "rename-code": pgettext("succession", "the code changed"),
        "merger": pgettext("succession", "merger"),
        "split": pgettext("succession", "split"),
    }


def succession_text(answer: RecordedSuccession, names: Mapping[str, str]) -> str:
    """Return a succession as it was recorded, or that it was recorded before."""
    said = _("{new} carries on {old} from {on} ({kind}, {document})").format(
        new=f"{names[answer.successor]} {answer.successor}".strip(),
        old=f"{names[answer.predecessor]} {answer.predecessor}".strip(),
        on=answer.on,
        kind=kind_words()[answer.kind],
        document=answer.document,
    )
    if answer.events_appended:
        return said
    return headed(_("Recorded before; nothing recorded now"), said)


def succession_event(event: SuccessionEvent | EnteredSuccession) -> str:
    """Return what is recorded of a succession: who goes on as whom, from when."""
    match event:
        case EnterpriseSucceeded():
            codes = f"→ {event.successor}"
        case EnterpriseSucceeds():
            codes = f"← {event.predecessor}"
        case SuccessionEntered():
            codes = f"{event.predecessor} → {event.successor}"
        case EnterpriseDivided():
            codes = f"→ {_parts(event)}"
        case EnterpriseTakesPart():
            codes = f"← {event.predecessor} {event.parts[event.place].share}"
        case DivisionEntered():
            codes = f"{event.predecessor} → {_parts(event)}"
    return in_brackets(
        codes, _(", ").join((kind_words()[event.kind], str(event.on), event.document))
    )


def _parts(event: EnterpriseDivided | DivisionEntered) -> str:
    return listed(f"{part.uscc} {part.share}" for part in event.parts)


def divided_text(answer: RecordedDivision, names: Mapping[str, str]) -> str:
    """Return a split as it was recorded, or that it was recorded before."""
    said = _(
        "{old} is split from {on} into {parts} ({document}); its claims are with {keeper}"
    ).format(
        old=f"{names[answer.predecessor]} {answer.predecessor}".strip(),
        on=answer.on,
        parts=listed(
            f"{names[part.uscc]} {part.uscc} {part.share}".strip() for part in answer.parts
        ),
        document=answer.document,
        keeper=answer.claims_to,
    )
    if answer.events_appended:
        return said
    return headed(_("Recorded before; nothing recorded now"), said)


def carried_on(code: str, event: EnterpriseSucceeded | EnterpriseDivided, *, filed: bool) -> str:
    """Return that another carries on a code. filed: a claim was filed under it."""
    if filed:
        sentence = _("Filed under {old}, which {new} carries on from {on} ({kind}, {document})")
    else:
        sentence = _("{new} carries on {old} from {on} ({kind}, {document})")
    return sentence.format(
        old=code,
        new=event.successor,
        on=event.on,
        kind=kind_words()[event.kind],
        document=event.document,
    )


def kin_lines(succeeds: Sequence[Kin], succeeded_by: Sequence[Kin]) -> Iterator[str]:
    """Yield whom an enterprise carries on, and who carries it on."""
    kinds = kind_words()
    for each in succeeds:
        yield _("Carries on {uscc} from {on} ({kind}, {document})").format(
            uscc=_with_share(each), on=each.on, kind=kinds[each.kind], document=each.document
        )
    for each in succeeded_by:
        yield _("Carried on by {uscc} from {on} ({kind}, {document})").format(
            uscc=_with_share(each), on=each.on, kind=kinds[each.kind], document=each.document
        )


def _with_share(each: Kin) -> str:
    return f"{each.uscc} {each.share}" if isinstance(each, KinByShare) else each.uscc
