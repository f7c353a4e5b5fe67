"""A message is said once; on pages a command goes by its form and an option by its field."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from adapters.web.pages.asking.medium import ON_PAGES, OnPages
from adapters.wording.catalogue.refusals import REFUSALS
from adapters.wording.translation import at_a_terminal, gettext, speaking, use_medium, worded
from scripts.serving.verbs import every_verb

PLACE = re.compile(r"\{\w+\}")


@pytest.fixture(autouse=True)
def on_pages() -> Iterator[None]:
    use_medium(OnPages(every_verb()))
    yield
    use_medium(None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_refusal_speaks_of_a_terminal_on_a_page(language: str) -> None:
    with speaking(language):
        for code, message in REFUSALS.items():
            said = gettext(message)
            assert not re.search(r"(?<![\w-])--[a-z]|subsidy [a-z]", said), (code, said)
            with at_a_terminal():
                typed = gettext(message)
            if not any(each in typed for each in ("--", "subsidy ")):
                assert said == typed
            facts = set(PLACE.findall(said)) - set(PLACE.findall(typed))
            assert facts <= {"{setting}"}, code


def test_a_command_goes_by_its_form_and_an_option_by_the_field_of_that_form() -> None:
    with speaking("en"):
        said = worded("Look again with `subsidy approve {claim_no} --dry-run`, or give --reason.")
        other = worded("Run `subsidy verify --seal DIR` first.")
        plain = worded("Two -- or more - dashes, and the subsidy of a firm.")

    assert said == "Look again with “Decide claims”, or give “the officer's words”."
    assert other == "Run “verify” (by the administrator of the server) first."
    assert plain == "Two -- or more - dashes, and the subsidy of a firm."


def test_what_is_said_otherwise_on_pages_is_said_at_a_terminal_too() -> None:
    for message, instead in ON_PAGES.items():
        assert set(PLACE.findall(instead)) <= set(PLACE.findall(message))
