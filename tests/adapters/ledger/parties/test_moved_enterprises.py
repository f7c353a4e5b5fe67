"""An enterprise that moves between two ledgers, from the command line.

A trademark is granted 50 % of its fee, 30,000 yuan in all.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from adapters.log.codec import STATE_MAX_BYTES, encode_event
from domain.events.transfer import GrantsBroughtIn
from domain.identity import check_character
from tests.adapters.seal.sealed import key_in
from tests.commands.policy.county import USCC
from tests.commands.policy.test_amended_claims import trademark
from tests.domain.enterprise.moved.moving import cap, come, used
from tests.domain.given import Desk
from tests.support.command import asked, subsidy, write_lines

OUT = ("--to", "瑞安市", "--on", "2023-07-01", "--document", "迁1号")
IN = ("--on", "2023-07-01", "--document", "迁2号")
MAKER = ("--of", "乐清市")


def ledger(folder: Path, *claims: dict[str, Any], approve: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    store = folder / "ledger.db"
    lines = write_lines(folder / "claims.jsonl", claims)
    asked(store, "backfill", lines, *(["--approve"] if approve else []), "--by", "clerk")
    return store


@pytest.fixture
def moved(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The ledger it left, with two grants of 10,000 and 5,000; its pack; the ledger it came to."""
    one = trademark("Q-1", "20000", "2023-03-01", invoices=["F-1"])
    first = ledger(tmp_path / "one", one, trademark("Q-2", "10000"))
    pack = tmp_path / "pack.jsonl"
    asked(first, "transfer-out", USCC, *OUT, *MAKER, "--out", pack, "--by", "officer")
    second = ledger(tmp_path / "two", trademark("R-1", "10000", "2023-08-01"))
    return first, pack, second


def code(store: Path, *words: str | Path) -> str:
    ran = subsidy(*words, "--store", store, "--json")
    assert ran.code == 1, ran.out
    return str(ran.json["code"])


def test_what_was_used_in_one_county_counts_in_the_other(moved: tuple[Path, Path, Path]) -> None:
    _first, pack, store = moved
    answer = asked(store, "transfer-in", pack, *IN, "--by", "officer")
    digest = answer["transfers"][0]["pack"]
    lines = write_lines(store.parent / "more.jsonl", [trademark("R-2", "60000", "2023-09-01")])

    asked(store, "backfill", lines, "--approve", "--by", "clerk")

    claim = asked(store, "explain", "R-2")
    assert (claim["granted_fen"], claim["reason"]) == (1_000_000, "cap-reached")
    (cap,) = claim["caps"]
    position = answer["transfers"][0]["position"]
    came = {"county": "乐清市", "pack": digest, "document": "迁2号", "position": position}
    used = {"cap": cap["cap"], **came, "amount": 1_500_000, "claims": ["Q-1", "Q-2"]}
    assert (cap["used_before"], cap["filled_by"]) == (2_000_000, ["R-1"])
    assert cap["brought_in"] == [used]
    assert digest == sha256(pack.read_bytes().partition(b"\n")[2]).hexdigest()

    remaining = asked(store, "remaining", USCC, "--year", "2023")
    (row,) = (row for row in remaining["caps"] if row["cap"] == cap["cap"])
    assert (row["used"], row["remaining"], remaining["brought_in"]) == (3_000_000, 0, [used])
    asked(store, "rebuild")
    assert asked(store, "remaining", USCC, "--year", "2023") == remaining
    before = str(position - 1)
    earlier = asked(store, "remaining", USCC, "--year", "2023", "--position", before)
    assert "brought_in" not in earlier
    assert asked(store, "reassess")["claims_changed"] == 0
    assert asked(store, "reperform")["disagreements"] == []
    assert asked(store, "totals")["granted_fen"] == 1_500_000  # of this county alone
    assert subsidy("verify", "--store", store).code == 0
    for language in ("zh", "en"):
        shown = subsidy("explain", "R-2", "--store", store, "--lang", language).out
        assert "乐清市" in shown
        assert digest[:12] in shown


def test_what_lies_before_the_move_is_decided_where_it_was_and_a_new_pack_says_so(
    moved: tuple[Path, Path, Path],
) -> None:
    first, pack, store = moved
    asked(store, "transfer-in", pack, *IN)
    late = write_lines(first.parent / "late.jsonl", [trademark("Q-3", "4000", "2023-06-30")])
    asked(first, "backfill", late, "--approve")

    answer = asked(first, "enterprise", "hand-over", USCC, *MAKER, "--out", pack)
    again = asked(store, "transfer-in", pack, "--on", "2023-07-01", "--document", "迁3号")

    assert (answer["grants"], answer["granted_fen"]) == (3, 1_700_000)
    (used,) = asked(store, "remaining", USCC, "--year", "2023")["brought_in"]
    assert (used["amount"], used["document"]) == (1_700_000, "迁3号")
    assert [each["grants"] for each in again["transfers"]] == [2, 3]


