"""A server for reading alone: no page offers what it would refuse, and every page says so once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.web.pages.acts import act_path, acts
from adapters.web.verbs.verb import Verb
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import OFFICERS, Served, served
from tests.adapters.web.walking.walks import Walk

SAID = {
    "zh": "本服务仅供查阅，不登记任何内容。",
    "en": "This server is for reading alone: nothing is recorded here.",
}
# Forms that record nothing in the ledger: of accounts, of looking, and of work that reads.
OF_READING = re.compile(
    r"/(login|logout|me|me/.*|password|accounts.*|policy/draft|papers/check|receipt|jobs/[^/]+/cancel)"
)
ONLY_RECORDING = {
    "/claims/new": "clerk",
    "/claims/new?kind=trademark": "clerk",
    "/batches/1/pay": "cashier",
    "/policy/draft/record?set=caps.key-exhibitions-per-year.limit=1": "approver",
}


@pytest.fixture(scope="module")
def alone(at_work: Path) -> Iterator[Served]:
    with served(at_work, read_only=True) as web:
        yield web


def is_page(path: str) -> bool:
    return "/api/" not in path and "export=" not in path


def verb_of(path: str) -> Verb | None:
    """Return the verb whose page a path is; None for any other page."""
    paths = {act_path(name): verb for name, verb in every_verb().items()}
    return paths.get(urlsplit(path).path)


@pytest.mark.parametrize(
    ("role", "language"), [*((role, "zh") for role in OFFICERS), ("clerk", "en")]
)
def test_no_page_offers_what_records_and_each_says_once_that_it_reads(
    alone: Served, role: str, language: str
) -> None:
    faults, pages = [], 0
    for seen in Walk(web=alone, role=role, language=language, within=is_page)("/"):
        if seen.status != 200:
            faults.append(f"{seen.path} answers {seen.status}, linked by {seen.by}")
        if seen.page is None:
            continue
        pages += 1
        forms = {urlsplit(each).path for each in seen.page.forms}
        for form in forms:
            verb = verb_of(form)
            reads = OF_READING.fullmatch(form) if verb is None else not verb.records
            if not reads:
                faults.append(f"{seen.path} has a form to {form}")
        if seen.page.text.count(escape(SAID[language])) != 1:
            faults.append(f"{seen.path} does not say once that it is for reading")
    assert "\n".join(faults) == ""
    assert pages > (3 if role == "admin" else 20)


@pytest.mark.parametrize("path", ONLY_RECORDING)
def test_a_page_that_is_a_form_alone_says_that_nothing_is_recorded(
    alone: Served, path: str
) -> None:
    page = alone.get(path, ONLY_RECORDING[path])

    assert page.status_code == 403
    assert "server-read-only" in page.text
    assert 'type="submit"' not in page.text
    assert "<input" not in page.text.split("<main")[1].split("</main")[0]


def test_the_page_of_each_act_that_records_says_so_and_of_each_that_reads_asks(
    alone: Served,
) -> None:
    verbs = every_verb()
    for name, roles in acts().items():
        answer = alone.get(act_path(name), sorted(roles)[0])
        assert answer.status_code == (403 if verbs[name].records else 200), name
