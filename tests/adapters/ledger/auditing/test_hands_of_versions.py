"""Who put a policy version forward and who recorded it, as audits see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.publishing import carry_out_policy
from adapters.ledger.handling.units import Author
from domain.commands.policy import ConfirmVersion, DeclineVersion, PublishPolicy
from tests.domain.given import amended
from tests.support.by_hand import insert, rows
from tests.support.command import asked, subsidy
from tests.support.few_claims import few_claims
from tests.support.ledgers import opened
from tests.support.stores import ON_POSTGRES

CHEN, WANG = (Author(by=name, login=f"web:{name}") for name in ("chen", "wang"))
DRAFT = PublishPolicy(policy=amended({"measures.overseas-trademark.rate": "60%"}))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger of separated hands in which chen put a version forward."""
    made = few_claims(tmp_path)
    asked(made, "store", "prepare", "--separate-hands", "--by", "chief")
    with opened(made) as writer:
        carry_out_policy(writer, DRAFT, CHEN)
    return made


def test_audits_name_who_put_forward_and_who_recorded(store: Path) -> None:
    with opened(store) as writer:
        carry_out_policy(writer, ConfirmVersion(proposal=1), WANG)

    answer = subsidy("audit", "separation", "--store", store, "--json").json
    text = subsidy("audit", "separation", "--store", store, "--lang", "en").out

    first, second = answer["versions"]
    assert (first["proposed"], first["alone"], first["same"]) == (None, False, None)
    assert (second["proposed"]["by"], second["recorded"]["by"]) == ("chen", "wang")
    assert (second["alone"], second["same"]) == (False, None)
    assert answer["wrong"] == sum(bool(claim["together"]) for claim in answer["claims"])
    assert "chen (web:chen), position" in text
    assert asked(store, "reperform")["false_rows"] == []
    assert asked(store, "verify")["faults"] == []


@pytest.mark.skipif(ON_POSTGRES, reason="a database lets no such row in unseen")
@pytest.mark.parametrize(
    ("confirmed_by", "recorded_by", "seen"),
    [
        (None, "chen", (True, None)),
        ("chen", "chen", (False, "both")),
        ("wang", "zhao", (True, None)),
    ],
    ids=["at once", "by a proposal of its own", "by another than who confirmed it"],
)
def test_a_version_that_another_program_recorded_by_one_hand_is_named(
    store: Path, confirmed_by: str | None, recorded_by: str, seen: tuple[bool, str | None]
) -> None:
    by = {"by": recorded_by, "login": f"web:{recorded_by}"}
    proposed = json.loads(rows(store)[-1][4])["event"]
    if confirmed_by is not None:
        hand = {"by": confirmed_by, "login": f"web:{confirmed_by}"}
        written(store, "store:proposals", "version-confirmed", {"proposal": 1, "version": 2}, hand)
    published = {"number": 2, "digest": proposed["digest"], "policy": proposed["policy"]}
    position = written(store, "policy-book", "policy-published.2", published, by)

    again = subsidy("reperform", "--store", store, "--json")
    text = subsidy("reperform", "--store", store, "--lang", "en")
    audit = subsidy("audit", "separation", "--store", store, "--json").json

    (row,) = again.json["false_rows"]
    assert (again.code, row["position"], row["why"]) == (1, position, "recorded-by-one-hand")
    assert f"Position {position}, the policy book, by {recorded_by}: records version 2" in text.out
    assert audit["wrong"] == sum(bool(claim["together"]) for claim in audit["claims"]) + 1
    second = audit["versions"][1]
    assert (second["alone"], second["same"]) == seen


@pytest.mark.skipif(ON_POSTGRES, reason="a database lets no such row in unseen")
@pytest.mark.parametrize(
    ("topic", "event", "kind"),
    [
        ("version-declined", {"proposal": 9, "words": "no"}, "event-out-of-order"),
        ("version-confirmed", {"proposal": 1, "version": 2}, "event-out-of-order"),
        ("version-proposed", None, "policy-digest"),
    ],
)
def test_verify_names_a_row_of_proposals_that_no_ledger_records(
    topic: str, event: dict[str, Any] | None, kind: str, store: Path
) -> None:
    proposed = json.loads(rows(store)[-1][4])["event"]
    with opened(store) as writer:
        carry_out_policy(writer, DeclineVersion(proposal=1, words="no"), WANG)
    false = {**proposed, "number": 2, "digest": "0" * 64}
    by = {"by": "x", "login": "x"}
    position = written(store, "store:proposals", topic, event or false, by)

    faults = subsidy("verify", "--store", store, "--json").json["faults"]

    assert [(each["position"], each["what"]) for each in faults] == [(position, f"{kind}: {topic}")]
    states = [each["state"] for each in asked(store, "policy", "proposals")]
    assert states[0] == "declined"


@pytest.mark.skipif(ON_POSTGRES, reason="a database lets no such row in unseen")
@pytest.mark.parametrize("version", [1, 2, 9], ids=["of another policy", "none", "far off"])
def test_verify_names_a_proposal_that_is_confirmed_as_no_version(version: int, store: Path) -> None:
    hand = {"by": "wang", "login": "web:wang"}
    said = {"proposal": 1, "version": version}
    position = written(store, "store:proposals", "version-confirmed", said, hand)

    faults = subsidy("verify", "--store", store, "--json").json["faults"]
    text = subsidy("verify", "--store", store, "--lang", "en").out

    assert [(each["position"], each["what"]) for each in faults] == [
        (position, f"version-not-recorded: {version}")
    ]
    assert "confirmed as a version that the book does not have" in text


@pytest.mark.skipif(ON_POSTGRES, reason="a database lets no such row in unseen")
def test_a_fault_of_another_row_hides_none_of_proposals_and_of_claims(store: Path) -> None:
    by = {"by": "x", "login": "x"}
    early = written(store, "y", "policy-published.2", {}, by)  # cannot be read: its stream is torn
    ended = written(store, "store:proposals", "version-declined", {"proposal": 9, "words": ""}, by)
    said = {"proposal": 1, "version": 2}
    confirmed = written(store, "store:proposals", "version-confirmed", said, by)

    faults = subsidy("verify", "--store", store, "--json").json["faults"]

    assert [(each["position"], each["what"].partition(":")[0]) for each in faults] == [
        (early, "row-not-canonical"),
        (ended, "event-out-of-order"),
        (confirmed, "version-not-recorded"),
    ]


def written(
    store: Path, stream: str, topic: str, event: dict[str, Any], who: dict[str, str]
) -> int:
    """Append an event as another program would; return its position."""
    every = rows(store)
    version = sum(row[1] == stream for row in every) + 1
    head = {"stream": stream, "version": version, "topic": topic}
    said = head | {"recorded_at": json.loads(every[-1][4])["recorded_at"], **who, "event": event}
    state = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    position = int(every[-1][0]) + 1
    insert(store, [(position, stream, version, topic, state.encode())])
    return position