def test_a_file_is_compared_with_the_sha256_that_the_other_county_says(
    moved: tuple[Path, Path, Path],
) -> None:
    first, pack, store = moved
    hand_over = ("enterprise", "hand-over", USCC, *MAKER, "--out", pack, "--force")
    said = asked(first, *hand_over)["sha256"]
    assert said == sha256(pack.read_bytes()).hexdigest()
    assert said in subsidy(*hand_over, "--store", first, "--lang", "zh").out

    assert code(store, "transfer-in", pack, *IN, "--sha256", "0" * 64) == "pack-differs"
    assert code(store, "transfer-in", pack, *IN, "--sha256", said[:12]) == "pack-differs"
    spelt = f"{said[:32]} {said[32:]}".upper()
    answer = asked(store, "transfer-in", pack, *IN, "--sha256", spelt)
    digest = answer["transfers"][0]["pack"]
    assert digest in subsidy("enterprise", "show", USCC, "--store", store, "--lang", "zh").out


def test_an_annulled_pack_counts_nothing(moved: tuple[Path, Path, Path]) -> None:
    _first, pack, store = moved
    asked(store, "transfer-in", pack, *IN)
    annul = ("--annulled", "迁2号", "--document", "撤1号", "--reason", "误登")
    answer = asked(store, "enterprise", "annul-transfer", USCC, *annul)
    assert [each["grants"] for each in answer["transfers"]] == [0]
    shown = subsidy("enterprise", "show", USCC, "--store", store, "--lang", "en").out
    assert "0 grants count" in shown


def test_an_invoice_that_the_other_county_granted_is_noticed_and_found(
    moved: tuple[Path, Path, Path],
) -> None:
    _first, pack, store = moved
    asked(store, "transfer-in", pack, *IN)
    claim = trademark("R-2", "2000", "2023-09-01", invoices=["f－1"])

    answer = asked(store, "backfill", write_lines(store.parent / "b.jsonl", [claim]))

    (notice,) = (each for each in answer["notices"] if each["code"] == "invoice-brought-in")
    assert "乐清市" in notice["message"]
    assert "Q-1" in notice["message"]
    assert subsidy("audit", "duplicates", "--store", store).code == 1
    ran = subsidy("audit", "duplicates", "--store", store, "--json")
    (finding,) = ran.json["findings"]
    assert (finding["kind"], finding["other"], finding["county"]) == ("brought-in", "Q-1", "乐清市")
    assert [each["claim_no"] for each in finding["claims"]] == ["R-2"]


