"""What is sent that nobody would: bodies without end, odd names and numbers, two answers in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers

from adapters.intake.flat.tables import tables_of
from adapters.policy.text.check import LINE_MAX, TEXT_BYTES_MAX, read_text
from adapters.web.api import table
from adapters.web.api.json_bodies import BODY_MAX
from adapters.web.api.requests import NAME_BYTES, REQUEST_MAX, safe_name
from adapters.web.application import served as everything
from adapters.web.verbs.verb import Parameter
from adapters.web.who import COOKIE
from domain.refusals import Refusal
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import Served, awaited

PIECE = 1 << 16
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
PART = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
LONG = "9" * 30, "9" * 5_000


def sent_without_end(
    web: Served, path: str, kind: str, first: bytes, by: str | None
) -> tuple[int, int]:
    """Send a body that does not end; return how much of it was taken, and the status."""
    headers = {"host": "testserver", "content-type": kind, "sec-fetch-site": "same-origin"}
    if by is not None:
        headers["cookie"] = f"{COOKIE}={web.tokens[by]}"
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": Headers(headers).raw, "scheme": "http",
        "server": ("testserver", 80), "client": ("testclient", 1), "http_version": "1.1",
    }  # fmt: skip
    taken, statuses = 0, list[int]()

    def pieces() -> Iterator[bytes]:
        yield first
        field = b"&" + b"a" * (PIECE - 2) + b"="
        while taken < 4 * REQUEST_MAX:
            yield field if kind == FORM else b"a" * PIECE
        raise AssertionError("it was taken without end")

    body = pieces()

    async def receive() -> dict[str, Any]:
        nonlocal taken
        piece = next(body)
        taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def ask() -> None:
        await everything(web.server)(scope, receive, send)

    awaited(ask())
    return taken, statuses[0]


@pytest.mark.parametrize("path", ["/login", "/receipt"])
@pytest.mark.parametrize(("kind", "first"), [(FORM, b"account=a"), (PARTS, PART)])
def test_of_a_body_that_does_not_end_little_is_taken_from_nobody(
    path: str, kind: str, first: bytes, web: Served
) -> None:
    taken, status = sent_without_end(web, path, kind, first, None)

    assert taken <= BODY_MAX + PIECE
    assert status == 413


def test_of_files_that_do_not_end_an_officer_hands_in_what_is_allowed(web: Served) -> None:
    taken, status = sent_without_end(web, "/api/v1/imports", PARTS, PART, "clerk")

    assert taken <= REQUEST_MAX + PIECE
    assert status == 413


@pytest.mark.parametrize(
    "given", ["税" * 100 + ".xlsx", "\U00020000" * 90 + ".jsonl", "a" * 300, "税" * 99, "..", ""]
)
def test_a_file_is_kept_under_a_name_that_a_file_system_takes(given: str) -> None:
    kept = safe_name(given)

    assert kept
    assert len(kept.encode()) <= NAME_BYTES
    assert kept.rpartition(".")[2] == given.rpartition(".")[2] or "." not in given.strip(".")


def test_a_file_with_a_long_name_is_read(web: Served) -> None:
    files = {"file": ("税" * 100 + ".xlsx", b"x")}

    answer = web.post("/api/v1/papers/checks", files=files)

    assert answer.status_code == 422


@pytest.mark.parametrize("number", LONG)
@pytest.mark.parametrize(
    ("method", "path", "by"),
    [
        ("GET", "/batches/{}", "cashier"),
        ("GET", "/batches/{}/pay", "cashier"),
        ("GET", "/api/v1/batches/{}", "cashier"),
        ("GET", "/budget/{}", "cashier"),
        ("GET", "/policy/{}", "cashier"),
        ("DELETE", "/api/v1/me/filters/{}", "clerk"),
        ("POST", "/me/filters/{}/removal", "clerk"),
        ("POST", "/accounts/clerk/tokens/{}/revocation", "admin"),
    ],
)
def test_a_number_that_no_table_keeps_is_not_there(
    method: str, path: str, by: str, number: str, web: Served
) -> None:
    assert web.ask(method, path.format(number), by).status_code in (404, 422)


def test_what_the_path_says_is_not_said_otherwise_beside_it(web: Served) -> None:
    first, second = (each["claim_no"] for each in web.get("/api/v1/claims").json()[:2])
    uscc = web.get(f"/api/v1/claims/{first}").json()["uscc"]

    asked = web.get(f"/api/v1/claims/{first}?claim={second}")
    taken_out = web.get(f"/api/v1/papers/statement/{uscc}.xlsx?uscc=91330382MAR07LX79Q")
    rejection = f"/api/v1/claims/{first}/rejection"
    other = {"claim": second, "reason": "x"}
    answers = [
        asked,
        taken_out,
        web.post(rejection, "approver", json=other),
        web.post(rejection, "approver", data=other),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert asked.json()["fields"][0]["name"] == "claim"


ODD = {
    "long.toml": b"a = " + b"9" * 10_000,
    "deep.toml": b"a = " + b"[" * 50_000,
    "dotted.toml": b"a" + b".a" * 5_000 + b" = 1",
    "quoted.toml": b'[ "a"' + b' . "a"' * 5_000 + b"]\n",
    "nul.toml": b"a = '\0'",
    "blank.csv": b"\n" * 10_000,
    "deep.json": b"[" * 100_000,
    "long.json": b"9" * 10_000,
    "not.xlsx": b"PK\x03\x04 not a workbook",
}
FILED = [
    endpoint
    for endpoint in table.EVERY
    if endpoint.method != "GET" and not endpoint.job and "{" not in endpoint.path
    if any(each.kind == "file" for each in every_verb()[endpoint.verb].parameters)
]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("endpoint", FILED, ids=[f"{each.path}" for each in FILED])
def test_an_odd_file_is_refused_or_read_by_the_name_it_came_by(
    endpoint: table.Endpoint, name: str, web: Served
) -> None:
    verb = web.server.verbs[endpoint.verb]
    (first, *_others) = (each for each in verb.parameters if each.kind == "file")
    asked = {each.name: words_for(each) for each in verb.parameters if each.required}

    answer = web.ask(
        endpoint.method,
        f"/api/v1{endpoint.path}",
        sorted(endpoint.roles)[0],
        files={first.name: (name, ODD[name])},
        data={name: word for name, word in asked.items() if word and name not in endpoint.fixed},
    )

    read = endpoint.verb == "policy check"  # as a text, in which it finds no article
    assert (200 if read else 400) <= answer.status_code < 500, answer.text
    assert str(web.server.spool) not in answer.text


def words_for(parameter: Parameter) -> str:
    """Return what could be typed for a parameter."""
    if parameter.choices:
        return parameter.choices[0]
    words = {"year": "2022", "day": "2022-03-01", "fen": "100", "whole": "1", "text": "x"}
    return words.get(parameter.kind, "")


def test_a_table_with_blank_lines_is_read_by_its_own_lines(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"\n\r\n  \nname,code\n\n\na,1\n")

    (table_,) = tables_of(file)

    assert [(row.number, row.cells) for row in table_.rows] == [
        (4, {0: "name", 1: "code"}),
        (7, {0: "a", 1: "1"}),
    ]


@pytest.mark.parametrize(
    ("limit", "content"), [("FLAT_ROWS_MAX", b"a\nb\nc\n"), ("FLAT_BYTES_MAX", b"a,b")]
)
def test_a_table_larger_than_any_is_not_read(
    limit: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    monkeypatch.setattr(f"adapters.intake.flat.tables.{limit}", 2)

    with pytest.raises(Refusal) as refused:
        tables_of(file)

    assert refused.value.code == "file-too-large"


@pytest.mark.parametrize(
    "content", ["一" * (TEXT_BYTES_MAX // 3 + 1), "第一条 " + "1." * LINE_MAX], ids=["long", "line"]
)
def test_a_text_that_no_office_prints_is_not_searched(content: str, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(Refusal) as refused:
        read_text(file)

    assert refused.value.code == "text-unreadable"
