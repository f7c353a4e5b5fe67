"""Whether a letter is what the ledger printed, and what differs if it is not.

The letters that the file names are made again from the ledger, at their position and by the layout
that they name, and compared: first byte for byte, then paragraph by paragraph. Where a name is no
longer kept, it cannot be compared, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from adapters.files.durable import problem_text, read_regular
from adapters.ledger.look import Look
from adapters.letters.bureau import bureaus_in, in_force
from adapters.letters.check.reading import Said, pictures_differ, read
from adapters.letters.facts import hidden_in
from adapters.letters.kinds.decisions import about_of
from adapters.letters.layout import PDF, Form, Layout, layouts
from adapters.letters.letter import CONTENT, LAYOUT, Letter, Named, named_by_code, named_in
from adapters.letters.printing import Means, letters_of, made, must_be_a_format, only
from adapters.papers.check.alignment import Pair, aligned
from adapters.papers.check.checking import Checked
from adapters.papers.check.identical import LookAt
from adapters.papers.check.showing import difference, strange
from adapters.papers.paper import POSITION, SUBJECT
from domain.calendar import day_of
from domain.refusals import Refusal
from projections.papers import CodeChecked

WHOLE = "（文件）"
_HIDDEN_MAX = 400  # characters of a name that is not kept here


def check_letter(look_at: LookAt, path: Path, means: Means) -> Checked:
    """Return how a file of letters differs from what the ledger printed. look_at: `Ledger.look`.

    Raises Refusal `letter-format`, `paper-unreadable`, `not-a-paper`, `layout-differs`, and as
    `bureaus_in` and `made` do.
    """
    suffix = must_be_a_format(path)
    try:
        raw = read_regular(path)
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("paper-unreadable", file=str(path), problem=why) from problem
    said = read(raw, path.name)
    named = named_in(said.text)
    if not named:
        raise Refusal("not-a-paper", file=path.name)
    first = named[0]
    try:
        with look_at(first.position) as look:
            letters = _letters(look, named)
            by = _layout(look, first, suffix, means)
            again = made(look, letters, by, suffix, means.fonts)
    except Refusal as refusal:
        if not _unknown(refusal):
            raise
        shown = f"{first.kind}/{first.subject}/{first.position}"
        return Checked(first.position, [difference(None, SUBJECT, None, shown)], unknown=True)
    checked = Checked(first.position)
    if again == raw:
        return checked
    _compare_digests(letters, named, checked)
    ours = read(again, f"{path.stem}{suffix}")
    hidden = set().union(*(hidden_in(letter.facts) for letter in letters))
    _compare(ours, said, hidden, checked)
    if suffix == PDF and checked.genuine and not checked.uncompared:
        for page in pictures_differ(again, raw):
            checked.differences.append(difference(page, WHOLE, None, f"第 {page} 页画面与打印不同"))
    return checked


def check_code(look_at: LookAt, text: str) -> CodeChecked:
    """Return whether the text of a QR code is of a letter of the ledger, and what that says.

    Raises Refusal `not-a-code`.
    """
    named = named_by_code(text)
    if named is None:
        raise Refusal("not-a-code")
    says: tuple[str, ...] = ()
    try:
        with look_at(named.position) as look:
            (letter,) = _letters(look, [named])
    except Refusal as refusal:
        if not _unknown(refusal):
            raise
        shown = f"{named.kind}/{named.subject}/{named.position}"
        differences = [difference(None, SUBJECT, None, shown)]
    else:
        says = letter.gist
        differences = []
        if letter.digest != named.digest:
            differences = [difference(None, CONTENT, letter.digest, named.digest)]
    return CodeChecked(
        genuine=not differences,
        position=named.position,
        differences=tuple(differences),
        paper=named.kind,
        subject=named.subject,
        says=says,
    )


def _letters(look: Look, named: Sequence[Named]) -> list[Letter]:
    """Return the letters that a file names, in its order, each made again.

    Raises Refusal `paper-without-source` where the ledger has no such letter.
    """
    if len({(each.position, each.language) for each in named}) > 1:
        raise Refusal("paper-without-source", what=POSITION)
    groups: dict[tuple[str, str], list[Letter]] = {}
    letters: list[Letter] = []
    for each in named:
        group = (each.kind, about_of(each.subject) if len(named) > 1 else each.subject)
        if group not in groups:
            groups[group] = letters_of(look, *group, each.language)
        letter = next(only(groups[group], each.subject), None)
        if letter is None:
            raise Refusal("paper-without-source", what=f"{each.kind} {each.subject}")
        letters.append(letter)
    return letters


def _layout(look: Look, named: Named, suffix: str, means: Means) -> Layout:
    """Return the layout that a file names. Raises Refusal `layout-differs` where it is not here."""
    moment = look.snapshot.store.handler.recorder.time_of(look.position)
    details = means.details(named.language)
    bureau = in_force(bureaus_in(details), day_of(moment), details)
    form = Form(named.kind, suffix, named.language)
    for layout in layouts(form, bureau, means.template):
        if layout.digest == named.layout:
            return layout
    raise Refusal("layout-differs", layout=named.layout, bureau=str(details))


def _compare_digests(letters: Sequence[Letter], named: Sequence[Named], checked: Checked) -> None:
    for letter, each in zip(letters, named, strict=True):
        if letter.digest != each.digest:
            checked.differences.append(difference(None, CONTENT, letter.digest, each.digest))
        if each.layout != named[0].layout:
            checked.differences.append(difference(None, LAYOUT, named[0].layout, each.layout))


def _compare(ours: Said, theirs: Said, hidden: set[str], checked: Checked) -> None:
    for what, count in theirs.strange.items():
        if count > ours.strange.get(what, 0):
            checked.differences.append(strange(None, WHOLE, what))
    if theirs.pictures - ours.pictures:
        checked.differences.append(strange(None, WHOLE, "（另有图片）"))
    for what in ours.strange.keys() - theirs.strange.keys():
        checked.differences.append(difference(None, WHOLE, what, None))
    if ours.text == theirs.text:
        return
    patterns = _patterns(ours.text, hidden)
    if hidden and patterns is not None and patterns.fullmatch(theirs.text):
        checked.uncompared += sum(ours.text.count(each) for each in hidden)
        return
    for pair in _paired(ours.lines, theirs.lines):
        printed = None if pair.printed is None else ours.lines[pair.printed]
        in_file = None if pair.in_file is None else theirs.lines[pair.in_file]
        line = _patterns(printed or "", hidden)
        if printed == in_file or (line is not None and line.fullmatch(in_file or "")):
            continue
        row = (pair.in_file if pair.in_file is not None else pair.printed or 0) + 1
        checked.differences.append(difference(row, None, printed, in_file))


def _paired(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """Return the lines of both, paired: one by one, unless lines were added or taken out."""
    if len(ours) == len(theirs):
        return [Pair(place, place) for place in range(len(ours))]
    return aligned(ours, theirs)


def _patterns(text: str, hidden: set[str]) -> re.Pattern[str] | None:
    """Return what a text may read with the names that are not kept here; None without such."""
    if not any(each in text for each in hidden):
        return None
    escaped = re.escape(text)
    for each in hidden:
        escaped = escaped.replace(re.escape(each), f".{{1,{_HIDDEN_MAX}}}?")
    return re.compile(escaped, re.DOTALL)


def _unknown(refusal: Refusal) -> bool:
    return refusal.code.endswith("-unknown") or refusal.code == "paper-without-source"