def _swapped(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize(
    "changed",
    [
        _swapped('"amount_fen":1000000', '"amount_fen":100'),
        _swapped('"county":"乐清市"', '"county":"永嘉县"'),
        _swapped(USCC, "91330382MA0001018G"),
        lambda text: "\n".join(line for line in text.split("\n") if '"grant"' not in line),
        lambda text: "\n".join(line for line in text.split("\n") if "claim-approved" not in line),
        lambda text: text + '{"grant":{}}\n',
        lambda text: text.replace("\n", "\n{}\n", 1),
        lambda text: text[: len(text) // 2],
        lambda text: "",
    ],
)
@pytest.mark.parametrize("digest_too", [False, True])
def test_a_pack_that_was_changed_is_refused(
    moved: tuple[Path, Path, Path], changed: Callable[[str], str], digest_too: bool
) -> None:
    """Also by someone who made the digest again: the events do not come to what it says."""
    _first, pack, store = moved
    head, _, rest = pack.read_text(encoding="utf-8").partition("\n")
    said = changed(rest)
    if digest_too:
        digest = sha256(said.encode()).hexdigest()
        head = json.dumps({**json.loads(head), "digest": digest}, separators=(",", ":"))
    pack.write_text(f"{head}\n{said}", encoding="utf-8")
    forged = '"county":"乐清市"' not in said or USCC not in said

    ran = subsidy("transfer-in", pack, *IN, "--store", store, "--json")

    if digest_too and forged and said:  # all of it says so: only a key proves whose log it is
        assert ran.json["transfers"][0]["checked"] == ["digest", "events", "uses"]
    else:
        assert (ran.code, ran.json["code"]) == (1, "pack-false")
        assert "transfers" not in asked(store, "enterprise", "show", USCC)


def test_a_key_proves_whose_log_it_is(moved: tuple[Path, Path, Path], tmp_path: Path) -> None:
    first, pack, store = moved
    seal, keys = tmp_path / "seal", [tmp_path / name for name in ("own", "other")]
    for folder in keys:
        folder.mkdir()
    verifier, other = (str(key_in(folder).verifier) for folder in keys)
    key = keys[0] / "key"

    assert code(store, "transfer-in", pack, *IN, "--key", verifier) == "pack-not-sealed"
    sealed = ("--seal", seal, "--key", key)
    asked(first, "seal", seal, "--key", key)
    asked(first, "enterprise", "hand-over", USCC, *MAKER, "--out", pack, *sealed)
    assert code(store, "transfer-in", pack, *IN, "--key", other) == "pack-not-sealed"

    answer = asked(store, "transfer-in", pack, *IN, "--key", verifier)

    assert answer["transfers"][0]["checked"][-1].startswith("sealed:")
    shown = subsidy("enterprise", "show", USCC, "--store", store, "--lang", "en").out
    assert "in the log sealed by" in shown
    assert "not verified" not in shown


def test_no_account_and_no_name_of_a_person_is_in_a_pack(tmp_path: Path) -> None:
    trader = "92330382MA2ABCDE6"
    trader += check_character(trader)
    claim = trademark("Q-1", "20000") | {"uscc": trader, "enterprise": "乐清市张三商行"}
    store = ledger(tmp_path / "one", claim)
    account = ("--account", "6222021203000000017", "--bank", "示例银行")
    asked(store, "enterprise", "account", trader, *account)
    pack = tmp_path / "pack.jsonl"

    asked(store, "transfer-out", trader, *OUT, *MAKER, "--out", pack)

    text = pack.read_text(encoding="utf-8")
    assert "6222021203000000017" not in text
    assert "张三" not in text


def test_days_to_come_and_files_that_would_be_lost_are_refused_before_anything_is_recorded(
    moved: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _first, pack, store = moved
    words = ("transfer-out", USCC, "--to", "瑞安市", "--document", "迁9号")

    assert code(store, *words, "--on", "2090-01-01") == "day-to-come"
    assert code(store, "transfer-in", pack, "--on", "2090-01-01", "--document", "D") == (
        "day-to-come"
    )
    mine = tmp_path / "mine.txt"
    mine.write_text("notes")
    out = (*words, "--on", "2023-09-01", *MAKER, "--out", mine)
    assert code(store, *out) == "output-of-another-kind"
    assert mine.read_text() == "notes"
    assert "transfers" not in asked(store, "enterprise", "show", USCC)
    assert subsidy(*words, "--on", "2023-09-01", "--out", "x", "--store", store).code == 2
    assert code(store, "transfer-in", tmp_path / "none", *IN) == "pack-unreadable"


def test_what_is_left_to_do_after_a_transfer_is_said(tmp_path: Path) -> None:
    first = ledger(tmp_path / "one", trademark("Q-1", "20000", "2023-08-01"))
    lines = write_lines(tmp_path / "b.jsonl", [trademark("Q-2", "2000", "2023-09-01")])
    asked(first, "backfill", lines)

    answer = asked(first, "transfer-out", USCC, *OUT)

    assert (answer["granted"], answer["pending"]) == (["Q-1"], ["Q-2"])
    assert "enterprise-transferred" in subsidy("approve", "Q-2", "--store", first).err
    assert "transfers" in asked(first, "statement", USCC)


def test_a_page_fits_a_log_entry_however_many_invoices_and_claims_there_are() -> None:
    desk = Desk()
    invoices = tuple(f"发票号码{number:020}" for number in range(400))
    claims = tuple(f"申报编号{number:020}" for number in range(4_000))
    grants = [used(f"A-{n}", "overseas-trademark", "1", invoices=invoices) for n in range(20)]
    declared = replace(cap("trademark-in-all", "fen", 5), claims=claims)

    events = desk.carry_out(come(*grants, caps=(declared,)))

    assert all(len(encode_event(event)) < STATE_MAX_BYTES - 1_000 for event in events)
    pages = [event for event in events if isinstance(event, GrantsBroughtIn)]
    assert [each for page in pages for grant in page.grants for each in grant.invoices] == (
        list(invoices) * 20
    )
    assert [each for page in pages for known in page.caps for each in known.claims] == list(claims)
