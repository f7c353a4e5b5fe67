"""Letters in English say what the Chinese ones say, under the same digest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.letters.bureau import ENGLISH_SAMPLE, SAMPLE
from tests.adapters.letters.given import FORMATS, KINDS, printed, words_of
from tests.adapters.letters.word_templates.phrases import PHRASES
from tests.support.command import asked, subsidy

IN_ENGLISH = ("--bureau", str(ENGLISH_SAMPLE), "--lang", "en")
LABELS = [each for each in PHRASES if "{" not in each and len(each.strip()) > 1]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_in_english_has_the_digest_of_the_chinese_and_no_chinese_label(
    store: Path, tmp_path: Path, kind: str, suffix: str
) -> None:
    chinese, english = tmp_path / f"zh{suffix}", tmp_path / f"en{suffix}"

    of = printed(store, kind, chinese)
    answer = asked(store, "paper", *KINDS[kind], "--out", english, *IN_ENGLISH)

    assert answer["sha256"] == of["sha256"]
    assert answer["layout"] != of["layout"]
    said = words_of(english)
    assert [label for label in LABELS if "".join(label.split()) in said] == []
    assert "人民币" not in said
    for language in ("zh", "en"):
        words = ("--bureau", ENGLISH_SAMPLE, "--lang", language, "--json", "--store", store)
        assert subsidy("paper", "check", english, *words).json["genuine"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_english_letters_print_the_english_details_beside_the_ledger_or_else_the_chinese(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    own = tmp_path / "ledger.db"
    for part in ("", ".views", ".private"):
        if store.with_name(store.name + part).exists():
            shutil.copy(store.with_name(store.name + part), own.with_name(own.name + part))
    shutil.copy(SAMPLE, tmp_path / "papers.toml")
    out = tmp_path / f"n{suffix}"
    words: tuple[str | Path, ...] = ("paper", *KINDS["recovery"], "--out", out, "--lang", "en")

    asked(own, *words)
    without = words_of(out)
    asked(own, "paper", "template", "bureau", "--out", tmp_path / "papers.en.toml", "--lang", "en")
    asked(own, *words, "--force")

    assert "某某科（样例）" in without
    assert "XSection(sample)" in words_of(out)
    assert asked(own, "paper", "check", out)["genuine"]
