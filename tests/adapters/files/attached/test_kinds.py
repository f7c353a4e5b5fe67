"""What a file is goes by its bytes; what could harm is refused, what may be is noticed."""

from __future__ import annotations

import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.attached.kinds import Examined, examine
from adapters.attached.xml import tree_of
from domain.refusals import Refusal
from tests.adapters.files.attached import made


def examined(folder: Path, data: bytes) -> Examined:
    path = folder / "handed-in.exe"  # its name says nothing
    path.write_bytes(data)
    return examine(path)


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        examined(folder, data)
    return refusal.value.code


def notices(folder: Path, data: bytes) -> list[tuple[str, str]]:
    read = examined(folder, data).notices
    return [(each.code, str(each.facts.get("what", ""))) for each in read]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (made.pdf(), "application/pdf"),
        (made.png(), "image/png"),
        (made.jpeg(), "image/jpeg"),
        (made.ofd(), "application/ofd"),
        (made.DIGITAL.encode(), "application/xml"),
    ],
)
def test_a_plain_file_is_what_its_bytes_are(tmp_path: Path, data: bytes, media_type: str) -> None:
    read = examined(tmp_path, data)

    assert (read.media_type, read.notices) == (media_type, ())


@pytest.mark.parametrize(
    "data",
    [
        b"hello",
        b"MZ\x90\0",
        b"\n%PDF-1.7\n",
        b"<html><script>1</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        made.zipped({"word/document.xml": b"<w/>"}),
        made.zipped({"OFD.xml": b"<Other/>"}),
    ],
)
def test_anything_else_is_not_taken(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "attachment-type"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 and nothing else",
        made.pdf()[:200],
        made.png()[:-6],
        made.jpeg()[:-4],
        made.ofd()[:-40],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
)
def test_a_file_that_is_cut_off_is_not_taken(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "attachment-damaged"


@pytest.mark.parametrize("data", [made.png(20_001, 3), made.png(0, 3), made.jpeg(65_000, 65_000)])
def test_a_picture_of_absurd_size_is_not_taken(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "attachment-picture-size"


def test_an_ofd_that_would_fill_a_disk_is_not_taken(tmp_path: Path) -> None:
    bomb = made.ofd(further={"Doc_0/Res/fill.bin": bytes(64 << 20)})

    assert refused(tmp_path, bomb) == "attachment-bomb"


def test_an_ofd_whose_parts_share_their_bytes_is_not_taken(tmp_path: Path) -> None:
    whole = made.zipped({"OFD.xml": b"<OFD/>", "a.bin": zlib.compress(b"x" * 99), "b.bin": b"y"})
    first = whole.index(b"a.bin") - 30
    entry = whole.rindex(b"b.bin") - 46  # of the directory: it is made to point to the other part
    shared = whole[: entry + 42] + first.to_bytes(4, "little") + whole[entry + 46 :]

    assert refused(tmp_path, shared) in ("attachment-bomb", "attachment-damaged")


def test_what_runs_in_a_pdf_is_noticed(tmp_path: Path) -> None:
    said = notices(tmp_path, made.pdf(script="app.alert(1)"))

    assert ("pdf-runs", "JavaScript") in said


def test_files_in_a_pdf_are_noticed_unless_they_are_the_invoice(tmp_path: Path) -> None:
    assert notices(tmp_path, made.pdf(files={"run.exe": b"MZ"})) == [("pdf-has-files", "")]
    assert notices(tmp_path, made.pdf(files={"invoice.xml": made.DIGITAL.encode()})) == []


def test_a_pdf_that_is_locked_is_noticed(tmp_path: Path) -> None:
    assert notices(tmp_path, made.pdf(password="secret")) == [("pdf-encrypted", "")]


@pytest.mark.parametrize(
    "data",
    [
        made.pdf() + made.zipped({"a": b"b"}),
        made.png() + b"<html><script>steal()</script></html>",
        made.jpeg() + made.pdf(),
    ],
)
def test_a_file_of_two_kinds_is_noticed(tmp_path: Path, data: bytes) -> None:
    assert notices(tmp_path, data) == [("file-of-two-kinds", "")]


ENTITIES = """<?xml version="1.0"?><!DOCTYPE EInvoice [<!ENTITY a "{text}">]>
<EInvoice><InvoiceNumber>&a;</InvoiceNumber></EInvoice>"""


@pytest.mark.parametrize(
    "data",
    [
        ENTITIES.format(text=made.NUMBER).encode(),
        ENTITIES.format(text=made.NUMBER).encode("utf-16"),
        ENTITIES.replace('a "{text}"', 'a SYSTEM "file:///etc/hostname"').encode(),
        b"<EInvoice>" * 100 + b"<InvoiceNumber>12345678</InvoiceNumber>",
        b"<EInvoice><InvoiceNumber>12345678</InvoiceNumber>" + b"<a/>" * 200_001 + b"</EInvoice>",
    ],
)
def test_xml_with_entities_or_without_end_is_not_taken(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == "attachment-type"


@given(st.binary(max_size=200), st.sampled_from([b"", b"<", b"<?xml", made.DIGITAL.encode()[:99]]))
def test_no_bytes_break_the_reading_of_xml(data: bytes, start: bytes) -> None:
    tree_of(start + data)


@given(st.binary(max_size=300), st.sampled_from([made.png(), made.jpeg(), made.ofd(), b""]))
def test_no_bytes_break_the_look_at_a_file(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for content in (start[:30] + data, start + data, data + start):
        with suppress(Refusal):
            examined(folder, content or b"x")
