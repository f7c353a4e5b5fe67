"""What printing and checking a paper came to, for people.

A paper itself is an official Chinese form, whatever the language of the messages: its words and
its columns stand in `adapters/papers`, as data that a check compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import ngettext, pgettext

if TYPE_CHECKING:
    from adapters.papers.check.checking import Checked
    from projections.papers import CodeChecked, LettersPrinted, PaperKind, PaperPrinted

SHOWN_MAX = 100


def printed_report(printed: PaperPrinted) -> Report:
    """Return which paper was written where, and what it rests on."""
    sentence = _("Wrote {paper} to {file}: {rows} rows, log position {position}").format(
        paper=_name(printed.paper), file=printed.file, rows=printed.rows, position=printed.position
    )
    return Report(title=sentence, parts=(sentence, f"SHA-256 {printed.sha256}"))


def letters_report(printed: LettersPrinted) -> Report:
    """Return which letters were written where, and what they rest on."""
    sentence = ngettext(
        "Wrote {letters} letter ({paper}) to {file}: log position {position}",
        "Wrote {letters} letters ({paper}) to {file}: log position {position}",
        printed.letters,
    ).format(
        letters=printed.letters,
        paper=_letter_name(printed.paper),
        file=printed.file,
        position=printed.position,
    )
    layout = _("layout {layout}").format(layout=printed.layout)
    digests = [f"SHA-256 {digest}" for digest in printed.sha256[:SHOWN_MAX]]
    return Report(title=sentence, parts=(sentence, *digests, layout))


def code_report(checked: CodeChecked) -> Report:
    """Return whether a code is of a letter of the ledger, and what that letter says."""
    title = _("Paper check")
    if not checked.genuine:
        shown = [each.found or "" for each in checked.differences]
        return Report(title=title, parts=(_("Not what the ledger printed:"), *shown))
    sentence = _("The code is of a letter of this ledger, at position {position}. It says:")
    compare = _("Compare this with the paper: a code can be copied onto another.")
    said = sentence.format(position=checked.position)
    return Report(title=title, parts=(said, *(f"  {line}" for line in checked.says), compare))


def check_report(checked: Checked) -> Report:
    """Return whether a paper is genuine, and every difference with its place."""
    title = _("Paper check")
    if checked.genuine:
        return Report(title=title, parts=(_genuine(checked),))
    columns = (
        Column(pgettext("paper", "row"), "count"),
        Column(pgettext("paper", "column")),
        Column(pgettext("paper", "printed")),
        Column(pgettext("paper", "found")),
    )
    rows = [
        (None if each.row is None else str(each.row), each.column, each.printed, each.found)
        for each in checked.differences[:SHOWN_MAX]
    ]
    parts: list[str | Table] = [
        _("Not what the ledger printed:"),
        Table(title="", columns=columns, rows=rows),
    ]
    hidden = len(checked.differences) - SHOWN_MAX
    if hidden > 0:
        parts.append(_("… and {count} more (--json: all)").format(count=f"{hidden:,}"))
    return Report(title=title, parts=tuple(parts))


def uncompared(checked: Checked) -> str:
    """Return the sentence about cells whose value is no longer there."""
    return ngettext(
        "{cells} cell with an account or a sole trader's name cannot be compared: it was erased, "
        "or is not kept here. Whether it was altered cannot be seen from this file.",
        "{cells} cells with accounts or sole traders' names cannot be compared: they were erased, "
        "or are not kept here. Whether they were altered cannot be seen from this file.",
        checked.uncompared,
    ).format(cells=checked.uncompared)


def not_here(cells: int) -> str:
    """Return the sentence about a paper printed without values that are not kept here."""
    return ngettext(
        "{cells} cell with an account or a sole trader's name is not filled in: it was erased, is "
        "not kept here, or this login may not read it.",
        "{cells} cells with accounts or sole traders' names are not filled in: they were erased, "
        "are not kept here, or this login may not read them.",
        cells,
    ).format(cells=cells)


def _genuine(checked: Checked) -> str:
    """Return that a paper is genuine, as far as it could be compared."""
    if not checked.uncompared:
        sentence = _("Genuine: as the ledger printed it at position {position}")
        return sentence.format(position=checked.position)
    return _(
        "Genuine apart from {cells} cells with accounts or sole traders' names that cannot be "
        "compared: as the ledger printed it at position {position}"
    ).format(cells=checked.uncompared, position=checked.position)


def _letter_name(kind: str) -> str:
    """Return what a kind of letter is called; its word for a kind that is not known."""
    names = {
        "decision": pgettext("paper", "letter of decision"),
        "refusal": pgettext("paper", "letter of refusal"),
        "recovery": pgettext("paper", "letter of recovery"),
        "publicity": pgettext("paper", "notice"),
        "account-statement": pgettext("paper", "statement"),
        "budget-execution": pgettext("paper", "budget"),
        "monthly-summary": pgettext("paper", "monthly summary"),
    }
    return names.get(kind, kind)


def _name(kind: PaperKind) -> str:
    match kind:
        case "notice":
            return pgettext("paper", "notice")
        case "payments":
            return pgettext("paper", "payments")
        case "payment-list":
            return pgettext("paper", "payment list")
        case "statement":
            return pgettext("paper", "statement")
        case "budget":
            return pgettext("paper", "budget")
        case _:
            assert_never(kind)
