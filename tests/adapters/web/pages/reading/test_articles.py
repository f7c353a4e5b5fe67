"""An article that a figure cites, on the page of the version that has it."""

from __future__ import annotations

from urllib.parse import unquote

from tests.adapters.web.served import Served


def test_an_article_leads_to_its_place_on_the_page_of_its_version(web: Served) -> None:
    claims = web.get("/api/v1/claims?status=approved", "auditor").json()
    article = claims[0]["article"]

    answer = web.get(f"/policy/article/{article}?position=40", "auditor")
    path, _mark, anchor = answer.headers["location"].partition("#")
    page = web.get(path, "auditor")

    assert path == "/policy/1?position=40"
    assert f'id="{unquote(anchor)}"' in page.text
