"""Every act is tried before its answers are shown once more: what would be refused is so there.

The acts are those of the API, in their order, each tried by its form before it is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from adapters.web.api import table
from adapters.web.pages.acts import act_path, acts
from domain.money import yuan
from scripts.serving.verbs import every_verb
from tests.adapters.web.api import test_acts
from tests.adapters.web.api.test_acts import ACTS, RECORDED, SAID, Asking, asked, filled
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy, write_lines
from tests.support.few_claims import few_claims, trademark

CHECK = "提交前请核对"
folder, web = test_acts.folder, test_acts.web


def words_of(web: Served, each: Asking) -> dict[str, Any]:
    """Return what is typed into the form of an act: what its path and its body say."""
    verb = every_verb()[each.verb]
    sent: dict[str, Any] = {**each.given, **in_path(filled(web, each.path), each.verb)}
    words: dict[str, Any] = {"step": "check"}
    for name, value in sent.items():
        if verb.parameter(name).kind == "fen":
            words[name] = yuan(value)
        elif isinstance(value, list):
            words[name] = "\n".join(filled(web, word) for word in value)
        else:
            words[name] = "true" if value is True else str(value)
    return words


def in_path(path: str, verb: str) -> dict[str, str]:
    """Return the parameters that the path of an act has a part for."""
    (endpoint,) = (each for each in table.EVERY if each.verb == verb and each.method != "GET")
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(endpoint.path))
    match = re.fullmatch(rf"{pattern}(\.\w+)?", path)
    assert match is not None, path
    return {name: unquote(part) for name, part in match.groupdict().items()}


def standing(web: Served, folder: Path) -> tuple[Any, ...]:
    """Return all that an act may change: the log, what is kept beside it, papers."""
    with web.server.anybodys().open_store() as store:
        private = store.private
    files = [path for path in folder.rglob("*.files/**/*") if path.is_file()]
    kept = sorted(path for path in files if path.name != ".lock")
    return web.server.rooms.head(), private.all(), private.data_keys([test_acts.ONE]), kept


def tried(web: Served, folder: Path, each: Asking) -> Any:
    """Return the answer to the form of an act that is sent to be checked."""
    files = {}
    if each.file is not None:
        name, file = each.file
        files = {name: (file, (folder / file).read_bytes())}
    return web.post(act_path(each.verb), each.by, data=words_of(web, each), files=files)


def test_each_act_is_tried_as_it_will_be_done_and_nothing_is_recorded_by_that(
    web: Served, folder: Path
) -> None:
    came, comes = {}, {}
    for number, each in enumerate(ACTS):
        if every_verb()[each.verb].records:
            before = standing(web, folder)
            answer = tried(web, folder, each)
            assert standing(web, folder) == before, each.verb
            assert answer.status_code in (200, 409, 422), (each.verb, answer.text)
            assert str(web.server.spool) not in answer.text, each.verb
            came[number, each.verb] = CHECK in answer.text
            comes[number, each.verb] = each.comes == RECORDED
            if not came[number, each.verb]:
                assert answer.status_code != 200
                assert f'action="{act_path(each.verb)}"' in answer.text
                said = 'class="error errors"' if each.comes != SAID else 'class="warning"'
                assert said in answer.text, each.verb
        asked(web, folder, each)

    assert came == comes


def test_every_act_that_records_is_tried_above() -> None:
    verbs = every_verb()
    recording = {name for name in acts() if verbs[name].records}

    assert recording - {each.verb for each in ACTS} == {"reassess"}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Seven claims decided, one that waits, a batch that is in publicity; hands are separated."""
    folder = tmp_path_factory.mktemp("few")
    store = few_claims(folder)
    more = write_lines(folder / "more.jsonl", [trademark("Waits", "2022-05-02", "3000")])
    for words in (
        ("budget", "appropriate", "2022", "--amount", "900000", "--document", "D", "--on",
         "2023-02-10"),
        ("batch", "compute", "--budget-year", "2022"),
        ("batch", "publish", "1", "--on", "2023-03-01", "--backdated", "D"),
        ("backfill", more),
    ):  # fmt: skip
        ran = subsidy(*words, "--by", "clerk", "--store", store)
        assert ran.code == 0, (words, ran.err)
    with served(store) as web:
        yield web


@pytest.mark.parametrize(
    ("path", "by", "words", "said"),
    [
        ("batch-publish", "finance", {"number": "1", "on": "2023-03-02"}, "第 1 批"),
        ("batch-publish", "finance", {"number": "2", "on": "2023-03-01"}, "没有第 2 批"),
        ("batch-cancel", "finance", {"number": "9", "reason": "R"}, "没有第 9 批"),
        ("reject", "approver", {"claim": "T-1", "reason": "R"}, "T-1"),
        ("withdraw", "clerk", {"claim": "nobody", "reason": "R"}, "nobody"),
        ("approve", "approver", {"claims": "nobody"}, "nobody"),
        ("policy-amend", "approver", {
            "set": "measures.nothing.rate=1%", "first_day": "2022-01-01", "document": "D",
            "last_day": "2022-12-31", "announced_on": "2023-01-01",
        }, "measures.nothing.rate"),
        ("reassess", "approver", {"policy": "nobody"}, "nobody"),
        ("enterprise-confirm-account", "finance", {
            "uscc": "91330382MA0000023T", "document": "D",
        }, "91330382MA0000023T"),
        ("enterprise-erase", "finance", {"uscc": "91330382MA0000023T"}, "账户"),
    ],
)  # fmt: skip
def test_a_refusal_stands_at_the_form(
    path: str, by: str, words: dict[str, str], said: str, few: Served
) -> None:
    position = few.server.rooms.head()

    answer = few.post(f"/do/{path}", by, data={**words, "step": "check"})

    assert answer.status_code in (409, 422), answer.text
    assert CHECK not in answer.text
    assert said in answer.text.partition("<main")[2].partition("<form")[0]
    for word in words.values():
        assert word in answer.text  # what was typed stands in its field
    assert few.server.rooms.head() == position


def test_what_the_trial_lets_pass_is_recorded_once_it_is_sent(few: Served) -> None:
    words = {"claim": "Waits", "reason": "资料不齐"}
    position = few.server.rooms.head()

    check = few.post("/do/reject", "approver", data={**words, "step": "check"})
    assert (CHECK in check.text, few.server.rooms.head()) == (True, position)
    few.post("/do/reject", "approver", data={**words, "step": "send"})

    assert few.server.rooms.head() == position + 1
