"""A long PDF is typeset in parts and joined: it says and binds the same as one typeset at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from adapters.letters.pdf import parts
from domain.money import yuan
from tests.adapters.letters.given import BUREAU, KINDS, checked, printed, words_of
from tests.support.command import asked, subsidy

LINES = 2

pytestmark = pytest.mark.pdf


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two lines."""
    monkeypatch.setattr(parts, "LINES", LINES)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_notice_in_parts_says_every_line_once_and_numbers_its_pages_through(
    store: Path, tmp_path: Path, language: str
) -> None:
    out, again = tmp_path / "pdf-1.pdf", tmp_path / "pdf-2.pdf"
    lines = asked(store, "batch", "show", "1")["lines"]

    answer = printed(store, "publicity", out, "--lang", language)
    printed(store, "publicity", again, "--lang", language)

    pages = list(PdfReader(out).pages)
    said = words_of(out)
    assert len(pages) == len(lines) // LINES
    for place, page in enumerate(pages, start=1):
        foot = "".join(page.extract_text().split())
        assert (f"第{place}页，共{len(pages)}页" if language == "zh" else f"Page{place}of") in foot
    for line in lines:
        row = f"{line['uscc']}{line['claim_no']}{yuan(line['allotted_fen'])}"
        assert said.count(row) == 1, row
    assert said.count(answer["sha256"][0]) == 1
    assert out.read_bytes() == again.read_bytes()
    assert checked(store, out).json["genuine"]


@pytest.mark.usefixtures("short")
def test_a_pdf_in_parts_keeps_what_makes_it_an_archive(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "n.pdf"

    printed(store, "publicity", out)

    root: Any = PdfReader(out).trailer["/Root"]
    assert b"pdfaid:part>2<" in root["/Metadata"].get_data()
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    every: list[Any] = list(PdfReader(out).pages)
    for page in every:
        for font in page["/Resources"]["/Font"].values():
            of = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(of)


@pytest.mark.usefixtures("short")
def test_letters_to_several_are_cut_between_them(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "pdf.pdf"

    answer = printed(store, "decision", out)

    said = words_of(out)
    assert answer["letters"] == 2
    assert all(digest in said for digest in answer["sha256"])
    assert said.count("第1页，") == 2
    assert checked(store, out).json["genuine"]


def test_a_notice_printed_at_once_stays_genuine_where_it_is_typeset_in_parts_now(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "pdf.pdf"
    printed(store, "publicity", out)

    monkeypatch.setattr(parts, "LINES", LINES)

    assert checked(store, out).json["genuine"]


@pytest.mark.usefixtures("short")
def test_a_page_taken_out_of_a_pdf_in_parts_is_noticed(store: Path, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    out = tmp_path / "pdf.pdf"
    printed(store, "publicity", out)
    with PdfDocument(out.read_bytes()) as document:
        del document[1]
        document.save(out)

    assert checked(store, out).code == 1


@pytest.mark.usefixtures("short")
def test_what_typst_says_of_a_part_is_refused_as_of_a_whole(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.typ"
    own.write_text('#json("letters.json").letters.first().part.nonsense // provenance letter.part')
    words = ("--out", tmp_path / "n.pdf", "--template", own, *BUREAU, "--json", "--store", store)

    ran = subsidy("paper", *KINDS["publicity"], *words)

    assert (ran.code, ran.json["code"]) == (1, "template-unknown")
