"""Logging in at a provider of identities: OpenID Connect, code flow with PKCE, state and nonce.

It says who somebody is by issuer and subject; whose account that is, `Identities` says.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, metadata
from domain.refusals import Refusal

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]
    from httpx2 import Response

EXTRA = "oidc"
RETURN = "/oidc/return"  # the path where people come back to
UNDER_WAY = timedelta(minutes=10)  # from being sent to the provider until coming back
UNDER_WAY_MAX = 10_000
ASKING_MAX = 8  # at a time: a provider that does not answer keeps no more threads waiting
TIMEOUT_SECONDS = 10  # for each step, and for the whole of an answer
ANSWER_MAX = 1_000_000  # bytes
LEEWAY_SECONDS = 60  # that the clocks of both may differ
LENGTH_MAX = 4_000  # of what the browser brings back
SAYS_ISSUER = "authorization_response_iss_parameter_supported"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
# What is raised by a text of another's that is read as JSON, a key or a token, and is not one.
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
LOOPBACK = ("localhost", "127.0.0.1", "::1")

LOGINS = sa.Table(
    "web_oidc_logins",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("verifier", sa.Text, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What the bureau was given by its provider. return_to: where people come back to."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    return_to: str


@dataclass(frozen=True, slots=True)
class SentAway:
    """Where a browser goes, and the state that its cookie keeps until it comes back."""

    address: str
    state: str


class Provider:
    """The provider of identities of one ledger's web.

    Everything raises `extra-missing`, `provider-unavailable` where it cannot be reached or does not
    answer as one, `too-busy` where it is asked by many, `provider-refused` where what comes back
    proves nothing.
    """

    def __init__(
        self, database: WebDatabase, clock: Callable[[], datetime], settings: ProviderSettings
    ) -> None:
        for module in ("authlib", "httpx2"):
            if find_spec(module) is None:
                raise Refusal("extra-missing", needs=module, extra=EXTRA)
        self._database, self._clock, self.settings = database, clock, settings
        self._places = BoundedSemaphore(ASKING_MAX)
        if not _is_safe(settings.issuer):
            raise Refusal("provider-unavailable", issuer=settings.issuer, problem="not https")

    def send_away(self) -> SentAway:
        """Return where a browser that wants to log in goes."""
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        with self._client() as client:
            where = self._known(client)["authorization_endpoint"]
            address, _ = client.create_authorization_url(
                where, state=state, nonce=nonce, code_verifier=verifier
            )
        now = self._clock()
        row = {"digest": _digest(state), "nonce": nonce, "verifier": verifier}
        with self._database.begin() as connection:
            connection.execute(sa.delete(LOGINS).where(LOGINS.c.expires_at <= now))
            _make_room(connection)
            connection.execute(sa.insert(LOGINS).values(row | {"expires_at": now + UNDER_WAY}))
        return SentAway(address, state)

    def came_back(
        self, *, code: str, state: str, kept_state: str, issuer: str | None = None
    ) -> tuple[str, str]:
        """Return the issuer and subject of who came back.

        state: what the browser brings; kept_state: what its cookie has: another's login is not
        taken over. issuer: as the answer says, where it does (RFC 9207).
        """
        if not code or max(map(len, (code, state, kept_state))) > LENGTH_MAX:
            raise self.refused("code")
        if not hmac.compare_digest(_digest(state), _digest(kept_state)):
            raise self.refused("state")
        if issuer is not None and issuer != self.settings.issuer:
            raise self.refused("issuer")
        with self._client() as client:
            nonce, verifier = self._taken(state)
            known = self._known(client)
            if issuer is None and known.get(SAYS_ISSUER) is True:
                raise self.refused("issuer")
            token = self._ask(
                lambda: client.fetch_token(
                    known["token_endpoint"],
                    code=code,
                    code_verifier=verifier,
                    grant_type="authorization_code",
                )
            )
            keys = self._ask(lambda: _json(client, known["jwks_uri"]))
        return self.settings.issuer, self._subject(token, keys, nonce)

    def _taken(self, state: str) -> tuple[str, str]:
        """Return the nonce and verifier of a login under way, which is no longer so."""
        at_it = LOGINS.c.digest == _digest(state)
        with self._database.begin() as connection:
            row = connection.execute(sa.select(LOGINS).where(at_it)).first()
            taken = connection.execute(sa.delete(LOGINS).where(at_it)).rowcount
        if row is None or taken != 1 or row.expires_at <= self._clock():
            raise self.refused("state")
        return row.nonce, row.verifier

    def _subject(self, token: dict[str, Any], keys: Any, nonce: str) -> str:
        """Return the subject of an identity token that is for us, of now, and of this login."""
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        options = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
        }
        expected = {"nonce": nonce, "client_id": self.settings.client_id}
        try:
            known = KeySet(list(_understood(keys["keys"])))
            read = jwt.decode(token["id_token"], known, algorithms=list(ALGORITHMS))
            claims = CodeIDToken(read.claims, read.header, options, expected)
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY_SECONDS)
            subject = claims["sub"]
        except (JoseError, *_UNREADABLE) as problem:
            raise self.refused(type(problem).__name__) from problem
        if not isinstance(subject, str) or not subject:
            raise self.refused("sub")
        return subject

    def _known(self, client: OAuth2Client) -> dict[str, Any]:
        """Return what the provider says of itself."""
        where = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        known = self._ask(lambda: _json(client, where))
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if known.get("issuer") != self.settings.issuer:
            raise self._unavailable("issuer")
        for name in wanted:
            if not isinstance(known.get(name), str) or not _is_safe(known[name]):
                raise self._unavailable(name)
        return known

    def _ask(self, asking: Callable[[], Any]) -> dict[str, Any]:
        from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
        from httpx2 import HTTPError, InvalidURL

        try:
            answer = asking()
        except OAuthError as problem:
            raise self.refused(str(problem.error)[:60]) from problem
        except (HTTPError, InvalidURL, *_UNREADABLE) as problem:
            raise self._unavailable(type(problem).__name__) from problem
        if not isinstance(answer, dict):
            raise self._unavailable("JSON")
        return answer

    @contextmanager
    def _client(self) -> Iterator[OAuth2Client]:
        from authlib.integrations.httpx_client import OAuth2Client

        if not self._places.acquire(blocking=False):
            raise Refusal("too-busy")
        try:
            with OAuth2Client(
                self.settings.client_id,
                self.settings.client_secret,
                redirect_uri=self.settings.return_to,
                scope="openid",
                code_challenge_method="S256",
                timeout=TIMEOUT_SECONDS,
                headers={"accept-encoding": "identity"},
                event_hooks={"response": [self._bound]},
            ) as client:
                yield client
        finally:
            self._places.release()

    def _bound(self, response: Response) -> None:
        """Take in an answer: little of it, not for long, and nothing that grows as it is read."""
        from httpx2 import ByteStream

        if response.headers.get("content-encoding", "identity") != "identity":
            raise self._unavailable("content-encoding")
        body, end = bytearray(), time.monotonic() + TIMEOUT_SECONDS
        stream = response.stream
        for piece in stream:  # type: ignore[union-attr]
            body += piece
            if len(body) > ANSWER_MAX or time.monotonic() > end:
                raise self._unavailable("size")
        stream.close()  # type: ignore[union-attr]
        response.stream = ByteStream(bytes(body))

    def refused(self, problem: str) -> Refusal:
        """Return that who comes back proved nothing; problem: what is not as it must be."""
        return Refusal("provider-refused", issuer=self.settings.issuer, problem=problem)

    def _unavailable(self, problem: str) -> Refusal:
        return Refusal("provider-unavailable", issuer=self.settings.issuer, problem=problem)


def _json(client: OAuth2Client, address: str) -> Any:
    """Return what an address answers; nobody is logged in yet, so no token goes along."""
    return client.request("GET", address, withhold_token=True).raise_for_status().json()


def _is_safe(address: str) -> bool:
    """Say whether it is an address, and what is sent there is read by nobody on the way."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def _understood(keys: list[Any]) -> Iterator[Any]:
    """Yield the keys of a provider that can be read: it may have others beside (RFC 7517, 5)."""
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    for each in keys:
        with suppress(JoseError, *_UNREADABLE):
            yield import_key(each)


def _make_room(connection: sa.Connection) -> None:
    """Forget, of too many logins under way, those that end first: nobody keeps all others out."""
    count = connection.execute(sa.select(sa.func.count()).select_from(LOGINS)).scalar_one()
    if count >= UNDER_WAY_MAX:
        first = sa.select(LOGINS.c.digest).order_by(LOGINS.c.expires_at).limit(UNDER_WAY_MAX // 10)
        connection.execute(sa.delete(LOGINS).where(LOGINS.c.digest.in_(first)))


def _digest(state: str) -> bytes:
    return sha256(state.encode("utf-8", "replace")).digest()
