"""Who carries on whom, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.events.succession import (
    EnterpriseSucceeded,
    EnterpriseSucceeds,
    SuccessionEntered,
    SuccessionEvent,
)
from projections.parties import Kin, RecordedSuccession


def kind_words() -> dict[str, str]:
    """Return what each kind of succession is called."""
    return {
        "rename-code": pgettext("succession", "the code changed"),
        "merger": pgettext("succession", "merger"),
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
    return f"{_('Recorded before; nothing recorded now')}: {said}"


def succession_event(event: SuccessionEvent | SuccessionEntered) -> str:
    """Return what is recorded of a succession: who goes on as whom, from when."""
    match event:
        case EnterpriseSucceeded():
            codes = f"→ {event.successor}"
        case EnterpriseSucceeds():
            codes = f"← {event.predecessor}"
        case SuccessionEntered():
            codes = f"{event.predecessor} → {event.successor}"
    return f"{codes} ({kind_words()[event.kind]}, {event.on}, {event.document})"


def carried_on(code: str, event: EnterpriseSucceeded) -> str:
    """Return that another carries on the code that a claim was filed under."""
    return _("Filed under {old}, which {new} carries on from {on} ({kind}, {document})").format(
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
            uscc=each.uscc, on=each.on, kind=kinds[each.kind], document=each.document
        )
    for each in succeeded_by:
        yield _("Carried on by {uscc} from {on} ({kind}, {document})").format(
            uscc=each.uscc, on=each.on, kind=kinds[each.kind], document=each.document
        )
