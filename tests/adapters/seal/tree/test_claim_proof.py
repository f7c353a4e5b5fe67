"""The proof of a claim: every event of it in one file, that others can check and nobody alter."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import metamorphic_log
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.seal.notes import base64_text, parse_verifier_key
from adapters.seal.proving import proof_files
from adapters.seal.proving.claim_proof import ProvedClaim, check_claim_proof
from adapters.seal.proving.receipts import ReceiptError
from adapters.seal.tree import leaf_hash
from adapters.wording.audit.claim_proof import claim_page
from tests.adapters.seal.foreign.go_check import MISSING, REASON, go_check
from tests.adapters.seal.sealed import key_in
from tests.commands.test_command_line import line
from tests.support.command import Ran, asked, subsidy, write_lines

RECEIPT = "c2sp.org/tlog-proof@v1\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger sealed: YQ-1 approved and withdrawn, what happened to YQ-2 in between."""
    folder = tmp_path_factory.mktemp("claims")
    store = folder / "ledger.db"
    key_in(folder)
    asked(store, "backfill", write_lines(folder / "c.jsonl", [line("YQ-1"), line("YQ-2")]))
    asked(store, "approve", "YQ-1", "YQ-2")
    asked(store, "withdraw", "YQ-1", "--reason", "申请撤回")
    asked(store, "seal", folder / "seal", "--key", folder / "key")
    return folder


def proof(place: Path, *words: str) -> str:
    out = place / "claim.proof"
    asked(place / "ledger.db", "proof", *words, "--out", out, "--seal", place / "seal",
          "--key", place / "key")  # fmt: skip
    return out.read_text()


def verifier(place: Path) -> str:
    return str(asked(place / "ledger.db", "key", "show", "--key", place / "key")["key"])


def checked(place: Path, text: str, *words: str) -> Ran:
    path = place / "given.proof"
    path.write_text(text)
    return subsidy("proof", "check", path, "--key", verifier(place), *words)


def receipts(text: str) -> list[str]:
    return [RECEIPT + part for part in text.split(RECEIPT)[1:]]


def test_the_proof_has_every_event_amount_and_working(place: Path) -> None:
    ran = checked(place, proof(place, "YQ-1"), "--json")

    assert ran.code == 0, ran.out
    assert [event["type"] for event in ran.json["events"]] == [
        "claim-submitted",
        "claim-approved",
        "claim-withdrawn",
    ]
    assert ran.json["granted_fen"] == 0
    assert ran.json["hidden_versions"] == [[2, 2], [4, 4]]
    assert ran.json["events"][1]["decision"]["steps"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "证明成立"), ("en", "The proof is sound")])
def test_people_read_the_amount_in_the_file_and_in_the_answer(
    lang: str, said: str, place: Path
) -> None:
    text = proof(place, "YQ-2")

    ran = checked(place, text, "--lang", lang)

    assert "12,500.00" in text.split(RECEIPT)[0]
    assert "25,000.00×50%" in text.split(RECEIPT)[0]
    assert said in ran.out
    assert "12,500.00" in ran.out


def test_versions_not_shown_are_named_and_the_whole_stream_leaves_none(place: Path) -> None:
    alone = checked(place, proof(place, "YQ-1"), "--json").json
    whole = checked(place, proof(place, "YQ-1", "--whole-stream"), "--json").json

    assert (alone["hidden_versions"], whole["hidden_versions"]) == ([[2, 2], [4, 4]], [])
    assert (len(alone["events"]), len(whole["events"])) == (3, 5)
    assert "未列出" in proof(place, "YQ-1")
    assert "not shown" in proof(place, "YQ-1")


def test_each_receipt_is_accepted_by_others(place: Path) -> None:
    for receipt in receipts(proof(place, "YQ-1")):
        head, note = receipt.rstrip("\n").split("\n\n", 1)
        _, extra, index, *path = head.split("\n")
        entry = base64.b64decode(extra.removeprefix("extra "))

        metamorphic_log.checkpoint_verify_inclusion(
            note + "\n",
            [verifier(place)],
            int(index.removeprefix("index ")),
            leaf_hash(entry),
            [base64.b64decode(step) for step in path],
        )


@pytest.mark.skipif(MISSING, reason=REASON)
def test_each_receipt_is_accepted_by_go(place: Path, tmp_path: Path) -> None:
    for receipt in receipts(proof(place, "YQ-1")):
        head, note = receipt.rstrip("\n").split("\n\n", 1)
        _, extra, index, *path = head.split("\n")
        (tmp_path / "note").write_text(note + "\n")
        (tmp_path / "entry").write_bytes(base64.b64decode(extra.removeprefix("extra ")))
        (tmp_path / "path").write_text("".join(f"{step}\n" for step in path))

        assert go_check(verifier(place), tmp_path / "note", tmp_path / "entry",
                        index.removeprefix("index "), tmp_path / "path")  # fmt: skip


