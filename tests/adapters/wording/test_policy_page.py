"""A policy as a page: every condition and every term has words, and Markdown shows text as text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from adapters.policy.file.files import read_policy_file, shipped_policy
from adapters.policy.file.vocabulary import vocabulary
from adapters.policy.patch import with_values
from adapters.wording.policy.page.conditions import conditions_text
from adapters.wording.policy.page.names import Names
from adapters.wording.policy.page.page import policy_page
from adapters.wording.policy.page.terms import terms_text
from adapters.wording.rendering.markdown import markdown
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import speaking
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from tests.domain.policy.small import document

EXAMPLES = Path(__file__).parents[3] / "domain" / "policy" / "policies" / "examples"
FILES = [path for path in sorted(EXAMPLES.glob("*.toml")) if ".cases" not in path.name]
CONDITIONS = [word.example for word in vocabulary()["conditions"] if word.example]
PAYS: list[tuple[list[Any], str]] = [
    ([{"of": "fee", "less": "budget"}], "fee, less budget"),
    ([{"of": "trade.total:1"}], "total (trade) of the year before"),
    ([{"of": "trade.total:2"}], "total (trade) of 2 years before"),
    ([{"of": "trade.total:mean3"}], "the mean of total (trade) over the 3 years before"),
    ([{"of": "fee"}, {"rate": "2/3"}], "fee; at 2/3"),
    (
        [{"of": "fee"}, {"rate": "70%", "plus": [{"rate": "5%", "when": ["new"]}], "up_to": "72%"}],
        "fee; at 70%, plus 5% where new: yes, 72% in all at most",
    ),
    ([{"of": "area"}, {"up_to": "100"}, {"price": "0.05"}], "area; counted up to 100; 0.05 a unit"),
    ([{"of": "area"}, {"price": "1/3"}], "area; 1 for 3 a unit"),
    (
        [{"of": "sold_usd"}, {"per": "1000", "blocks": "up"}, {"award": "5.50"}],
        "sold usd; for each 1,000 USD, one begun counts; 5.50 each",
    ),
    (
        [{"award": {"by": "grade", "good": "1", "best": "2"}}, {"plus": "3"}, {"times": "1.5"}],
        "an award of 1 (good), 2 (best); plus 3; times 1.5",
    ),
    (
        [{"of": "fee"}, {"rate": {"marginal": True, "bands": [["0", "5%"], ["100", "3%"]]}}],
        "fee; at 5% (the amount from 0), 3% (the amount from 100), "
        "each part at the rate of its band",
    ),
    (
        [{"of": "fee"}, {"at_most": {"of": "budget", "rate": "10%"}}, {"rounded": "100"}],
        "fee; at most 10% of budget; down to a multiple of 100",
    ),
    (
        [{"of": "fee"}, {"at_most": {"of": "area", "price": "1500"}}, {"at_least": "5"}],
        "fee; at most 1500 for each of area; nothing below 5",
    ),
    (
        [{"each": "booths"}, {"rate": "50%"}, {"highest": 4, "per": "item"}],
        "each amount of booths; at 50%; the highest 4 added up, for the item in a year",
    ),
]


def first(policy: Policy, language: str) -> tuple[str, str]:
    """The conditions and the terms of the first measure in words."""
    measure = policy.measures["first"]
    with speaking(language):
        names = Names(policy, measure.kind)
        return conditions_text(measure.when, names), terms_text(measure, names)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("written", CONDITIONS)
def test_every_condition_has_words(written: str, language: str) -> None:
    when = tomllib.loads(f"when = [{written}]")["when"]
    when = ["not new" if each == "not new" else each for each in when]

    said, _ = first(compiled(document([{"award": "2"}], when=when)), language)

    assert len(said) > 3
    assert not re.search(r"[{}]|None|_fen", said)


@pytest.mark.parametrize(("pays", "said"), PAYS)
def test_terms_are_said_step_by_step(pays: list[Any], said: str) -> None:
    policy = compiled(document(pays))

    assert first(policy, "en")[1] == said
    assert not re.search(r"[{}]|None|_fen", first(policy, "zh")[1])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_of_a_file_names_all_that_it_has(path: Path, language: str) -> None:
    policy = read_policy_file(path)
    with speaking(language):
        page = markdown(policy_page(policy))

    for section in ("kinds", "measures", "caps", "records", "readings"):
        for name in policy.source.get(section, {}):
            assert f"`{name}`" in page
    assert not re.search(r"None|\{|_fen", page)
    assert {line.count(" | ") > 0 for line in page.splitlines() if line.startswith("|")} == {True}


def test_the_page_says_what_a_rival_reading_would_change() -> None:
    with speaking("en"):
        page = markdown(policy_page(shipped_policy()))

    assert "`year`: `caps.trademarks-in-all.period = year`" in page
    assert "`signed`: waits for its list" in page


def test_the_page_is_of_the_readings_that_are_chosen() -> None:
    chosen = {"readings.exhibition_counter": "apart", "readings.trade_remedy_period": "case"}
    read = with_values(shipped_policy(), chosen)

    with speaking("en"):
        page = markdown(policy_page(read))

    assert "`separate → apart`" in page
    assert "`belt-road-exhibitions-per-year` | 3 places" in page
    assert re.search("`trade-remedy-in-all` .*each item of an enterprise", page)


def test_markdown_shows_text_as_text() -> None:
    table = Table(
        title="A [b]",
        columns=(Column("x"), Column("y", "code"), Column("n", "count")),
        rows=[("a|b *c* <d> `e_<f>` _g_", "h|i", 1200)],
    )

    page = markdown(Report(title="T", parts=("one\x1b[2J", "", table)))

    assert page.splitlines() == [
        "# T",
        "",
        r"one\\x1b\[2J",
        "",
        r"## A \[b\]",
        "",
        "| x | y | n |",
        "| --- | --- | --: |",
        r"| a\|b \*c\* \<d\> `e_<f>` \_g\_ | `h\|i` | 1,200 |",
    ]
