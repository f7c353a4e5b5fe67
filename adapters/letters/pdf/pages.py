"""Letters as PDF (PDF/A-2b), by a template in Typst that a person edits as text.

A template reads the values as data: nothing in a name is ever markup. It can read only what stands
beside it, and nothing stands there but the values, the codes and `letter.typ`. The same letter in
the same fonts is the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.letters.context import context_of
from adapters.letters.extra import needed
from adapters.letters.layout import Layout
from adapters.letters.letter import Letter
from adapters.letters.pdf.parts import parts_of
from adapters.letters.pdf.typesetting import Job, TypesetError, installed, typeset
from domain.refusals import Refusal

# The families that official papers are set in, the most usual first; any of them will do.
FAMILIES = (
    "FangSong", "仿宋", "FangSong_GB2312", "STFangsong", "SimSun", "宋体", "NSimSun", "STSong",
    "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN",
    "Noto Serif SC", "AR PL UMing CN", "AR PL UMing", "WenQuanYi Zen Hei", "Noto Sans CJK SC",
    "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
)  # fmt: skip
BREAK = "\u200b"  # where a line may end; it shows nothing
BOUND = "provenance"
_LONG = re.compile(r"[!-~]{19,}")
_UNKNOWN = re.compile(r'does not contain key "([^"]+)"|unknown variable: (\S+)')
_NO_GLYPH = re.compile(r"the text `(.*)` could not be displayed")
# What could bring in a package from elsewhere: any import but that of what templates share.
_REACHING = re.compile(rb'(?<![\w-])(?:(?:import|include)\b(?!\s*"letter\.typ")|eval\s*\()')


def pdf_file(
    letters: Sequence[Letter], layout: Layout, known_at: datetime, fonts: Path | None
) -> bytes:
    """Return letters as one PDF. fonts: a folder of fonts besides those of the system.

    Raises Refusal `font-missing`, `font-lacks`, `template-unknown`, `template-broken`,
    `extra-missing`.
    """
    needed("typst", "segno", "pypdfium2")
    if (reaching := _REACHING.search(layout.template)) is not None:
        raise Refusal("template-broken", file=layout.name, problem=reaching[0].decode())
    codes = {str(place): letter.code for place, letter in enumerate(letters)}
    places = map(str, count())
    values = breakable(context_of(letters, layout, lambda letter: next(places)))
    values["fonts"] = families(fonts)
    parts = parts_of(values, in_parts=layout.in_parts)
    try:
        with TemporaryDirectory(prefix="letters-") as folder:
            job = Job(Path(folder), layout, codes, int(known_at.timestamp()), fonts)
            return typeset(job, parts)
    except TypesetError as problem:
        raise _refusal(layout, str(problem)) from problem


def breakable(value: Any) -> Any:
    """Return values whose long numbers and foreign names may break anywhere, to stay in cells.

    What binds a letter stays as it is: a person may copy it out of the page.
    """
    match value:
        case str():
            return _LONG.sub(lambda run: BREAK.join(run[0]), value)
        case list():
            return [breakable(each) for each in value]
        case dict():
            kept = {BOUND: value[BOUND]} if BOUND in value else {}
            return {key: breakable(each) for key, each in value.items()} | kept
    return value


def families(fonts: Path | None) -> list[str]:
    """Return the families that are here, the most usual first. Raises Refusal `font-missing`."""
    known = installed(fonts).families()
    here = [family for family in FAMILIES if family in known]
    if not here:
        raise Refusal("font-missing", families="、".join(FAMILIES[:4] + FAMILIES[9:10]))
    return here


def _refusal(layout: Layout, problem: str) -> Refusal:
    if (match := _NO_GLYPH.search(problem)) is not None:
        return Refusal("font-lacks", text=match[1][:80])
    if (match := _UNKNOWN.search(problem)) is not None:
        return Refusal("template-unknown", file=layout.name, name=match[1] or match[2])
    return Refusal("template-broken", file=layout.name, problem=problem[:200])
