"""A file that an act is sent with: shown once more, kept meanwhile, and recorded as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from tests.adapters.files.attached.made import pdf
from tests.adapters.web.served import Served, entered, served
from tests.support.command import ROOT
from tests.support.few_claims import few_claims

CHECK = "提交前请核对"
POLICY = ROOT / "domain/policy/policies/yueqing-foreign-trade.toml"
SENT: dict[str, tuple[str, dict[str, str], str, str, bytes]] = {  # who, what else, the file
    "/do/attach": ("clerk", {"claim": "June", "kind": "contract"}, "files", "合同 1.pdf", pdf()),
    "/do/hold-list": (
        "finance", {"document": "D", "list": "L", "reason": "credit"}, "file", "名单.csv", b"x",
    ),
    "/do/enterprise-accounts": ("clerk", {}, "file", "账户.csv", b"x"),
    "/do/store-set-rules": ("finance", {}, "file", "rules.toml", b"x"),
    "/do/batch-results": (
        "cashier", {"number": "1", "on": "2023-01-01", "template": "payout-text", "receipt": "R"},
        "file", "回单.csv", b"x",
    ),
    "/do/transfer-in": (
        "approver", {"document": "D", "on": "2023-01-01"}, "file", "pack.json", b"{}",
    ),
    "/do/policy-publish": ("approver", {}, "file", "政策.toml", POLICY.read_bytes()),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_claims(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def web(store: Path) -> Iterator[Served]:
    with served(store) as web:
        people = web.server.people
        people.accounts.add("other", "Other", ["clerk"], None, by="tests")
        yield web


def held(page: str) -> dict[str, str]:
    """Return what a page sends again, by name."""
    fields = re.findall(r'<input type="(?:hidden|checkbox)" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def in_spool(web: Served) -> list[Path]:
    folder = web.server.jobs.spool.folder
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("path", SENT)
def test_an_act_with_a_file_is_shown_once_more_before_it_is_recorded(
    web: Served, path: str
) -> None:
    by, words, field, name, content = SENT[path]
    position, before = web.server.rooms.head(), in_spool(web)

    check = web.post(path, by, data={**words, "step": "check"}, files={field: (name, content)})

    assert re.findall(r'<a href="#field-.*', check.text) == []
    assert check.status_code == 200
    assert CHECK in check.text
    assert f"{name} (" in unescape(check.text)
    assert web.server.rooms.head() == position
    (kept,) = set(in_spool(web)) - set(before)
    assert kept.read_bytes() == content
    assert kept.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch("held-[0-9a-f]{32}", kept.name)


def test_what_is_recorded_is_the_file_that_was_shown_by_the_name_that_it_came_by(
    web: Served,
) -> None:
    path = "/do/attach"
    by, words, field, name, content = SENT[path]
    check = web.post(path, by, data={**words, "step": "check"}, files={field: (name, content)})
    sent = held(check.text)

    changed = web.post(path, by, data={**sent, "step": "change"})
    assert f"{name} (" in unescape(changed.text)
    assert held(changed.text)["held:files"] == sent["held:files"]
    before = in_spool(web)
    done = web.post(path, by, data={**sent, "step": "send"})

    assert 'class="done"' in done.text, done.text
    assert len(in_spool(web)) == len(before) - 1
    (paper,) = web.get("/api/v1/claims/June/attachments").json()["attachments"]
    assert paper["sha256"] == sha256(content).hexdigest()
    again = web.post(path, by, data={**sent, "step": "send"})
    assert again.status_code == 422
    assert "请重新选择" in again.text


def test_a_file_that_is_kept_is_its_account_s_alone_and_an_untrue_number_is_none(
    web: Served,
) -> None:
    path = "/do/attach"
    by, words, field, name, content = SENT[path]
    check = web.post(path, by, data={**words, "step": "check"}, files={field: (name, content)})
    sent = held(check.text)
    position = web.server.rooms.head()
    account = web.server.people.accounts.get("other")
    web.tokens["other"] = web.server.people.entrance.let_in(
        account, "web:other", "tests", address="-"
    ).token

    for officer, word in (
        ("other", sent["held:files"]),
        (by, f"../../{sent['held:files']}"),
        (by, "0" * 32),
        (by, ""),
    ):
        tried = web.post(path, officer, data={**sent, "held:files": word, "step": "send"})
        assert tried.status_code == 422, (officer, word)
    assert web.server.rooms.head() == position

    web.tokens[by] = entered(web.server.people, by)  # who logs in again goes on
    done = web.post(path, by, data={**sent, "claim": "April", "step": "send"})
    assert 'class="done"' in done.text


def test_a_file_that_is_refused_need_not_be_chosen_again(web: Served) -> None:
    sent = {"step": "check", "document": "D"}
    words = {"step": "send", "claim": "None", "kind": "other"}
    refused = web.post("/do/attach", "clerk", data=words, files={"files": ("a.pdf", pdf())})
    no_file = web.post("/do/hold-list", "finance", data=sent)

    assert refused.status_code == 409
    assert "a.pdf (" in refused.text
    assert "held:files" in held(refused.text)
    assert no_file.status_code == 422
    assert CHECK not in no_file.text


def test_what_records_nothing_answers_at_once(web: Served) -> None:
    before = in_spool(web)
    tried = web.post(
        "/do/policy-check", "approver", data={"step": "send"},
        files={"text": (POLICY.name, POLICY.read_bytes())},
    )  # fmt: skip

    assert CHECK not in tried.text
    assert tried.status_code == 200
    assert in_spool(web) == before
