"""A message is said once; on pages a command goes by its form and an option by its field."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from adapters.web.api import table
from adapters.web.api.table import NOT_SERVED
from adapters.web.pages.acts import acts, title_of
from adapters.web.pages.asking.medium import ON_PAGES, OnPages
from adapters.wording.catalogue.refusals import REFUSALS, sentence
from adapters.wording.rendering.choices import IN_A_FORM
from adapters.wording.rendering.titles import TITLES
from adapters.wording.translation import TYPED, at_a_terminal, gettext, speaking, use_medium, worded
from domain.refusals import Refusal
from scripts.serving.verbs import every_verb
from tests.support.command import ROOT

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
            if not any(each in typed for each in TYPED) and message not in ON_PAGES:
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


def test_a_choice_goes_by_its_name_and_a_field_by_its_first_words() -> None:
    with speaking("zh"):
        money, none, notice, slip = (
            gettext(REFUSALS[code])
            for code in ("no-money", "batch-unknown", "notice-too-short",
                         "entry-not-correctable/done")
        )  # fmt: skip

    assert "或改用“按比例分摊”（“资金不足时”）、" in money
    assert none.endswith("用“拨付”查看。")
    assert "请不填“公示天数”，或者用“准予公示期少于规定天数的文号”填写" in notice
    assert "日期用“正确内容”更正" in slip  # of a batch, as the command named before it


def test_no_sentence_of_a_page_quotes_another_or_is_spaced_as_english_is() -> None:
    with speaking("zh"):
        for code, message in REFUSALS.items():
            said = gettext(message)
            assert not re.search("[\u4e00-\u9fff] \u201c|\u201d [\u4e00-\u9fff]", said), code


@pytest.mark.parametrize("code", ["role-missing", "token-roles"])
def test_roles_are_called_by_their_names_where_they_are_not_typed(code: str) -> None:
    roles = "auditor, finance"
    refusal = Refusal(code, account="clerk", needed=roles, roles=roles)
    with speaking("zh"):
        said = sentence(refusal)
        with at_a_terminal():
            typed = sentence(refusal)

    assert "财政、审计" in said
    assert "账号 clerk" in said
    assert roles in typed


def test_every_act_has_a_title_of_its_own_in_a_few_words() -> None:
    verbs = every_verb()
    assert set(TITLES) <= set(verbs)
    for language, most in (("zh", 10), ("en", 36)):
        with speaking(language):
            titles = {name: title_of(verbs[name]) for name in acts()}
        assert len(set(titles.values())) == len(titles)
        for name, title in titles.items():
            assert len(title) <= most, (name, title)
            assert not re.search("[，；：。,;:.]", title), (name, title)


def test_what_is_said_otherwise_on_pages_is_said_at_a_terminal_too() -> None:
    for message, instead in ON_PAGES.items():
        assert set(PLACE.findall(instead)) <= set(PLACE.findall(message))


def catalogue() -> Iterator[str]:
    """Yield every message that there is."""
    with (ROOT / "adapters/wording/locale/zh/LC_MESSAGES/subsidy.po").open("rb") as file:
        for message in read_po(file):
            for text in message.id if isinstance(message.id, tuple) else (message.id,):
                if text:
                    yield text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_message_speaks_of_a_terminal_on_a_page(language: str) -> None:
    verbs = every_verb()
    wrong = []
    with speaking(language):
        for message in catalogue():
            said = gettext(message)
            quoted = re.findall(r"`([^`{]+)`", said)
            named = {*re.findall(r"subsidy ([a-z]+)", said)} & {each.split()[0] for each in verbs}
            typed = re.search(r"(?<![\w-])--[a-z]", said)
            if typed or named or any(each in verbs or each in NOT_SERVED for each in quoted):
                wrong.append(said)

    assert wrong == []


def test_a_field_of_a_form_is_called_without_what_is_typed() -> None:
    for endpoint in table.EVERY:
        for parameter in every_verb()[endpoint.verb].parameters:
            label = gettext(IN_A_FORM.get(parameter.help, parameter.help))
            assert not re.search(r"--[a-z]|`|subsidy ", label), (endpoint.verb, label)


def test_a_command_that_is_named_by_its_last_word_goes_by_its_form_too() -> None:
    with speaking("en"):
        said = worded("Name it with `subsidy enterprise account` or `accounts`; see `store rules`.")
        other = worded("Write `item`, or `paper check --code`; `store recover` is not yours.")

    assert "`" not in said
    assert said.count("“") == 3
    assert other.startswith("Write `item`, or “")
    assert "“store recover” (by the administrator of the server)" in other
