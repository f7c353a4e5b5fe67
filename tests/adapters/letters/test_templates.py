"""Templates of a bureau: what they may say, what is refused by name, what they cannot reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from adapters.letters.layout import EDITION, WORD, Form
from adapters.letters.pdf import pages as pdf
from tests.adapters.letters.given import checked, printed, words_of
from tests.adapters.letters.word_templates.__main__ import MAKERS
from tests.adapters.letters.word_templates.english import in_english
from tests.support.command import asked, subsidy
from tests.support.few_claims import ONE

RECOVERY = ("paper", "recovery", ONE)


def word_template(folder: Path, *lines: str) -> Path:
    path = folder / "own.docx"
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def refusal(store: Path, tmp_path: Path, template: Path, suffix: str) -> tuple[str, str]:
    """The code and the sentence that a template is refused with."""
    from tests.adapters.letters.given import BUREAU

    out = tmp_path / f"out{suffix}"
    words = ("--out", out, "--template", str(template), *BUREAU, "--json")
    ran = subsidy(*RECOVERY, *words, "--store", store)
    assert ran.code == 1, ran.out
    assert not out.exists()
    return ran.json["code"], ran.json["message"]


BOUND = "{{ letters[0].provenance }}"


@pytest.mark.parametrize("kind", MAKERS)
def test_the_shipped_word_templates_are_as_they_are_made(kind: str) -> None:
    chinese, english = (Form(kind, WORD, language).file(EDITION) for language in ("zh", "en"))

    assert chinese.read_bytes() == MAKERS[kind]().written()
    assert english.read_bytes() == in_english(MAKERS[kind]()).written()


def test_a_template_of_the_bureau_is_followed_and_checked_by(store: Path, tmp_path: Path) -> None:
    lines = ("{{ letters[0].enterprise }}欠{{ letters[0].total }}", "{{ letters[0].qr }}")
    bound = "{% for line in letters[0].provenance %}{{ line }}{% endfor %}"
    own = word_template(tmp_path, *lines, bound)
    out = tmp_path / "out.docx"

    printed(store, "recovery", out, "--template", str(own))

    assert "示例企业欠200,000.00" in words_of(out)
    assert checked(store, out, "--template", str(own)).json["genuine"]
    without = checked(store, out)
    assert (without.code, without.json["code"]) == (1, "layout-differs")


@pytest.mark.parametrize(
    ("suffix", "text"),
    [(".docx", "{{ letters[0].nonsense }}"), (".docx", "{{ nonsense }}"),
     pytest.param(".typ", '#let d = json("letters.json")\n#d.letters.first().nonsense '
                  "// provenance", marks=pytest.mark.pdf),
     pytest.param(".typ", "#nonsense // provenance", marks=pytest.mark.pdf)],
)  # fmt: skip
def test_a_name_that_letters_do_not_have_is_refused_by_name(
    store: Path, tmp_path: Path, suffix: str, text: str
) -> None:
    own = word_template(tmp_path, text, BOUND)
    if suffix == ".typ":
        own = tmp_path / "own.typ"
        own.write_text(text, "utf-8")

    code, message = refusal(store, tmp_path, own, ".pdf" if suffix == ".typ" else ".docx")

    assert code == "template-unknown"
    assert "`nonsense`" in message


@pytest.mark.parametrize(
    "text",
    ["{{ letters.__class__.__mro__ }}", "{{ letters[0].qr._draw.__globals__ }}",
     "{{ ''.__class__ }}", "{{ letters[0].qr._draw() }}", "{% for x in %}", "{{ cycler.__init__ }}",
     "{% for x in range(10000000) %}{% endfor %}", "{% include '/etc/passwd' %}"],
)  # fmt: skip
def test_a_word_template_cannot_reach_the_program(store: Path, tmp_path: Path, text: str) -> None:
    code, _message = refusal(store, tmp_path, word_template(tmp_path, text, BOUND), ".docx")

    assert code in ("template-broken", "template-unknown")


@pytest.mark.pdf
@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd")', '#read("../../../etc/passwd")', '#import "@preview/cetz:0.3.0": *',
     "#while true { }", "#panic()",
     '#let x = "@preview/cetz:0.3.0"\n#import x: *', '#eval("1")', '#include "letters.json"'],
)  # fmt: skip
def test_a_pdf_template_cannot_reach_the_machine(store: Path, tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.typ"
    own.write_text(f"{text} // provenance", "utf-8")

    code, _message = refusal(store, tmp_path, own, ".pdf")

    assert code == "template-broken"


@pytest.mark.parametrize("suffix", [".docx", pytest.param(".typ", marks=pytest.mark.pdf)])
def test_a_template_that_does_not_bind_the_letter_is_refused(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    own = word_template(tmp_path, "{{ title }}")
    if suffix == ".typ":
        own = tmp_path / "own.typ"
        own.write_text('#import "letter.typ": *', "utf-8")

    code, _message = refusal(store, tmp_path, own, ".pdf" if suffix == ".typ" else ".docx")

    assert code == "template-unbound"


def test_without_a_chinese_font_a_pdf_is_refused_with_the_way_out(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "FAMILIES", ("No Such Family",) * 12)
    from tests.adapters.letters.given import BUREAU

    words = ("--out", tmp_path / "r.pdf", *BUREAU, "--store", store, "--lang", "en")
    ran = subsidy(*RECOVERY, *words)

    assert ran.code == 1
    assert ran.err.startswith("font-missing")
    assert "--fonts" in ran.err


def test_details_of_a_bureau_that_are_not_complete_are_refused_by_name(
    store: Path, tmp_path: Path
) -> None:
    own = tmp_path / "papers.toml"
    out = ("--out", tmp_path / "r.docx", "--bureau", str(own), "--json", "--store", store)
    missing = subsidy(*RECOVERY, *out)
    asked(store, "paper", "template", "bureau", "--out", own)
    complete = own.read_text("utf-8")

    for what in ("phone", "repayment.bank", "remedies.organ", "first_day"):
        name = what.rpartition(".")[2]
        own.write_text(complete.replace(f"\n{name} =", f"\nother_{name} =", 1), "utf-8")
        ran = subsidy(*RECOVERY, *out)
        assert (ran.code, ran.json["code"]) == (1, "bureau-details")
        assert what.partition(".")[0] in ran.json["message"]

    assert missing.json["code"] == "bureau-details-missing"


def test_a_letter_is_checked_by_the_details_of_its_day(store: Path, tmp_path: Path) -> None:
    own, out = tmp_path / "papers.toml", tmp_path / "r.docx"
    asked(store, "paper", "template", "bureau", "--out", own)
    asked(store, *RECOVERY, "--out", out, "--bureau", str(own))
    entry = own.read_text("utf-8").partition("\n[[bureau]]\n")[2]

    later = entry.replace("2000-01-01", "2999-01-01").replace("某某县商务局", "新县商务局")
    own.write_text(f"{own.read_text('utf-8')}\n[[bureau]]\n{later}", "utf-8")

    ran = subsidy("paper", "check", out, "--json", "--store", store, "--bureau", str(own))
    assert ran.json["genuine"]
