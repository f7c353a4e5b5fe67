"""Workbooks saved as .xls, .et and .ods say what they said as .xlsx, or are refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.adapters.intake.messy.reading import HERE, expected, lines_of
from tests.adapters.intake.office import has_calc, needs_office
from tests.support.extent import tried

SAVED = {  # a file of each kind of what only formats, merges and strokes say
    "amounts/70-number-formats.xlsx": "xls",
    "amounts/03-wan-display.xlsx": "ods",
    "stories/case-06-dollars-and-euros-read-as-yuan.xlsx": "ods",
    "telling/52-merged-wrong-name.xlsx": "xls",
    "stories/case-11-claims-left-unread-at-exit-0.xlsx": "xls",
}


def saved(path: Path, kind: str, folder: Path) -> Path:
    """Save a workbook in another format, as an office program does."""
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", own, "--headless", "--convert-to", kind, "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind}"


@needs_office
@pytest.mark.parametrize(("file", "kind"), tried(list(SAVED.items())[:1], long=list(SAVED.items())))
def test_a_workbook_says_the_same_in_another_format(file: str, kind: str, tmp_path: Path) -> None:
    path = saved(HERE / file, kind, tmp_path)

    assert lines_of(path) == expected()[file][1]


@needs_office
def test_an_et_file_is_read_by_what_it_holds(tmp_path: Path) -> None:
    file = "telling/48-hidden-sheet.xlsx"
    path = saved(HERE / file, "xls", tmp_path).rename(tmp_path / "a.et")

    assert lines_of(path) == expected()[file][1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        (
            "a.ods",
            b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        ),
        ("a.et", b"neither"),
    ],
)
@pytest.mark.parametrize("program", [True, False])
def test_what_cannot_be_opened_is_refused_by_name(
    name: str, content: bytes, program: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not program:
        monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / name).write_bytes(content)

    assert lines_of(tmp_path / name) == ["- - ! not-a-workbook"]


def test_an_office_program_without_calc_opens_no_workbook(tmp_path: Path) -> None:
    program = tmp_path / "program" / "soffice"
    program.parent.mkdir()
    program.touch()
    linked = tmp_path / "soffice"
    linked.symlink_to(program)

    assert not has_calc(None)
    assert not has_calc(str(linked))
    (program.parent / "libsclo.so").touch()
    assert has_calc(str(linked))
