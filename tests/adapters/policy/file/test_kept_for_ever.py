"""What ledgers hold is read by the same paths and to the same documents by every later version."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from adapters.log.codec import event_bytes
from adapters.policy.codec import former_from_json
from adapters.policy.patch import every_difference
from adapters.policy.paths import article_of_days
from domain.policy.compiling.paths import every_parameter
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import document

GOLDEN = Path(__file__).parents[3] / "golden" / "events" / "policy-published.json"
BYTES = msgspec.json.decode(event_bytes(GOLDEN.read_bytes()), type=dict[str, msgspec.Raw])["policy"]


def digest_of(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def test_a_policy_of_the_first_form_says_in_todays_words_what_it_always_said() -> None:
    said = json.loads(bytes(BYTES))
    today = [former_from_json(bytes(BYTES)).source]
    for name, reading in today[0]["readings"].items():
        for rival, patch in reading["rivals"].items():
            if patch == "waits":
                continue
            other = said | {"readings": said["readings"] | {name: rival}}
            written = json.dumps(other, ensure_ascii=False, separators=(",", ":")).encode()
            today.append(former_from_json(written).source)

    assert len(today) == 24
    assert digest_of(today) == "6926ffde2da9e9cab429d37600b96f1db2bbd88a05008d8a1f49dc9f2dd9c7eb"


def test_every_figure_of_such_a_policy_is_named_as_it_was_then() -> None:
    named = [
        (each.path, each.kind, each.text, each.currency, each.article)
        for each in every_parameter(former_from_json(bytes(BYTES)).source)
    ]

    assert len(named) > 50
    assert digest_of(named) == "b94628687fbeb8d250594badeb2e2859ab4fbf478a62f8ffa356f29eb474d3f9"


def test_the_day_a_policy_begins_is_of_the_article_that_prints_it_or_it_is_read_into() -> None:
    prints = {
        "article": [
            {
                "id": "二",
                "figures": [
                    {"printed": "1%", "sets": ["x", "y"]},
                    {"printed": "x", "sets": ["a", "first_day"]},
                ],
            }
        ]
    }
    reads = {"inferred": [{"article": "三", "paths": ["x"]},
                          {"article": "四", "paths": ["x", "last_day"]}]}  # fmt: skip

    assert article_of_days(prints | reads) == "二"
    assert article_of_days(reads) == "四"
    assert article_of_days({"article_of_days": "五"}) == "五"
    assert article_of_days({}) == ""


def test_what_two_policies_say_otherwise_is_named_by_its_place() -> None:
    a = compiled(document([{"of": "fee"}, {"rate": "50%"}], lists={"near": {"members": ["DE"]}}))
    b = compiled(
        document(
            [{"of": "budget"}, {"rate": "50%"}, {"at_most": "9"}],
            lists={"near": {"members": ["FR"]}},
            first_day="2022-02-01",
            title_en="Smaller",
        )
    )

    assert [row[:3] for row in every_difference(a, b)] == [
        ("first_day", "2022-01-01", "2022-02-01"),
        ("measures.first.at_most", "", "9"),
        ("title_en", "Small", "Smaller"),
        ("lists.near.members.DE", "listed", ""),
        ("measures.first.pays.1.of", "fee", "budget"),
        ("lists.near.members.FR", "", "listed"),
    ]
