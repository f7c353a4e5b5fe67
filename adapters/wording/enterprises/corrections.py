"""Entries about money put right, for people: what they said, and what stands in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.policy.titles import line_title
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, in_brackets, pgettext
from domain.money import yuan
from projections.money.corrections import EntryCorrection, EntrySaid, put_right

if TYPE_CHECKING:
    from domain.events.log import Event


def corrections_tables(corrections: tuple[EntryCorrection, ...]) -> tuple[Table, ...]:
    """Return a row for each correction; no table without one."""
    if not corrections:
        return ()
    words = _entry_words()
    columns: Columns[EntryCorrection] = (
        (Column(pgettext("column", "position"), "figure"), lambda made: str(made.position)),
        (Column(pgettext("correction", "puts right")), lambda made: _of(made, words)),
        (Column(pgettext("correction", "reversed")), lambda made: said_text(made.before)),
        (Column(pgettext("correction", "right")), lambda made: after_text(made.after)),
        (Column(pgettext("column", "document")), lambda made: made.document),
        (Column(pgettext("correction", "why")), lambda made: made.words),
        (Column(pgettext("column", "by")), lambda made: made.by),
    )
    return (table_of(corrections, columns, title=pgettext("title", "Corrections")),)


def correction_sentence(made: EntryCorrection) -> str:
    """Return a correction in a sentence, for a letter."""
    said = _("Corrected by {document}: {entry} {before} → {after}").format(
        document=made.document,
        entry=_entry_words()[made.entry],
        before=said_text(made.before),
        after=after_text(made.after),
    )
    return said + (_(". Reason: {words}").format(words=made.words) if made.words else "")


def correction_text(event: Event) -> str:
    """Return what a correction says; empty for any other event."""
    said = put_right(event)
    if said is None:
        return ""
    entry, before, after = said
    text = f"{_entry_words()[entry]} {said_text(before)} → {after_text(after)}"
    place = getattr(event, "of_position", None)
    if place is not None:
        text = headed(_("log position {position}").format(position=place), text)
    words = getattr(event, "words", "")
    document: str = getattr(event, "document")  # noqa: B009 - every one of them has it
    return in_brackets(headed(text, words) if words else text, document)


def said_text(said: EntrySaid) -> str:
    """Return what an entry says, in one line."""
    line = " → ".join(map(line_title, filter(None, (said.line, said.to_line))))
    amount = None if said.amount_fen is None else yuan(said.amount_fen)
    on = None if said.on is None else str(said.on)
    number = _(", ").join(filter(None, (said.number, on)))
    parts = (line, said.claim_no, amount, f"({number})" if number else None)
    return " ".join(filter(None, parts))


def after_text(after: EntrySaid | None) -> str:
    """Return what stands in an entry's place."""
    return pgettext("correction", "none") if after is None else said_text(after)


def _of(made: EntryCorrection, words: dict[str, str]) -> str:
    place = "" if made.of_position is None else f"{made.of_position} "
    return place + words[made.entry]


def _entry_words() -> dict[str, str]:
    """Return what each kind of entry is called."""
    return {
        "appropriated": pgettext("movement", "appropriated"),
        "supplemented": pgettext("movement", "supplemented"),
        "returned": pgettext("movement", "returned"),
        "transferred": pgettext("movement", "transferred"),
        "paid": pgettext("entry", "payment"),
        "recovered": pgettext("entry", "money back"),
        "payment-reversed": pgettext("entry", "payment that came back"),
        "recovery-reversed": pgettext("entry", "set-off undone"),
        "ordered": pgettext("entry", "payment order"),
        "failed": pgettext("entry", "failed payment"),
    }
