"""Letters made from the ledger as it stood, and written to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from adapters.files.outputs import NEW, PAPER, open_output
from adapters.files.outputs import PDF as PDF_KIND
from adapters.ledger.look import Look
from adapters.letters.bureau import (
    ENGLISH_FILE,
    ENGLISH_SAMPLE,
    FILE,
    SAMPLE,
    bureaus_in,
    in_force,
)
from adapters.letters.facts import OFFICIAL, hidden_in
from adapters.letters.kinds.budget import budget_execution
from adapters.letters.kinds.decisions import decisions
from adapters.letters.kinds.publicity import publicity
from adapters.letters.kinds.recovery import recovery
from adapters.letters.kinds.statement import account_statement
from adapters.letters.kinds.summary import monthly_summary
from adapters.letters.layout import EDITION, PDF, SUFFIXES, WORD, Form, Layout, layout
from adapters.letters.letter import TITLES, Letter
from adapters.letters.pdf.pages import pdf_file
from adapters.letters.pdf.parts import is_long
from adapters.letters.word import word_file
from adapters.wording.policy.currency import use_currency_of
from adapters.wording.translation import language, speaking
from domain.calendar import day_of
from domain.refusals import Refusal
from domain.value import value
from projections.papers import LettersPrinted

SINGLE: dict[str, Callable[[Look, str], Letter]] = {
    "recovery": recovery,
    "publicity": publicity,
    "account-statement": account_statement,
    "budget-execution": budget_execution,
    "monthly-summary": monthly_summary,
}
TAKES = {WORD: ("docxtpl",), PDF: ("typst", "pypdfium2")}  # of the extra, by how a file ends
DETAILS = "bureau"  # what `template_copied` calls the file of the bureau's details


@value
class Means:
    """By what letters are laid out. None: as shipped.

    bureau: the file of the details; None for the one beside the ledger. beside: that one.
    """

    bureau: Path | None
    beside: Path
    template: Path | None
    fonts: Path | None

    def details(self, chosen: str) -> Path:
        """Return the file of the details for letters in a language."""
        if self.bureau is not None:
            return self.bureau
        english = self.beside.with_name(ENGLISH_FILE)
        return self.beside if chosen == OFFICIAL or not english.exists() else english


def details_beside(store: Path | None) -> Path:
    """Return where the bureau's details are looked for: beside a store that is a file."""
    return Path(FILE) if store is None else store.with_name(FILE)


def kinds_to_be_had(store: Path | None) -> tuple[str, ...]:
    """Return how files of letters of a store may end here; none where the details are missing."""
    if not details_beside(store).is_file():
        return ()
    return tuple(
        suffix.removeprefix(".")
        for suffix in SUFFIXES
        if all(find_spec(module) for module in TAKES[suffix])
    )


def letters_of(look: Look, kind: str, subject: str, chosen: str = OFFICIAL) -> list[Letter]:
    """Return the letters of a kind about something, as of the look, in the language given.

    Raises Refusal `paper-without-source`, and for what is unknown.
    """
    with speaking(chosen):
        use_currency_of(look.book)
        if kind in SINGLE:
            return [SINGLE[kind](look, subject)]
        return list(decisions(look, kind, subject))


def print_letters(
    look: Look, kind: str, subject: str, path: Path, means: Means, *, force: bool
) -> tuple[LettersPrinted, int]:
    """Write letters to a file; return them, and how many names in them are not kept here.

    Raises Refusal as `letters_of`, `made`, `bureaus_in`, `layout` and `open_output` do, and
    `letter-format`.
    """
    suffix = must_be_a_format(path)
    letters = letters_of(look, kind, subject, language())
    known_at = look.snapshot.store.handler.recorder.time_of(look.position)
    details = means.details(language())
    bureau = in_force(bureaus_in(details), day_of(known_at), details)
    long = is_long([letter.facts for letter in letters])
    by = layout(Form(kind, suffix, language(), long), bureau, means.template)
    written = made(look, letters, by, suffix, means.fonts)
    replaced = PDF_KIND if suffix == PDF else PAPER
    with open_output(path, "paper-unwritable", replaced, force=force) as file:
        file.write(written)
    printed = LettersPrinted(
        paper=kind,
        subject=subject,
        file=str(path),
        letters=len(letters),
        position=look.position,
        sha256=tuple(letter.digest for letter in letters),
        layout=by.digest,
    )
    return printed, sum(len(hidden_in(letter.facts)) for letter in letters)


def made(
    look: Look, letters: Sequence[Letter], by: Layout, suffix: str, fonts: Path | None
) -> bytes:
    """Return the file of letters. Raises Refusal as `word_file` and `pdf_file` do."""
    known_at = look.snapshot.store.handler.recorder.time_of(look.position)
    if suffix == PDF:
        return pdf_file(letters, by, known_at, fonts)
    return word_file(letters, by, known_at)


def must_be_a_format(path: Path) -> str:
    """Return how a file of letters ends. Raises `letter-format` where it does not so."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refusal("letter-format", file=path.name)
    return suffix


def copy_template(kind: str, path: Path, *, force: bool) -> None:
    """Write a shipped template, or the sample of the bureau's details, for a person to edit.

    Raises Refusal `template-of-nothing`, and as `open_output` does.
    """
    ends = {template: output for output, template in SUFFIXES.items()} | {WORD: WORD}
    suffix = path.suffix.lower()
    if kind == DETAILS and suffix == SAMPLE.suffix:
        source = SAMPLE if language() == OFFICIAL else ENGLISH_SAMPLE
    elif kind in TITLES and suffix in ends:
        source = Form(kind, ends[suffix], language()).file(EDITION)
    else:
        raise Refusal("template-of-nothing", what=f"{kind} {path.name}")
    with open_output(path, "paper-unwritable", NEW, force=force) as file:
        file.write(source.read_bytes())


def only(letters: Iterable[Letter], subject: str) -> Iterator[Letter]:
    """Yield the letters that are about exactly this."""
    return (letter for letter in letters if letter.subject == subject)
