"""A provider of identities that answers as a test says, on a port of this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from adapters.web.people.outside.oidc import Provider, SentAway

CLIENT = "subsidy"
KNOWN, TOKEN, KEYS = "/.well-known/openid-configuration", "/token", "/keys"
Pieces = Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer. body: in one piece, or as it comes, without a length."""

    body: bytes | Callable[[], Pieces] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Scripted:
    """The provider. said: what a path answers instead of what a sound one does; token: the
    identity token that it gives out. asked: the paths that were asked for.
    """

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    said: dict[str, Said] = field(default_factory=dict)
    token: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> Said:
        self.asked.append(path)
        if path in self.said:
            return self.said[path]
        sound = {
            KNOWN: {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": self.issuer + TOKEN,
                "jwks_uri": self.issuer + KEYS,
            },
            TOKEN: {"access_token": "a", "token_type": "Bearer", "id_token": self.token},
            KEYS: {"keys": [self.key.as_dict(private=False)]},
        }
        return Said(body=json.dumps(sound.get(path, {})).encode())

    def claims(self, sent: SentAway, **other: Any) -> dict[str, Any]:
        """Return the claims of a sound token for a login; None leaves one out."""
        nonce = parse_qs(urlsplit(sent.address).query)["nonce"][0]
        now = int(time.time())
        sound = {
            "iss": self.issuer, "aud": CLIENT, "sub": "4711", "nonce": nonce, "iat": now,
            "exp": now + 60,
        }  # fmt: skip
        return {name: each for name, each in (sound | other).items() if each is not None}

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"} | header, claims, self.key)


def came_back(provider: Provider, sent: SentAway, **other: Any) -> tuple[str, str]:
    """Come back as who logged in at the provider, with a code that it takes for good."""
    given = {"code": "c", "state": sent.state, "kept_state": sent.state}
    return provider.came_back(**given | other)


@contextmanager
def scripted() -> Iterator[Scripted]:
    """Run a provider while the block runs."""
    made = Scripted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            self.rfile.read(length)
            said = made.answer(urlsplit(self.path).path)
            self.send_response(said.status)
            for name, each in said.headers.items():
                self.send_header(name, each)
            if isinstance(said.body, bytes):
                self.send_header("content-length", str(len(said.body)))
            self.send_header("connection", "close")
            self.end_headers()
            pieces = [said.body] if isinstance(said.body, bytes) else said.body()
            with suppress(OSError):  # who asked has heard enough
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
            self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *about: object) -> None:
            """Say nothing."""

    with Quiet(("127.0.0.1", 0), Handler) as door:
        made.issuer = f"http://127.0.0.1:{door.server_address[1]}"
        thread = Thread(target=door.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            door.shutdown()
            thread.join()
