"""A letter that was altered is found, by its file or by its code."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

from adapters.ledger.ledger import Ledger
from adapters.letters.bureau import SAMPLE, bureaus_in
from adapters.letters.layout import Form, layout
from adapters.letters.printing import letters_of, made
from tests.adapters.letters.given import BUREAU, checked, printed, rewritten
from tests.support.command import asked, subsidy
from tests.support.few_claims import ONE
from tests.support.stores import address


def test_a_changed_figure_in_a_word_file_is_named(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "s.docx"
    printed(store, "account-statement", out)

    rewritten(out, b"200,000.00", b"900,000.00")

    ran = checked(store, out)
    (different,) = ran.json["differences"]
    assert (ran.code, different["printed"], different["found"]) == (1, "200,000.00", "900,000.00")


@pytest.mark.parametrize("hiding", [b"<w:rPr><w:vanish/></w:rPr><w:t", b"<w:txbxContent/><w:t"])
def test_what_hides_text_in_a_word_file_is_named(
    store: Path, tmp_path: Path, hiding: bytes
) -> None:
    out = tmp_path / "s.docx"
    printed(store, "recovery", out)

    rewritten(out, b"<w:t", hiding)

    assert not checked(store, out).json["genuine"]


def test_another_picture_in_a_word_file_is_found(store: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "s.docx", tmp_path / "o.docx"
    printed(store, "recovery", out)
    printed(store, "decision", other)
    with ZipFile(other) as archive:
        theirs = archive.read(next(name for name in archive.namelist() if "media/" in name))

    rewritten(out, b"", theirs, part="word/media/")

    assert not checked(store, out).json["genuine"]


def test_a_word_file_saved_again_is_genuine(store: Path, tmp_path: Path) -> None:
    from docx import Document

    out = tmp_path / "s.docx"
    printed(store, "decision", out)
    before = out.read_bytes()

    Document(str(out)).save(str(out))

    assert out.read_bytes() != before
    assert checked(store, out).json["genuine"]


def forged(store: Path, changed: dict[str, Any]) -> bytes:
    """A PDF as the ledger would print it, with other facts and the digest of the right ones."""
    with Ledger(address(store)) as ledger, ledger.look() as look:
        (letter,) = letters_of(look, "recovery", ONE)
        other = replace(letter, facts={**letter.facts, **changed})
        vars(other)["digest"] = letter.digest
        by = layout(Form("recovery", ".pdf"), bureaus_in(SAMPLE)[0], None)
        return made(look, [other], by, ".pdf", None)


@pytest.mark.pdf
def test_a_changed_figure_in_a_pdf_is_named(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"

    out.write_bytes(forged(store, {"total": 900_000_00}))

    ran = checked(store, out)
    assert ran.code == 1
    assert any("900,000.00" in (each["found"] or "") for each in ran.json["differences"])


@pytest.mark.pdf
def test_another_account_to_pay_to_is_found_in_a_pdf(store: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.toml"
    theirs.write_text(SAMPLE.read_text("utf-8").replace("0000 0000", "6222 0000"), "utf-8")
    out = tmp_path / "r.pdf"
    words = ("paper", "recovery", ONE, "--out", out, "--bureau", str(theirs))
    asked(store, *words)

    ran = checked(store, out)

    assert (ran.code, ran.json["code"]) == (1, "layout-differs")


@pytest.mark.pdf
def test_a_pdf_that_something_was_drawn_over_is_found(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    printed(store, "recovery", out)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(out.read_bytes())))
    page = writer.pages[0]
    drawn = DecodedStreamObject()
    drawn.set_data(b"q 1 1 1 rg 100 600 300 40 re f Q")
    contents = page["/Contents"].get_object()
    both = contents if isinstance(contents, list) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([*both, writer._add_object(drawn)])
    writer.write(out)

    ran = checked(store, out)

    assert ran.code == 1
    assert "画面与打印不同" in ran.json["differences"][0]["found"]


def test_a_code_says_what_the_letter_says(store: Path, tmp_path: Path) -> None:
    digest = printed(store, "recovery", tmp_path / "r.docx")
    position, sha = digest["position"], digest["sha256"][0]
    code = f"subsidy-paper:recovery/{ONE}/{position}:{sha}"

    read = asked(store, "paper", "check", "--code", code)
    wrong = subsidy(
        "paper", "check", "--code", code[:-1] + ("0" if code[-1] != "0" else "1"), "--json",
        "--store", store,
    )  # fmt: skip
    none = subsidy("paper", "check", "--code", "x", "--store", store, *BUREAU)

    assert read["genuine"]
    assert read["says"][0] == "追回通知书"
    assert any("A-1：200,000.00" in line for line in read["says"])
    assert (wrong.code, wrong.json["genuine"]) == (1, False)
    assert (none.code, none.err.split(":")[0]) == (1, "not-a-code")


def test_each_letter_of_a_batch_has_a_code_of_its_own(store: Path, tmp_path: Path) -> None:
    answer = printed(store, "decision", tmp_path / "d.docx")

    assert answer["letters"] == len(set(answer["sha256"])) == 2
    code = f"subsidy-paper:decision/batch:1.{ONE}/{answer['position']}:{answer['sha256'][0]}"
    assert asked(store, "paper", "check", "--code", code)["genuine"]
