"""Every figure that a policy can say has a path of its own, of its kind and currency."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.policy.file.consistency import check_consistency
from adapters.policy.patch import with_values
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.paths import parameters_in
from domain.policy.compiling.policy import compiled
from domain.refusals import Refusal
from tests.domain.policy.small import document

FEE, AWARD = {"of": "fee"}, {"award": "7"}
OVER = {"fact": "fee", "at_least": "1000"}
Listed = dict[str, tuple[str, str, str]]

TERMS: list[tuple[list[Any], Listed]] = [
    ([AWARD], {"award": ("amount", "7", "CNY")}),
    ([FEE, {"rate": "2/3", "up_to": "80%"}], {"rate": ("rate", "2/3", ""),
     "up_to": ("rate", "80%", "")}),
    ([{"of": "area"}, {"up_to": "9", "name": "most"}, {"price": "1"}],
     {"most": ("number", "9", ""), "price": ("price", "1", "")}),
    ([FEE, {"rate": "50%", "name": "own", "up_to": "80%"}], {"own": ("rate", "50%", ""),
     "up_to": ("rate", "80%", "")}),
    ([FEE, {"rate": "1%", "plus": [{"rate": "2%", "when": ["new"]}, {"rate": "3%", "name": "x"}]}],
     {"rate": ("rate", "1%", ""), "plus.1": ("rate", "2%", ""), "x": ("rate", "3%", "")}),
    ([FEE, {"rate": {"by": "grade", "good": "1%", "best": "2%"}}],
     {"rate.good": ("rate", "1%", ""), "rate.best": ("rate", "2%", "")}),
    ([{"of": "area"}, {"up_to": "9.5"}, {"times": "2"}, {"price": "1500/10000"}],
     {"up_to": ("number", "9.5", ""), "times": ("number", "2", ""),
      "price": ("price", "1500/10000", "")}),
    ([{"of": "sold_usd"}, {"per": "500", "blocks": "up"}, AWARD],
     {"per": ("amount", "500", "USD"), "award": ("amount", "7", "CNY")}),
    ([{"of": "area"}, {"per": "500", "blocks": "up"}, AWARD],
     {"per": ("number", "500", ""), "award": ("amount", "7", "CNY")}),
    ([FEE, {"plus": "5"}, {"at_most": "9", "name": "most", "per": "item"}],
     {"plus": ("amount", "5", "CNY"), "most": ("amount", "9", "CNY")}),
    ([FEE, {"at_most": {"rate": "1%", "of": "budget"}}, {"at_least": "5"}, {"rounded": "100"}],
     {"at_most": ("rate", "1%", ""), "at_least": ("amount", "5", "CNY"),
      "rounded": ("amount", "100", "CNY")}),
    ([FEE, {"at_most": {"price": "3", "of": "area"}}], {"at_most": ("price", "3", "")}),
    ([{"each": "booths"}, {"highest": 4, "per": "item"}], {"highest": ("count", "4", "")}),
]  # fmt: skip


def listed(said: dict[str, Any]) -> Listed:
    """The paths of the first measure below its name."""
    start = "measures.first."
    return {
        path.removeprefix(start): (each.kind, each.text, each.currency)
        for path, each in parameters_in(said).items()
        if path.startswith(start)
    }


@pytest.mark.parametrize(("pays", "paths"), TERMS)
def test_the_figures_of_terms_go_by_their_names_or_verbs(pays: list[Any], paths: Listed) -> None:
    assert listed(document(pays)) == paths


CONDITIONS: list[tuple[Any, Listed]] = [
    ("new", {}),
    ({"fact": "country", "on": "near"}, {}),
    (OVER, {"when.1.at_least": ("amount", "1000", "CNY")}),
    (OVER | {"name": "from"}, {"from": ("amount", "1000", "CNY")}),
    ({"fact": "sold_usd", "below": "5"}, {"when.1.below": ("amount", "5", "USD")}),
    ({"fact": "staff", "at_least": 5}, {"when.1.at_least": ("count", "5", "")}),
    ({"fact": "area", "at_least": "5.5"}, {"when.1.at_least": ("number", "5.5", "")}),
    ({"fact": "fee", "of": "budget", "at_least": "1/3"},
     {"when.1.at_least": ("rate", "1/3", "")}),
    ({"record": "trade", "fields": ["us_usd"], "at_least": "5", "below": "9"},
     {"when.1.at_least": ("amount", "5", "USD"), "when.1.below": ("amount", "9", "USD")}),
    ({"record": "trade", "field": "total", "growth_at_least": "5%"},
     {"when.1.growth_at_least": ("rate", "5%", "")}),
    ({"granted": "rest", "at_least": 1, "below": 3},
     {"when.1.at_least": ("count", "1", ""), "when.1.below": ("count", "3", "")}),
    ({"filed_within_days": 30}, {"when.1.filed_within_days": ("count", "30", "")}),
    ({"any": ["new", {"fact": "staff", "below": 3}]}, {"when.1.2.below": ("count", "3", "")}),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "paths"), CONDITIONS)
def test_the_figures_of_conditions_go_by_their_names_or_places(
    condition: Any, paths: Listed
) -> None:
    parameters = listed(document([AWARD], when=[condition]))

    assert parameters == {"award": ("amount", "7", "CNY")} | paths


def test_a_need_has_paths_as_a_condition_has() -> None:
    needs = ["new", OVER | {"code": "small"}]

    assert "needs.2.at_least" in listed(document([AWARD], needs=needs))


@pytest.mark.parametrize(
    ("path", "text", "kept"),
    [
        ("rate.good", "1/2", "50%"),
        ("at_most", "9.50", "9.50"),
        ("when.1.at_least", "2000.00", "2000"),
        ("when.2.below", "7", "7"),
    ],
)
def test_a_figure_is_set_by_its_path_and_no_other(path: str, text: str, kept: str) -> None:
    pays = [FEE, {"rate": {"by": "grade", "good": "1%", "best": "2%"}}, {"at_most": "9"}]
    policy = compiled(document(pays, when=[OVER, {"fact": "staff", "below": 9}]))

    changed = with_values(policy, {f"measures.first.{path}": text})

    before, after = listed(dict(policy.source)), listed(dict(changed.source))
    assert after[path][1] == kept
    assert {each: before[each] for each in before if each != path} == {
        each: after[each] for each in after if each != path
    }


def test_a_figure_set_so_that_bands_no_longer_hold_is_refused() -> None:
    policy = compiled(document([FEE, {"rate": {"bands": [["0", "1%"], ["9", "2%"]]}}]))

    with pytest.raises(Refusal) as refused:
        with_values(policy, {"measures.first.rate.2": "2"})

    assert refused.value.facts["problem"] == "not-a-rate"


BONUSES: list[tuple[list[Any], str]] = [
    ([FEE, {"rate": "1%", "plus": [{"rate": "2%", "when": [OVER]}]}], "plus.1.when.1.at_least"),
    ([FEE, {"plus": "5", "when": [OVER, {"fact": "staff", "at_least": 2}]}],
     "plus.when.1.at_least"),
]  # fmt: skip


@pytest.mark.parametrize(("pays", "path"), BONUSES)
def test_the_limits_of_bonuses_go_by_their_places(pays: list[Any], path: str) -> None:
    assert listed(document(pays))[path] == ("amount", "1000", "CNY")


def test_the_start_of_a_band_has_a_path_too() -> None:
    said = document([FEE, {"rate": {"bands": [["100", "1%"], ["200", "2%"]]}}])

    assert ("amount", "200", "CNY") in listed(said).values()


def test_no_two_figures_of_a_measure_go_by_one_path() -> None:
    twice = [OVER | {"name": "from"}, {"fact": "budget", "at_least": "5", "name": "from"}]
    said = document([AWARD], when=twice)

    with pytest.raises(PolicyError, match="repeated"):
        check_consistency(said)
