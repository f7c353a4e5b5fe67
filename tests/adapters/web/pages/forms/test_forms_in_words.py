"""Forms speak to officers: no options of a terminal, no codes."""

from __future__ import annotations

import re

import pytest

from adapters.web.pages.acts import act_path, acts
from adapters.web.pages.asking.questions import PAGES, _roles
from tests.adapters.web.pages.asking.test_questions import PARTS
from tests.adapters.web.served import Served


def forms() -> list[tuple[str, str]]:
    """Every page with a form, and a role that opens it."""
    acting = [(act_path(verb), min(roles)) for verb, roles in acts().items()]
    asking = [(page.path.format(**PARTS), min(_roles(page))) for page in PAGES]
    return acting + [each for each in asking if "/budget/" not in each[0]]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("path", "role"), forms(), ids=lambda each: str(each))
def test_no_form_speaks_as_a_terminal_is_spoken_to(
    path: str, role: str, language: str, web: Served
) -> None:
    answer = web.get(f"{path}?lang={language}", role)
    assert answer.status_code == 200
    page = answer.text
    parts = re.findall(r"<form .*?</form>|<h1>.*?</h1>", page, re.DOTALL)
    form = re.sub(r"<[^>]+>", " ", " ".join(parts))

    for word in (" --", "subsidy ", "`", "FILE", "SUBSIDY_"):
        assert word not in form


@pytest.mark.parametrize(("path", "role"), forms(), ids=lambda each: str(each))
def test_a_choice_is_shown_in_words(path: str, role: str, web: Served) -> None:
    page = web.get(path, role).text
    offered = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)<', page)
    offered += re.findall(r'type="(?:radio|checkbox)"[^>]*value="([^"]+)"[^>]*>([^<]+)<', page)

    for code, name in offered:
        assert code != name, f"{path} shows {code}"
