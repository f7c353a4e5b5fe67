"""Forms that are not text, and JSON that says a thing twice or not at all: neither is done."""

from __future__ import annotations

import pytest

from adapters.web.api.requests import FIELDS_MAX
from tests.adapters.web.served import Served

PARTS = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("charset", ["utf-7", "undefined", "UTF-16", '"unicode_escape"'])
@pytest.mark.parametrize(
    "path", ["/do/withdraw", "/claims/new", "/receipt", "/api/v1/papers/check", "/api/v1/decisions"]
)
def test_a_form_in_a_charset_that_makes_no_text_is_not_read(
    path: str, charset: str, web: Served
) -> None:
    halves = b"+2AA-\\ud800\x00\xd8"
    fields = b"claim_no", b"claims", b"enterprise", b"file", b"code"
    part = b'--x\r\ncontent-disposition: form-data; name="%b"\r\n\r\n%b\r\n'
    body = b"".join(part % (name, halves) for name in fields) + b"--x--\r\n"

    answer = web.post(
        path,
        "approver" if "decisions" in path else "clerk",
        content=body,
        headers={"content-type": f"{PARTS}; charset={charset}"},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"claims": ["A"], "dry_run": true, "dry_run": false}', "dry_run"),
        (b'{"claims": ["A"], "reduced_to_fen": 1, "reduced_to_fen": 100}', "reduced_to_fen"),
        (b'{"claims": ["A"], "reduced_to_fen": ""}', "reduced_to_fen"),
        (b'{"claims": ["A"], "expected": ""}', "expected"),
        (b'{"claims": ""}', "claims"),
    ],
)
def test_json_that_does_not_say_what_is_asked_is_not_read(
    body: bytes, name: str, web: Served
) -> None:
    answer = web.post(
        "/api/v1/decisions",
        "approver",
        content=body,
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422
    assert [field["name"] for field in answer.json()["fields"]] == [name]


def test_json_of_many_names_is_read_at_once(web: Served) -> None:
    body = b",".join(b'"%d":1' % number for number in range(80_000))

    answer = web.post(
        "/api/v1/me/filters", content=b"{%s}" % body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 422


def test_a_form_that_says_that_it_is_in_utf_8_is_read(web: Served) -> None:
    body = '--x\r\ncontent-disposition: form-data; name="account"\r\n\r\n县\r\n--x--\r\n'

    answer = web.post(
        "/login",
        None,
        content=body.encode(),
        headers={"content-type": f'{PARTS}; Charset = "UTF-8"'},
    )

    assert "县" in answer.text


@pytest.mark.parametrize("path", ["/claims", "/api/v1/claims", "/login"])
def test_a_query_of_more_fields_than_a_form_may_have_is_not_read(path: str, web: Served) -> None:
    most = web.get(f"{path}?{'&'.join(['lang=zh'] * FIELDS_MAX)}")
    more = web.get(f"{path}?{'&'.join(['lang=zh'] * (FIELDS_MAX + 1))}")

    assert most.status_code == 200
    assert more.status_code == 400
    assert "项目过多" in more.text
