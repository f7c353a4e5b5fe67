"""Papers of a claim by the command line: kept, compared, lost, erased, packed."""

from __future__ import annotations

import io
import stat
from functools import partial
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from adapters.attached.shelf import VARIABLE
from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.attaching import attach
from domain.events.claims import PaperKind
from tests.adapters.files.attached import made
from tests.adapters.seal.sealed import key_in
from tests.support.command import Ran, asked, subsidy
from tests.support.few_claims import few_claims
from tests.support.stores import address

DIGEST = sha256(made.DIGITAL.encode()).hexdigest()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "papers"))  # a database needs it
    (tmp_path / "发票 张三.pdf").write_text(made.DIGITAL, encoding="utf-8")
    return few_claims(tmp_path)


def attached(store: Path, claim: str = "T-1", kind: PaperKind = "invoice") -> Ran:
    paper = store.with_name("发票 张三.pdf")
    return subsidy(
        "attach", claim, paper, "--kind", kind, "--by", "wang", "--store", store, "--json"
    )


def kept(store: Path) -> Path:
    return store.with_name("papers") / DIGEST[:2] / DIGEST


def states(store: Path, *claim: str) -> list[str]:
    checks = subsidy("attachment", "check", *claim, "--store", store, "--json").json
    return [each["state"] for each in checks["attachments"]]


def codes(notices: list[dict[str, object]]) -> set[object]:
    return {each["code"] for each in notices}


def test_a_paper_is_kept_read_and_compared_and_its_name_stays_out(store: Path) -> None:
    ran = attached(store)

    (paper,) = ran.json["checks"]["attachments"]
    assert (ran.code, ran.json["events_appended"], paper["state"]) == (0, 1, "sound")
    assert (paper["invoice"]["number"], paper["invoice"]["total_fen"]) == (made.NUMBER, 2_000_000)
    assert (codes(paper["notices"]), ran.json["checks"]["notices"]) == (set(), [])
    assert kept(store).read_bytes() == made.DIGITAL.encode()
    assert stat.S_IMODE(kept(store).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(store).parent.stat().st_mode) == 0o700
    history = subsidy("history", "T-1", "--store", store, "--json").out
    assert "claim-attached" in history
    assert "张三" not in history


def test_the_same_bytes_again_record_nothing_and_put_right_what_was_lost(store: Path) -> None:
    attached(store)
    kept(store).write_bytes(b"altered")
    altered = states(store)
    kept(store).unlink()

    assert (altered, states(store)) == (["altered"], ["missing"])
    assert subsidy("attachment", "check", "--store", store).code == 1
    assert attached(store).json["events_appended"] == 0
    assert states(store) == ["sound"]


def test_a_paper_of_no_claim_and_a_file_of_no_kind_leave_nothing(store: Path) -> None:
    (store.with_name("a.pdf")).write_bytes(b"MZ")

    unknown = attached(store, "NO-1")
    bad = subsidy("attach", "T-1", store.with_name("a.pdf"), "--kind", "other", "--store", store)

    assert unknown.err.startswith("claim-unknown: ")
    assert bad.err.startswith("attachment-type: ")
    assert (unknown.code, bad.code) == (1, 1)
    assert [path for path in store.with_name("papers").rglob("*") if path.is_file()] in (
        [], [store.with_name("papers") / ".lock"],
    )  # fmt: skip


def test_a_paper_attached_after_the_decision_is_shown_as_such(store: Path) -> None:
    attached(store)

    (paper,) = asked(store, "attachment", "list", "T-1")["attachments"]
    (claim,) = (each for each in asked(store, "claims") if "attachments" in each)

    assert (paper["after_decision"], paper["by"], claim["claim_no"]) == (True, "wang", "T-1")
    assert asked(store, "explain", "T-1")["attachments"] == [paper]
    assert "attachments" not in asked(store, "explain", "T-2")


def test_another_firm_with_the_same_invoice_is_noticed_and_is_a_duplicate(store: Path) -> None:
    attached(store)

    (paper,) = attached(store, "T-3").json["checks"]["attachments"]
    findings = subsidy("audit", "duplicates", "--store", store, "--json").json["findings"]

    assert codes(paper["notices"]) == {"buyer-differs", "file-elsewhere"}
    (same,) = (each for each in findings if each["kind"] == "same-file")
    assert (same["what"], same["usual"]) == (DIGEST, False)
    assert [claim["claim_no"] for claim in same["claims"]] == ["T-1", "T-3"]


def test_erasing_removes_the_bytes_once_no_claim_has_them(store: Path) -> None:
    attached(store)
    attached(store, "T-3")
    words = ("--document", "D", "--reason", "R")

    first = asked(store, "attachment", "erase", "T-1", DIGEST, *words)
    again = asked(store, "attachment", "erase", "T-1", DIGEST, *words)
    kept_then = kept(store).exists()
    last = asked(store, "attachment", "erase", "T-3", DIGEST, *words)

    assert (first["kept_for"], first["bytes_removed"], kept_then) == (["T-3"], False, True)
    assert (again["events_appended"], last["bytes_removed"]) == (0, True)
    assert not kept(store).exists()
    assert states(store) == ["erased", "erased"]
    assert attached(store).err.startswith("attachment-erased: ")
    assert not kept(store).exists()


