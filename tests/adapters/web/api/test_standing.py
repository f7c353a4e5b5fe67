"""The sealed log for strangers' tools: its checkpoint and tiles, and nothing else of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.web.guard import HEADERS
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy


@pytest.fixture(scope="module")
def sealed(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("sealed")
    key, seal = folder / "seal" / "bureau.key", folder / "seal"
    assert subsidy("key", "new", "--key", folder / "bureau.key", "--name", "bureau").code == 0
    ran = subsidy("seal", seal, "--key", folder / "bureau.key", "--store", county)
    assert ran.code == 0, ran.err
    key.write_bytes((folder / "bureau.key").read_bytes())  # where it should not be
    (folder / "outside").write_text("confided")
    (seal / "tile" / "0" / "notes").write_text("notes")
    with served(county, ["clerk"], seal=seal, seal_key=folder / "bureau.key") as web:
        yield web


def files(web: Served) -> list[str]:
    seal = web.server.settings.seal
    assert seal is not None
    return sorted(str(each.relative_to(seal)) for each in seal.rglob("*") if each.is_file())


def test_the_checkpoint_is_the_folders_for_everybody_and_never_kept(sealed: Served) -> None:
    answer = sealed.get("/checkpoint", None)

    assert sealed.server.settings.seal is not None
    assert answer.content == (sealed.server.settings.seal / "checkpoint").read_bytes()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_every_tile_is_served_as_it_is_and_for_ever_and_no_other_file(sealed: Served) -> None:
    seal = sealed.server.settings.seal
    assert seal is not None
    for name in files(sealed):
        answer = sealed.get(f"/{name}", None)
        if name.startswith("tile/") and not name.endswith("notes"):
            assert (answer.status_code, answer.content) == (200, (seal / name).read_bytes())
            assert answer.headers["content-type"] == "application/octet-stream"
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["x-content-type-options"] == "nosniff"
        elif name != "checkpoint":
            assert answer.status_code in (303, 404), name
    assert any(name.startswith("tile/entries/") for name in files(sealed))


@pytest.mark.parametrize(
    "path",
    [
        "/tile/../bureau.key",
        "/tile/%2e%2e/bureau.key",
        "/tile/..%2Fbureau.key",
        "/tile/../../outside",
        "/tile/0/../../bureau.key",
        "/tile//etc/passwd",
        "/tile/0/000/../notes",
        "/tile/0/notes",
        "/tile/0/999",
        "/tile/64/000",
        "/tile/0/0",
        "/tile/0/000%00",
        "/tile/",
        "/keys.txt",
        "/checkpoints/0-1",
    ],
)
def test_no_path_leads_to_another_file(path: str, sealed: Served) -> None:
    for by in (None, "clerk"):
        answer = sealed.get(path, by)
        assert answer.status_code == 404
        assert b"PRIVATE" not in answer.content
        assert b"confided" not in answer.content


def test_a_server_without_a_seal_has_no_tiles(web: Served) -> None:
    for path in ("/checkpoint", "/tile/0/000"):
        answer = web.get(path, None)
        assert (answer.status_code, answer.json()["code"]) == (404, "path-unknown")
        read = web.get(path, None, headers={"accept": "text/html"})
        assert (read.status_code, "<h1" in read.text) == (404, True)


def test_robots_read_nothing(web: Served) -> None:
    answer = web.get("/robots.txt", None)

    assert (answer.status_code, answer.text) == (200, "User-agent: *\nDisallow: /\n")


@pytest.mark.parametrize(
    ("method", "path", "by", "status"),
    [
        ("GET", "/nowhere", "clerk", 404),
        ("GET", "/nowhere", None, 404),
        ("PATCH", "/totals", "clerk", 405),
        ("DELETE", "/api/v1/totals", "clerk", 405),
        ("HEAD", "/totals", "clerk", 200),
        ("GET", "/robots.txt", None, 200),
        ("GET", "/checkpoint", None, 404),
        ("GET", "/static/app.css", None, 200),
        ("GET", "/static/none.css", None, 404),
        ("GET", "/static/../guard.py", None, 404),
        ("GET", "/metrics", None, 404),
        ("GET", "/totals?position=x", "clerk", 422),
        ("GET", "/accounts", "clerk", 403),
        ("GET", "/.well-known/security.txt", None, 404),
    ],
)
def test_every_kind_of_answer_bears_the_headers_that_bind_a_browser(
    method: str, path: str, by: str | None, status: int, web: Served
) -> None:
    answer = web.ask(method, path, by)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_what_is_too_large_is_refused_as_a_page_and_for_a_program(
    web: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.api.requests.FILE_MAX", 10)
    sent = {"file": ("claims.csv", b"x" * 11, "text/csv")}

    page = web.post("/do/paper-check", files=sent)
    program = web.post("/api/v1/me/filters", content=b" " * 1_000_001)

    assert (page.status_code, program.status_code) == (413, 413)
    assert page.headers["content-type"].startswith("text/html")
    assert program.json()["code"] == "file-too-large"
    assert {name: page.headers.get(name) for name in HEADERS} == HEADERS
