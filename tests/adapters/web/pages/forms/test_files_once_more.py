"""A file that an act is sent with: shown once more, kept meanwhile, and recorded as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from adapters.web.api.requests import FILES_MAX, Scratch
from adapters.web.desk.spool import Held
from adapters.web.pages import acts
from adapters.web.verbs.handed_in import laid_out
from adapters.web.verbs.readable import READERS
from scripts.serving.verbs import every_verb
from tests.adapters.files.attached.made import pdf
from tests.adapters.web.served import Served, entered, served
from tests.support.command import ROOT
from tests.support.few_claims import ONE, OTHER, few_claims

CHECK = "提交前请核对"
POLICY = ROOT / "domain/policy/policies/yueqing-foreign-trade.toml"
HELD_LIST = f"统一社会信用代码,企业名称,列入日期\n{OTHER},示例企业,2022-02-02\n".encode()
ACCOUNTS = f"统一社会信用代码,户名,开户行,账号\n{ONE},示例企业,某行,62220212030001\n".encode()
RULES = """document = "乐商务〔2026〕3号"
notice = { days = 7, minimum_days = 5, counts = "working", source = "乐商务〔2026〕3号第三条" }
""".encode()
Act = tuple[str, dict[str, str], str, str, bytes]
SENT: dict[str, Act] = {  # who, what else, the file
    "/do/attach": ("clerk", {"claim": "June", "kind": "contract"}, "files", "合同 1.pdf", pdf()),
    "/do/hold-list": (
        "finance", {"document": "D", "list": "L", "reason": "credit"}, "file", "名单.csv",
        HELD_LIST,
    ),
    "/do/enterprise-accounts": ("clerk", {}, "file", "账户.csv", ACCOUNTS),
    "/do/store-set-rules": ("finance", {}, "file", "rules.toml", RULES),
    "/do/policy-publish": ("approver", {}, "file", "政策.toml", POLICY.read_bytes()),
}  # fmt: skip
PAPER = {"claim": "June", "kind": "contract"}
REFUSED: list[tuple[str, Act]] = [
    ("/do/attach", ("clerk", PAPER, "files", "a.pdf", pdf()[:300])),
    ("/do/attach", ("clerk", PAPER, "files", "a.pdf", b"<!doctype html><p>no paper</p>")),
    ("/do/attach", ("clerk", PAPER, "files", "a.pdf", b"")),
    *((path, (*SENT[path][:4], b"\x00\x01")) for path in SENT if path != "/do/attach"),
    ("/do/approve", ("approver", {}, "from", "sheet.xlsx", b"x")),
    (
        "/do/batch-results",
        (
            "cashier",
            {"number": "1", "on": "2023-01-01", "template": "payout-text", "receipt": "R"},
            "file", "回单.csv", b"x",
        ),
    ),
    (
        "/do/transfer-in",
        ("approver", {"document": "D", "on": "2023-01-01"}, "file", "pack.json", b"{}"),
    ),
]  # fmt: skip


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
    assert re.fullmatch("held-[0-9a-f]{16}-[0-9a-f]{32}", kept.name)


@pytest.mark.parametrize(
    ("path", "act"), REFUSED, ids=[f"{path} {number}" for number, (path, _) in enumerate(REFUSED)]
)
def test_a_file_that_would_be_refused_is_so_before_the_answers_are_shown_once_more(
    web: Served, path: str, act: Act
) -> None:
    by, words, field, name, content = act
    position = web.server.rooms.head()

    check = web.post(path, by, data={**words, "step": "check"}, files={field: (name, content)})

    assert check.status_code in (409, 422), check.text
    assert CHECK not in check.text
    assert 'class="error errors"' in check.text
    assert str(web.server.spool) not in check.text
    assert web.server.rooms.head() == position


def test_every_act_with_a_file_can_be_looked_over() -> None:
    verbs = every_verb()
    with_files = {
        name
        for name in acts.acts()
        if verbs[name].records and any(each.kind == "file" for each in verbs[name].parameters)
    }
    tried = {
        name
        for name in with_files
        if any(each.name == "dry_run" for each in verbs[name].parameters)
    }

    assert with_files - tried == set(READERS)


def test_of_several_papers_those_that_would_be_refused_are_named(web: Served) -> None:
    files = [("files", ("good.pdf", pdf())), ("files", ("bad.pdf", b"<p>")), ("files", ("b", b""))]

    check = web.post("/do/attach", "clerk", data={**PAPER, "step": "check"}, files=files)

    (said,) = re.findall('class="error errors".*?</div>', check.text, re.DOTALL)
    assert check.status_code == 422
    assert ("bad.pdf: " in said, "b: " in said, "good.pdf" in said) == (True, True, False)
    assert len(re.findall('name="held:files"', check.text)) == 3


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
    (paper,) = web.get("/api/v1/claims/June/attachments").json()["attachments"]
    assert paper["sha256"] == sha256(content).hexdigest()
    assert in_spool(web) == before


@pytest.mark.parametrize("path", SENT)
def test_an_act_that_is_sent_twice_is_answered_twice_and_recorded_once(
    web: Served, path: str
) -> None:
    """A second click, or a browser that sends again for want of the answer."""
    by, words, field, name, content = SENT[path]
    check = web.post(path, by, data={**words, "step": "check"}, files={field: (name, content)})
    sent = held(check.text) | {"step": "send"}

    first = web.post(path, by, data=sent)
    position = web.server.rooms.head()
    again = web.post(path, by, data=sent)

    assert [first.status_code, again.status_code] == [200, 200], again.text
    assert 'class="done"' in again.text
    assert web.server.rooms.head() == position


def test_a_file_that_is_gone_between_two_looks_is_to_be_chosen_again(web: Served) -> None:
    path = "/do/attach"
    by, words, field, name, content = SENT[path]
    check = web.post(path, by, data={**words, "step": "check"}, files={field: (name, content)})
    sent = held(check.text) | {"step": "send"}
    word = sent["held:files"]
    kept = web.server.jobs.spool.held(by, word)
    assert kept is not None

    def removed(files: dict[str, list[Held]], folder: Scratch) -> dict[str, list[Path]]:
        kept.path.unlink()
        return laid_out(files, folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acts, "laid_out", removed)
        gone = web.post(path, by, data=sent)
    still = web.post(path, by, data=sent)

    assert [gone.status_code, still.status_code] == [422, 422]
    assert "请重新选择" in gone.text
    assert "请重新选择" in still.text
    assert "held:files" not in held(still.text)


def test_a_file_that_another_is_chosen_for_is_removed(web: Served) -> None:
    path = "/do/attach"
    by, words, field, _name, content = SENT[path]
    before = in_spool(web)
    check = web.post(path, by, data={**words, "step": "check"}, files={field: ("a.pdf", content)})
    sent = held(check.text)
    web.post(path, by, data={**sent, "step": "change"})

    other = web.post(path, by, data={**sent, "step": "check"}, files={field: ("b.pdf", content)})

    assert "b.pdf (" in other.text
    assert "a.pdf (" not in other.text
    assert len(in_spool(web)) == len(before) + 1


def test_a_form_says_again_no_more_files_than_it_may_send(web: Served) -> None:
    by, words, field, name, content = SENT["/do/attach"]
    check = web.post(
        "/do/attach", by, data={**words, "step": "check"}, files={field: (name, content)}
    )
    ((kept, word),) = [pair for pair in held(check.text).items() if pair[0].startswith("held:")]
    number, _space, shown = word.partition(" ")

    same = web.post("/do/attach", by, data={**words, "step": "check", kept: [word] * 500})
    many = [f"{number} {each} {shown}" for each in range(FILES_MAX + 1)]
    more = web.post("/do/attach", by, data={**words, "step": "check", kept: many})

    assert same.status_code == 200
    assert same.text.count(f'name="{kept}"') == 1
    assert (more.status_code, str(FILES_MAX) in more.text) == (422, True)


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