def test_what_a_killed_process_left_is_named_and_removed_when_said_again(store: Path) -> None:
    attached(store)
    words = ("--document", "D", "--reason", "R")
    asked(store, "attachment", "erase", "T-1", DIGEST, *words)
    kept(store).write_bytes(made.DIGITAL.encode())  # as if it died before it removed them
    stray = store.with_name("papers") / "00" / ("00" * 32)
    stray.parent.mkdir()
    stray.write_bytes(b"stray")  # as if it died before it recorded them

    checks = subsidy("attachment", "check", "--store", store, "--json").json
    asked(store, "attachment", "erase", "T-1", DIGEST, *words)

    assert [each["state"] for each in checks["attachments"]] == ["not-erased"]
    assert (checks["unrecorded"], states(store)) == (["00" * 32], ["erased"])


def test_bytes_are_written_out_only_as_they_were_attached(store: Path) -> None:
    attached(store)
    out = store.with_name("out.xml")

    asked(store, "attachment", "show", DIGEST, "--out", out)
    kept(store).write_bytes(b"altered")
    altered = subsidy("attachment", "show", DIGEST, "--out", out, "--force", "--store", store)
    outside = subsidy("attachment", "show", "../../etc/passwd", "--out", out, "--store", store)

    assert out.read_text(encoding="utf-8") == made.DIGITAL
    assert altered.err.startswith("attachment-altered: ")
    assert outside.err.startswith("attachment-missing: ")


def test_a_program_hands_in_a_stream_and_opens_one(store: Path) -> None:
    with Ledger(address(store)) as ledger:
        author = ledger.author("li", clock_is_right=False)
        carry_out = partial(ledger.carry_out, author=author)
        attach(ledger.address, carry_out, "T-2", io.BytesIO(made.png()), "certificate")
        with ledger.look() as look:
            (paper,) = look.attachments("T-2").attachments
            with look.open_attachment(paper.sha256) as stream:
                data = stream.read()

    assert (paper.media_type, paper.by, data) == ("image/png", "li", made.png())


@pytest.mark.sqlite
def test_papers_lie_beside_a_ledger_that_is_a_file(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)

    attached(store)

    assert (store.with_name("ledger.db.files") / DIGEST[:2] / DIGEST).is_file()


def test_papers_go_into_the_pack_where_they_are_asked_for(store: Path, tmp_path: Path) -> None:
    attached(store)
    key_in(tmp_path)
    seal = ("--seal", tmp_path / "seal", "--key", tmp_path / "key")
    asked(store, "seal", *seal[1:])
    with_papers, without = tmp_path / "with.zip", tmp_path / "without.zip"

    made_with = asked(store, "audit-pack", with_papers, *seal, "--attachments")
    asked(store, "audit-pack", without, *seal)
    checked = [subsidy("audit-pack", "check", pack, "--json") for pack in (with_papers, without)]
    _spoil(with_papers)
    spoilt = subsidy("audit-pack", "check", with_papers, "--json").json

    assert made_with["attachments"] == 1
    assert [ran.json["faults"] for ran in checked] == [[], []]
    assert "attachment-altered" in {fault["what"].split(":")[0] for fault in spoilt["faults"]}


def _spoil(pack: Path) -> None:
    """Write a pack again with other bytes in place of its paper."""
    with ZipFile(pack) as archive:
        parts = {entry: archive.read(entry) for entry in archive.infolist()}
    with ZipFile(pack, "w") as archive:
        for entry, content in parts.items():
            altered = entry.filename.startswith("attachments/")
            archive.writestr(entry, b"other" if altered else content)


def test_a_paper_of_a_firm_that_another_carries_on_stays_with_its_claim(store: Path) -> None:
    attached(store)
    words = ("--kind", "merger", "--on", "2024-01-01", "--document", "D")
    ran = subsidy("succeed", made.BUYER, made.SELLER, *words, "--store", store, "--json")
    later = store.with_name("later.png")
    later.write_bytes(made.png())

    asked(store, "attach", "T-1", later, "--kind", "contract")
    asked(store, "attachment", "erase", "T-1", DIGEST, "--document", "D", "--reason", "R")

    listed = asked(store, "attachment", "list", "T-1")
    assert ran.code == 0, ran.err
    assert (listed["uscc"], [paper["paper"] for paper in listed["attachments"]]) == (
        made.SELLER, ["invoice", "contract"],
    )  # fmt: skip
    assert states(store) == ["erased", "sound"]
    assert states(store, "T-1") == ["erased", "sound"]
    assert subsidy("verify", "--store", store).code == 0
    assert asked(store, "reperform")["disagreements"] == []


def test_a_pack_of_a_firm_that_moves_is_read_where_it_has_papers(
    store: Path, tmp_path: Path
) -> None:
    attached(store)
    pack, there = tmp_path / "moved.json", few_claims(_folder(tmp_path / "there"))
    words = ("--on", "2024-01-01", "--document", "D")

    asked(
        store, "transfer-out", made.BUYER, "--to", "鹿城区", *words, "--out", pack, "--of", "乐清市"
    )
    ran = subsidy("transfer-in", pack, *words, "--store", there, "--json")

    assert "claim-attached" in pack.read_text(encoding="utf-8")
    assert ran.code == 0, ran.err
    assert states(store) == ["sound"]


@pytest.mark.sqlite
def test_no_other_file_is_written_among_the_papers(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    attached(store)
    inside = store.with_name("ledger.db.files") / DIGEST[:2] / DIGEST

    ran = subsidy("claims", "--out", inside.with_suffix(".csv"), "--force", "--store", store)

    assert ran.err.startswith("output-would-replace: ")


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
