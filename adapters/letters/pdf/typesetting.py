"""Typesets the parts of a file of letters and joins their pages.

Several parts are typeset by processes that end after one each: Typst keeps in memory what it has
laid out. Where pages are numbered through all parts, each is typeset twice, for how many there are
is known only after the first time. The first part's file keeps what makes it PDF/A; the pages of
the others come into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from adapters.ledger.processes.starting import settle_in, uninterrupted
from adapters.letters.layout import SHARED, Layout
from adapters.letters.pdf.parts import PART, Values, numbered

if TYPE_CHECKING:
    from typst import Fonts

AT_ONCE = 2  # processes; each takes up to 300 MB
STANDARD: Final = "a-2b"  # for archives: every sign must be in an embedded font
MAIN, VALUES, CODE, MADE = "main.typ", "letters.json", "code-{}.svg", "part.pdf"
# The second half of a file's identifier, which the joining library draws by chance.
_IDENTIFIER = re.compile(rb"(/ID\[[^\[\]]*)<([0-9A-F]{32})>\](?=[^\[\]]*\Z)")


class TypesetError(Exception):
    """What Typst says against a template or its values."""


class Job(NamedTuple):
    """What is typeset. codes: the texts of QR codes, by what `qr` says in the letters."""

    folder: Path
    layout: Layout
    codes: Mapping[str, str]
    moment: int
    fonts: Path | None


def typeset(job: Job, parts: Sequence[Values]) -> bytes:
    """Return the PDF of parts. Raises TypesetError."""
    if len(parts) == 1:
        # typst caches what it laid out: the same letter again takes no time
        (folder,) = _written(job, parts)
        _made(folder, job)
        if PART in parts[0]["letters"][0]:
            numbered(parts, [_pages(folder)])
            _written(job, parts)
            _made(folder, job)
        return (folder / MADE).read_bytes()
    with ProcessPoolExecutor(
        AT_ONCE, get_context("spawn"), initializer=settle_in, max_tasks_per_child=1
    ) as pool:

        def each() -> list[Path]:
            folders = _written(job, parts)
            with uninterrupted():
                made = pool.map(_made, folders, repeat(job._replace(codes={})))
            list(made)
            return folders

        folders = each()
        if PART in parts[0]["letters"][0]:
            numbered(parts, [_pages(folder) for folder in folders])
            folders = each()
    return _joined([folder / MADE for folder in folders])


@cache
def installed(fonts: Path | None) -> Fonts:
    """Return the fonts of this machine, and of a folder."""
    import typst

    folders = [] if fonts is None else [fonts]
    return typst.Fonts(include_system_fonts=True, font_paths=folders)


def _written(job: Job, parts: Sequence[Values]) -> list[Path]:
    """Write what each part is typeset from into a folder of its own."""
    from segno import make

    folders = []
    for place, values in enumerate(parts):
        folder = job.folder / f"part-{place}"
        folder.mkdir(exist_ok=True)
        for letter in values["letters"]:
            file = CODE.format(letter["qr"])
            make(job.codes[letter["qr"]], error="m", micro=False).save(str(folder / file), border=1)
        shown = [{**letter, "qr": CODE.format(letter["qr"])} for letter in values["letters"]]
        text = json.dumps({**values, "letters": shown}, ensure_ascii=False)
        (folder / VALUES).write_text(text, encoding="utf-8")
        (folder / SHARED).write_bytes(job.layout.shared)
        (folder / MAIN).write_bytes(job.layout.template)
        folders.append(folder)
    return folders


def _made(root: Path, job: Job) -> None:
    """Typeset what was written into a folder. Raises TypesetError."""
    import typst

    try:
        typst.compile(
            root / MAIN,
            output=root / MADE,
            root=root,
            font_paths=installed(job.fonts),
            format="pdf",
            pdf_standards=STANDARD,
            pdf_tags=False,
            package_path=root,
            package_cache_path=root,
            timestamp=job.moment,
        )
    except typst.TypstError as problem:
        raise TypesetError(problem.message) from None


def _pages(folder: Path) -> int:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    with PdfDocument(folder / MADE) as document:
        return len(document)


def _joined(files: Sequence[Path]) -> bytes:
    """Return the pages of files in one; the same files are the same bytes."""
    from pypdfium2 import PdfDocument

    first, *others = files
    written = BytesIO()
    with PdfDocument(first) as whole:
        for file in others:
            with PdfDocument(file) as part:
                whole.import_pages(part)
        whole.save(written)
    raw = written.getvalue()
    content = sha256(_IDENTIFIER.sub(rb"\1", raw)).hexdigest()[:32].upper().encode()
    return _IDENTIFIER.sub(rb"\1<" + content + rb">]", raw)
