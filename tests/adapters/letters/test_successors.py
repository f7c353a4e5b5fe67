"""Letters and papers of an enterprise that carries on another: both codes, before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.adapters.letters.given import BUREAU
from tests.support.command import asked, subsidy
from tests.support.few_claims import trademark
from tests.support.money_desk import (
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    computed,
    money,
    paid,
)
from tests.support.stores import made_once

MERGER = ("--kind", "merger", "--on", "2024-01-01", "--document", "M-1")
PAPERS: dict[str, tuple[str, ...]] = {
    "decision": ("decision", "--claim", "T-2"),
    "decision-old": ("decision", "--claim", "T-1"),
    "decisions": ("decision", "--enterprise", OTHER),
    "decisions-old": ("decision", "--enterprise", USCC),
    "decisions-batch": ("decision", "--batch", "1"),
    "refusal": ("refusal", "--claim", "T-3"),
    "refusals": ("refusal", "--year", "2022"),
    "recovery": ("recovery", OTHER),
    "recovery-old": ("recovery", USCC),
    "statement": ("statement", OTHER),
    "statement-old": ("statement", USCC),
    "notice": ("notice", "1"),
    "budget": ("budget", "2022"),
    "summary": ("summary", "2022-12"),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger of two firms; what is paid to the first is taken back in part."""
    store = folder / "ledger.db"
    approved(store, trademark("T-1", "2022-05-01", "40000", USCC), case("A", "10", USCC))
    money(store, "100000")
    computed(store)
    paid(store, 1)
    asked(store, "revoke", "A", "--reason", "x", "--document", "R", *OFFICER)
    return store


def merged(store: Path) -> None:
    asked(store, "succeed", USCC, OTHER, *MERGER, *OFFICER)
    approved(
        store,
        trademark("T-2", "2022-06-01", "40000", OTHER),
        trademark("T-3", "2022-07-01", "40000", OTHER),
    )


def paper(store: Path, words: tuple[str, ...], out: Path, *more: str) -> Any:
    ran = subsidy("paper", *words, "--out", out, "--store", store, "--json", *BUREAU, *more)
    assert ran.code == 0, ran.out + ran.err
    return ran.json


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_of_both_codes_is_printed_and_found_genuine(store: Path, kind: str) -> None:
    merged(store)
    out = store.parent / f"{kind}.docx"
    paper(store, PAPERS[kind], out)
    check = subsidy("paper", "check", out, "--json", "--store", store, *BUREAU)
    assert check.json["genuine"], check.out


def test_a_letter_says_by_which_claim_of_the_old_code_a_cap_was_filled(store: Path) -> None:
    merged(store)
    facts = letter_text(store, ("decision", "--claim", "T-2"))
    assert "T-1（" in facts
    assert "核定20,000.00元" in facts
    old = letter_text(store, ("decision", "--enterprise", USCC))
    assert "T-1" in old
    assert OTHER in old
    assert "T-2（" not in old


def letter_text(store: Path, words: tuple[str, ...]) -> str:
    from tests.adapters.letters.given import words_of

    out = store.parent / "letter.docx"
    paper(store, words, out)
    return words_of(out)


def test_a_statement_and_a_recovery_name_the_batch_and_the_receipt(store: Path) -> None:
    merged(store)
    for words in (("statement", OTHER), ("recovery", OTHER)):
        assert "R-1" in letter_text(store, words), words


@pytest.mark.parametrize("kind", ["decision-old", "recovery-old", "statement-old", "summary"])
def test_papers_from_before_a_succession_stay_genuine(store: Path, kind: str) -> None:
    out = store.parent / f"{kind}.docx"
    paper(store, PAPERS[kind], out)
    merged(store)
    check = subsidy("paper", "check", out, "--json", "--store", store, *BUREAU)
    assert check.json["genuine"], check.out
