"""What no browser sends: requests that lie about themselves, by bytes; none breaks the server."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.web.who import COOKIE
from tests.adapters.web.deployment.running import Running, lines_of, officer, serving, submitted

PATIENCE_SECONDS = 20.0
FORM = b"content-type: application/x-www-form-urlencoded\r\n"
PARTS = b"content-type: multipart/form-data; boundary=x\r\n"
JSON = b"content-type: application/json\r\n"
SAME = b"sec-fetch-site: same-origin\r\n"
CHUNKED = b"transfer-encoding: chunked\r\n"
NAMED = b'content-disposition: form-data; name="file"; filename="a.xlsx"'
PART = b"--x\r\n" + NAMED + b"\r\n\r\nPK\r\n--x--\r\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return submitted(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module")
def running(store: Path) -> Iterator[Running]:
    with serving(store) as running:
        yield running


def get(path: bytes, headers: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nhost: x\r\n" + headers + b"connection: close\r\n\r\n"


def post(path: bytes, body: bytes, headers: bytes, length: int | bytes | None = None) -> bytes:
    said = b"" if length is None else b"content-length: %b\r\n" % str(length).encode()
    if isinstance(length, bytes):
        said = b"content-length: " + length + b"\r\n"
    head = b"POST " + path + b" HTTP/1.1\r\nhost: x\r\n" + SAME + headers + said
    return head + b"connection: close\r\n\r\n" + body


LOGIN = b"account=a&password=b"
IMPORTS, DECISIONS = b"/api/v1/imports", b"/api/v1/decisions"
ODD = {
    "no host": b"GET /login HTTP/1.1\r\nconnection: close\r\n\r\n",
    "two hosts": get(b"/login", b"host: y\r\n"),
    "http 1.0": b"GET /login HTTP/1.0\r\n\r\n",
    "http 0.9": b"GET /login\r\n\r\n",
    "http 9": b"GET /login HTTP/9.9\r\nhost: x\r\n\r\n",
    "an absolute address": get(b"http://evil/login"),
    "no path": b"OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    "a tunnel": b"CONNECT evil:443 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    "an odd host": get(b"/login").replace(b"host: x", b"host: [::1"),
    "a host with a path": get(b"/login").replace(b"host: x", b"host: a/b?c#d"),
    "a host beyond ASCII": get(b"/login").replace(b"host: x", "host: 县".encode()),
    "an odd port": get(b"/claims").replace(b"host: x", b"host: x:99999999"),
    "an odd origin": post(b"/login", LOGIN, FORM + b"origin: https://[\r\n", 20).replace(SAME, b""),
    "an origin of signs": post(b"/login", LOGIN, FORM + b"origin: \xff\r\n", 20).replace(SAME, b""),
    "an odd site": post(b"/login", LOGIN, FORM, 20).replace(b"same-origin", b"\xff\xfe" * 999),
    "a short length": post(b"/login", LOGIN, FORM, 3),
    "a long length": post(b"/login", LOGIN, FORM, 9_999),
    "a length below none": post(b"/login", LOGIN, FORM, -1),
    "a length of words": post(b"/login", LOGIN, FORM, b"ten"),
    "two lengths": post(b"/login", LOGIN, FORM + b"content-length: 1\r\n", 20),
    "a list of lengths": post(b"/login", LOGIN, FORM, b"20, 20"),
    "a length beyond all": post(b"/login", LOGIN, FORM, 10**30),
    "a length with a plus": post(b"/login", LOGIN, FORM, b"+20"),
    "length and chunks": post(b"/login", b"0\r\n\r\n", FORM + CHUNKED, 5),
    "an odd chunk": post(b"/login", b"zz\r\na\r\n0\r\n\r\n", FORM + CHUNKED),
    "a chunk below none": post(b"/login", b"-1\r\na\r\n0\r\n\r\n", FORM + CHUNKED),
    "half a chunk": post(b"/login", b"ff\r\na", FORM + CHUNKED),
    "chunks of another coding": post(b"/login", b"", FORM + b"transfer-encoding: gzip\r\n"),
    "what follows chunks": post(b"/login", b"0\r\nhost: evil\r\n\r\n", FORM + CHUNKED),
    "a bad escape": get(b"/%zz"),
    "half a sign": get(b"/claims/%ff%fe"),
    "a nothing": get(b"/claims/%00"),
    "a nothing in a query": get(b"/login?next=%00&lang=%00"),
    "slashes that are parts": get(b"/claims/%2F%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    "up and up": get(b"/static/../../../../etc/passwd"),
    "up and up, encoded": get(b"/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "a static nothing": get(b"/static/%00"),
    "a long static name": get(b"/static/" + b"a" * 5_000),
    "a folder": get(b"/static/"),
    "backslashes": get(b"/static/..%5c..%5cetc"),
    "doubled slashes": get(b"//evil.example/%2e%2e"),
    "a long path": get(b"/" + b"a" * 30_000),
    "a longer path": get(b"/" + b"a" * 300_000),
    "many words": get(b"/login?" + b"a=1&" * 5_000),
    "a word twice": get(b"/login?lang=zh&lang=en&next=/a&next=/b"),
    "half a sign in a query": get(b"/login?next=%ff%fe"),
    "an open query": get(b"/login?%"),
    "a query of signs": get(b"/claims?q=\xff"),
    "a cookie of signs": get(b"/claims", b"cookie: subsidy_session=\xff\xfe; a=\xc3\x28\r\n"),
    "odd cookies": get(b"/claims", b'cookie: ;;;=;"; subsidy_session; a=b=c; ="\r\n'),
    "two cookies": get(b"/claims", b"cookie: subsidy_session=a\r\ncookie: subsidy_session=b\r\n"),
    "a long cookie": get(b"/claims", b"cookie: subsidy_session=" + b"a" * 20_000 + b"\r\n"),
    "many headers": get(b"/login", b"".join(b"x-%d: a\r\n" % each for each in range(2_000))),
    "a folded header": get(b"/login", b"x-a: b\r\n c\r\n"),
    "a header without a name": get(b"/login", b": b\r\n"),
    "a header with a nothing": get(b"/login", b"x-a: b\x00c\r\n"),
    "a bare end of a line": get(b"/login", b"x-a: b\nhost: evil\r\n"),
    "a space before a colon": get(b"/login", b"host : evil\r\n"),
    "odd languages": get(b"/login", b"accept-language: \xff,,;q=z\r\n"),
    "an odd token": get(b"/api/v1/claims", b"authorization: Bearer \xff\xfe\r\n"),
    "an empty token": get(b"/api/v1/claims", b"authorization: Bearer\r\n"),
    "two tokens": get(b"/api/v1/me", b"authorization: Bearer a\r\nauthorization: Bearer b\r\n"),
    "a range": get(b"/static/app.css", b"range: bytes=9-1,-5,99999999999-\r\n"),
    "many ranges": get(b"/static/app.css", b"range: bytes=" + b"0-1," * 2_000 + b"\r\n"),
    "an odd date": get(b"/static/app.css", b"if-modified-since: \xff\r\nif-none-match: \xff\r\n"),
    "an odd method": b"FLY /claims HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    "no method": b" /claims HTTP/1.1\r\nhost: x\r\n\r\n",
    "a long method": b"A" * 9_000 + b" /claims HTTP/1.1\r\nhost: x\r\n\r\n",
    "a head": get(b"/login").replace(b"GET", b"HEAD"),
    "what may be asked": get(b"/login").replace(b"GET", b"OPTIONS"),
    "expecting": post(b"/login", LOGIN, FORM + b"expect: 100-continue\r\n", 20),
    "expecting more": post(b"/login", LOGIN, FORM + b"expect: the-moon\r\n", 20),
    "another protocol": get(b"/login", b"upgrade: h2c\r\nconnection: upgrade\r\n"),
    "a socket": get(b"/login", b"upgrade: websocket\r\nsec-websocket-version: 13\r\n"),
    "http 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
    "nothing": b"\0" * 1_000,
    "only a line": b"GET",
    "parts without a boundary": post(IMPORTS, PART, b"content-type: multipart/form-data\r\n", 80),
    "another boundary": post(IMPORTS, PART, PARTS.replace(b"=x", b"=y"), len(PART)),
    "half the parts": post(IMPORTS, PART[:40], PARTS, 40),
    "parts that lie": post(IMPORTS, b"--x\r\n" + b"a" * 500, PARTS, 505),
    "a part without a name": post(IMPORTS, PART.replace(b'name="file"; ', b""), PARTS, 79),
    "parts of another charset": post(IMPORTS, PART, PARTS[:-2] + b"; charset=\xff\r\n", len(PART)),
    "a charset": post(b"/login", LOGIN, FORM[:-2] + b"; charset=utf-99\r\n", 20),
    "odd content": post(DECISIONS, b"{}", b"content-type: \xff/\xfe\r\n", 2),
    "JSON that is none": post(DECISIONS, b"\xff\xfe\x00{", JSON, 4),
    "JSON without an end": post(DECISIONS, b"[" * 90_000, JSON, 90_000),
    "JSON of a word twice": post(DECISIONS, b'{"claims":["W-1"],"claims":[]}', JSON, 30),
    "JSON of half a sign": post(DECISIONS, b'{"claims":["\\ud800"]}', JSON, 22),
    "JSON of much": post(DECISIONS, b'{"claims":[' + b"1" * 9_000 + b"]}", JSON, 9_013),
    "two requests": get(b"/login", b"connection: keep-alive\r\n") + get(b"/login"),
}  # fmt: skip


def answer(running: Running, sent: bytes, *, half: bool = False) -> bytes:
    """Send bytes, and return all that comes back. half: say that nothing more is sent."""
    host, port = running.http.base_url.host, running.http.base_url.port
    with socket.create_connection((host, port), PATIENCE_SECONDS) as line:
        came = b""
        with suppress(OSError):  # it hears no more of this, and may say so while it is sent
            line.sendall(sent)
            if half:
                line.shutdown(socket.SHUT_WR)
            while piece := line.recv(65_536):
                came += piece
        return came


def as_officer(sent: bytes, store: Path) -> bytes:
    """Return a request with the cookie of an approver's session, where it has none."""
    cookie = officer(store, "approver")["cookie"].encode()
    return sent if b"cookie:" in sent else sent.replace(b"host: x\r\n", b"host: x\r\ncookie: "
                                                        + cookie + b"\r\n", 1)  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", "an officer"])