def without(number: int) -> Callable[[str], str]:
    """Leave a receipt out, and its line of the events as stored."""

    def altered(text: str) -> str:
        page, parts = text.split(RECEIPT)[0], receipts(text)
        if number == len(parts) - 1:
            parts[number - 1] = parts[number - 1].removesuffix("\n")
        entry = base64.b64decode(parts[number].split("\n")[1].removeprefix("extra ")).decode()
        del parts[number]
        return page.replace(entry + "\n", "") + "".join(parts)

    return altered


def of_another_event(text: str) -> str:
    extra = text.split(RECEIPT)[1].split("\n")[0]
    entry = base64.b64decode(extra.removeprefix("extra ")).replace(b"2500000", b"9500000")
    return text.replace(extra, f"extra {base64_text(entry)}")


@pytest.mark.parametrize(
    ("alter", "problem"),
    [
        (lambda text: text.replace("12,500.00", "13,500.00"), "page-differs"),
        (lambda text: text.replace('"fee_fen":2500000', '"fee_fen":9500000'), "page-differs"),
        (
            lambda text: text.replace("claim-proof@v1 YQ-1", "claim-proof@v1 YQ-2"),
            "proof-incomplete",
        ),
        (lambda text: text.replace("乐清市", "温州市", 1), "page-differs"),
        (without(0), "proof-incomplete"),
        (without(1), "proof-incomplete"),
        (without(2), "page-differs"),
        (of_another_event, "proof-false"),
        (lambda text: text.split(RECEIPT)[0], "not-a-receipt"),
        (lambda text: text[: len(text) // 2], "not-a-receipt"),
        (lambda text: text + "\n", "not-a-receipt"),
        (lambda text: text.replace("\n" + RECEIPT, "\n\n" + RECEIPT, 1), "page-differs"),
        (lambda text: text.split(RECEIPT)[0] + "".join(reversed(receipts(text))), "not-a-receipt"),
    ],
)
def test_an_altered_proof_proves_nothing(
    alter: Callable[[str], str], problem: str, place: Path
) -> None:
    whole = proof(place, "YQ-1")
    altered = alter(whole)
    assert altered != whole

    ran = checked(place, altered, "--json")

    assert (ran.code, ran.json["sound"], ran.json["problem"]) == (1, False, problem), ran.out


def test_nothing_stands_after_a_proof_unread(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = proof(place, "YQ-1")
    monkeypatch.setattr(proof_files, "PROOF_MAX_BYTES", len(whole.encode()) - 1)

    ran = checked(place, whole + "granted 99,999,999.00 yuan\n", "--json", "--lang", "en")

    assert (ran.code, ran.json["problem"], ran.json["detail"]) == (1, "not-a-receipt", "too long")


def test_events_of_another_claim_are_not_passed_off(place: Path) -> None:
    other = receipts(proof(place, "YQ-2"))
    mine = proof(place, "YQ-1")

    ran = checked(place, mine.removesuffix("\n") + "\n\n" + other[-1], "--json")

    assert (ran.code, ran.json["sound"]) == (1, False)


@given(data=st.data())
@settings(deadline=None, max_examples=200)
def test_no_byte_that_carries_meaning_is_altered_unnoticed(
    data: st.DataObject, place: Path
) -> None:
    whole, key = _cached(place)
    at = data.draw(st.integers(0, len(whole) - 1))
    altered = whole[:at] + data.draw(st.text(max_size=2)) + whole[at + 1 :]

    try:
        proved = check_claim_proof(altered, [parse_verifier_key(key)], claim_page)
    except ReceiptError:
        return

    before = check_claim_proof(whole, [parse_verifier_key(key)], claim_page)
    assert _shown(proved) == _shown(before)


def _shown(proved: ProvedClaim) -> object:
    return proved.claim_no, proved.events, proved.entries, claim_page(proved)


def test_the_old_form_of_one_event_is_still_read(place: Path) -> None:
    ran = checked(place, proof(place, "2"), "--json")

    assert (ran.code, ran.json["position"]) == (0, 2)


def test_a_claim_that_is_not_sealed_has_no_proof(place: Path) -> None:
    ran = subsidy("proof", "YQ-9", "--out", place / "none", "--seal", place / "seal",
                  "--key", place / "key", "--store", place / "ledger.db")  # fmt: skip

    assert (ran.code, ran.err.split(":")[0]) == (1, "claim-unknown")
    assert not (place / "none").exists()


_kept: dict[Path, tuple[str, str]] = {}


def _cached(place: Path) -> tuple[str, str]:
    if place not in _kept:
        _kept[place] = proof(place, "YQ-1"), verifier(place)
    assert re.match("subsidy-ledger/claim-proof@v1 ", _kept[place][0])
    return _kept[place]
