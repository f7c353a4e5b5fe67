"""The history of what is neither an enterprise nor a claim: policy, keys, settings, money."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from adapters.log.upcasts import word
from adapters.wording.history.words import event_words
from adapters.wording.translation import speaking
from domain.events.log import EnterpriseEvent, Event
from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import SHIPPED, amend
from tests.support.stores import made_once


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger with two versions, logins separated, a key that follows another, a budget line."""
    path = folder / "ledger.db"
    asked(path, "store", "prepare", "--separate-logins", "--policy", SHIPPED, "--by", "chief")
    assert amend(path, "measures.overseas-trademark.rate=60%").code == 0
    asked(path, "backfill", write_lines(folder / "a.jsonl", [line("YQ-1")]))
    old, new = folder / "old", folder / "new"
    asked(path, "key", "new", "--key", old, "--name", "example.org/ledger")
    asked(path, "seal", folder / "seal", "--key", old)
    asked(path, "key", "new", "--key", new, "--replaces", old)
    asked(path, "budget", "line", "2024", "trade", "--measures", "overseas-trademark")
    return path


SUBJECTS = {
    "policy-book": ["policy-published", "policy-published"],
    "keys": ["key-named"],
    "store:keys": ["key-named"],
    "settings": ["logins-separated"],
    "store:settings": ["logins-separated"],
    "budget:2024": ["budget-line-named"],
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_stream_has_a_history(store: Path, subject: str) -> None:
    answer = asked(store, "history", subject)

    assert [event["type"] for event in answer] == SUBJECTS[subject]
    assert all({"position", "recorded_at", "by", "login"} <= event.keys() for event in answer)
    for lang in ("zh", "en"):
        ran = subsidy("history", subject, "--store", store, "--lang", lang)
        assert ran.code == 0, ran.err
        with speaking(lang):
            assert event_words()[SUBJECTS[subject][0]] in ran.out


def test_a_version_tells_its_policy_as_the_log_spells_it(store: Path) -> None:
    first, second = asked(store, "history", "policy-book")

    assert (first["number"], second["number"]) == (1, 2)
    assert second["policy"]["measures"] != first["policy"]["measures"]
    assert second["policy"]["document"] == "乐政发〔2023〕1号"
    assert second["digest"] != first["digest"]


def test_a_history_of_a_stream_ends_where_it_is_asked_to(store: Path) -> None:
    first, second = asked(store, "history", "policy-book")

    before = asked(store, "history", "policy-book", "--position", str(second["position"] - 1))
    known = asked(store, "history", "policy-book", "--known-at", second["recorded_at"])

    assert before == [first]
    assert known == [first, second]


def test_a_stream_without_events_has_an_empty_history(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    asked(path, "store", "prepare")

    assert asked(path, "history", "keys") == []
    assert subsidy("history", "settings", "--store", path).code == 0


@pytest.mark.parametrize("subject", ["policy", "store:", "store:key", "budget:x", "batch"])
def test_an_unknown_subject_is_refused(store: Path, subject: str) -> None:
    ran = subsidy("history", subject, "--store", store, "--json")

    assert (ran.code, ran.json["code"]) == (1, "claim-unknown")


def test_a_claim_that_bears_the_name_of_a_stream_goes_before_it(
    store: Path, tmp_path: Path
) -> None:
    asked(store, "backfill", write_lines(tmp_path / "b.jsonl", [line("keys")]))

    assert [entry["type"] for entry in asked(store, "history", "keys")] == ["claim-submitted"]
    assert [entry["type"] for entry in asked(store, "history", "store:keys")] == ["key-named"]


def test_every_event_has_a_word_in_both_languages() -> None:
    topics = {word(shape.TOPIC) for shape in (*get_args(EnterpriseEvent), *get_args(Event))}

    assert topics <= event_words().keys()