def test_no_bytes_break_the_server(running: Running, store: Path, who: str) -> None:
    wrong = {}
    for name, sent in ODD.items():
        said = sent if who == "nobody" else as_officer(sent, store)
        came = answer(running, said, half=True)
        statuses = [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", came)]
        if any(status >= 500 for status in statuses) or b"root:" in came:
            wrong[name] = came[:200]

    assert wrong == {}
    assert running.process.poll() is None
    assert running.http.get("/healthz").json()["state"] == "ok"
    log = running.log.read_text(errors="replace")
    assert "Traceback" not in log, log[log.index("Traceback") :][:3_000]
    assert [line for line in lines_of(running.log) if line.get("event") == "failed"] == []


def test_what_a_request_says_of_its_host_leads_nobody_elsewhere(running: Running) -> None:
    for sent in (
        get(b"/claims").replace(b"host: x", b"host: evil.example"),
        get(b"//evil.example/claims"),
        get(b"/claims", b"x-forwarded-host: evil.example\r\nforwarded: host=evil.example\r\n"),
        get(b"/logout", b"").replace(b"GET", b"POST", 1),
        get(b"/oidc/start?next=//evil.example"),
    ):
        came = answer(running, sent)

        assert b"evil.example" not in b"".join(re.findall(rb"(?i)location:[^\r]*", came)), came


def test_the_cookie_name_is_the_one_that_is_tried() -> None:
    assert COOKIE == "subsidy_session"
