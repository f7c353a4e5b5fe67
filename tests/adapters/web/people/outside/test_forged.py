"""What a provider of identities, or who stands between, may send: none of it lets anybody in."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from adapters.web.people.outside.oidc import Provider, ProviderSettings
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal
from tests.adapters.web.people.conftest import SetClock
from tests.adapters.web.people.outside.scripted import (
    CLIENT,
    KEYS,
    KNOWN,
    TOKEN,
    Said,
    Scripted,
    came_back,
    scripted,
)

SECRET = "secret-of-the-bureau"
NO_PROVIDER = ("provider-refused", "provider-unavailable")


@pytest.fixture(scope="module")
def running() -> Iterator[Scripted]:
    with scripted() as running:
        yield running


@pytest.fixture
def at(running: Scripted) -> Scripted:
    running.said.clear()
    running.asked.clear()
    running.token = ""
    return running


@pytest.fixture
def provider(database: WebDatabase, clock: SetClock, at: Scripted) -> Provider:
    clock.now = datetime.now(UTC)
    return Provider(database, clock, ProviderSettings(
        issuer=at.issuer, client_id=CLIENT, client_secret=SECRET,
        return_to="http://localhost:8400/oidc/return",
    ))  # fmt: skip


def code_of(asking: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        asking()
    return refusal.value.code


def test_a_sound_token_says_who_comes_in(provider: Provider, at: Scripted) -> None:
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent, email="wang@example.gov.cn", preferred_username="wang"))

    assert came_back(provider, sent) == (at.issuer, "4711")


@pytest.mark.parametrize("other", [
    {"iss": "http://other"}, {"iss": None}, {"aud": "another"}, {"aud": ["another"]},
    {"aud": []}, {"aud": None}, {"aud": [CLIENT, "another"]}, {"aud": {CLIENT: 1}},
    {"aud": [CLIENT, "another"], "azp": "another"}, {"azp": "another"},
    {"exp": None}, {"exp": 1}, {"exp": "later"}, {"exp": True}, {"exp": float("nan")},
    {"exp": [9_999_999_999]}, {"iat": 9_999_999_999}, {"iat": None}, {"nbf": 9_999_999_999},
    {"nonce": None}, {"nonce": "n"}, {"nonce": ["n"]}, {"sub": None}, {"sub": ""}, {"sub": 4711},
    {"sub": ["4711"]}, {"sub": {"4711": 1}},
    {"sub": None, "email": "chen@example.gov.cn", "preferred_username": "chen"},
], ids=str)  # fmt: skip
def test_a_token_that_says_something_else_lets_nobody_in(
    provider: Provider, at: Scripted, other: dict[str, Any]
) -> None:
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent, **other))

    assert code_of(lambda: came_back(provider, sent)) == "provider-refused"


def encoded(said: object) -> str:
    text = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def by_hand(header: dict[str, Any], claims: object, secret: bytes | None = None) -> str:
    """Return a token that no library would make."""
    said = f"{encoded(header)}.{encoded(claims)}"
    return f"{said}.{'' if secret is None else encoded(_mac(secret, said))}"


def _mac(secret: bytes, said: str) -> bytes:
    return hmac.new(secret, said.encode(), sha256).digest()


def forged(at: Scripted, claims: dict[str, Any]) -> dict[str, str]:
    """Return tokens that are not the provider's, by what was done to them."""
    own = RSAKey.generate_key(2048, {"kid": "one"})
    sound, public = at.signed(claims), at.key.as_pem(private=False)
    mine = replace(at, key=own)
    head, _body, mark = sound.split(".")
    return {
        "none": by_hand({"alg": "none"}, claims),
        "None": by_hand({"alg": "None", "kid": "one"}, claims),
        "HS256 by the public key": by_hand({"alg": "HS256", "kid": "one"}, claims, public),
        "HS256 by the secret": by_hand({"alg": "HS256"}, claims, SECRET.encode()),
        "RS256 by another key": mine.signed(claims),
        "a key of its own": mine.signed(claims, jwk=own.as_dict(private=False)),
        "a key elsewhere": mine.signed(claims, jku=f"{at.issuer}/mine"),
        "a key of another name": at.signed(claims, kid="two"),
        "a critical word": by_hand({"alg": "RS256", "crit": ["x"], "x": 1}, claims, b""),
        "other claims": f"{head}.{encoded(claims | {'sub': '1'})}.{mark}",
        "no claims": by_hand({"alg": "RS256", "kid": "one"}, [], b""),
        "no header": f"{encoded([])}.{encoded(claims)}.{mark}",
        "deep": by_hand({"alg": "RS256", "kid": "one"}, b"[" * 100_000, b""),
        "a deep header": f"{encoded(b'[' * 100_000)}.{encoded(claims)}.{mark}",
        "five parts": f"{sound}.a.b",
        "nothing": "",
        "not a token": "\ud800\0",
    }


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    provider: Provider, at: Scripted
) -> None:
    names = forged(at, at.claims(provider.send_away()))
    codes = {}
    for name in names:
        sent = provider.send_away()
        at.token = forged(at, at.claims(sent))[name]
        codes[name] = code_of(lambda sent=sent: came_back(provider, sent))

    assert codes == dict.fromkeys(names, "provider-refused")
    assert "/mine" not in at.asked


@pytest.mark.parametrize("path", [KNOWN, TOKEN, KEYS])
@pytest.mark.parametrize("body", [
    b"", b"null", b"5", b"[]", b'"x"', b"{", b"\xff\xfe{", b"[" * 200_000, b'{"a":' * 100_000,
    b'{"keys": 5}', b'{"keys": [5]}', b'{"keys": [{}]}', b'{"keys": [{"kty": "RSA"}]}',
    b'{"keys": [{"kty": "RSA", "n": 5, "e": []}]}', b'{"keys": []}', b'{"id_token": null}',
    b'{"id_token": 5}', b'{"id_token": ["a.b.c"]}', b'{"error": null}', b'{"error": {"a": 1}}',
    b'{"error": "x", "error_description": 5}', b"1" * 10_000, b'{"issuer": []}',
], ids=lambda body: body[:24])  # fmt: skip
def test_what_is_no_answer_of_a_provider_is_said_to_be_none(
    provider: Provider, at: Scripted, path: str, body: bytes
) -> None:
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent))
    at.said[path] = Said(body=body)

    assert code_of(lambda: came_back(provider, sent)) in NO_PROVIDER


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("where", [
    None, 5, "", "http://id.example/x", "ftp://localhost/x", "https://[", "http://localhost:x/",
    "http://localhost@id.example/", "file:///etc/passwd", "https://\0",
], ids=str)  # fmt: skip
def test_an_address_that_others_could_read_is_not_asked(
    provider: Provider, at: Scripted, name: str, where: object
) -> None:
    known = json.loads(at.answer(KNOWN).body)  # type: ignore[arg-type]
    at.said[KNOWN] = Said(body=json.dumps(known | {name: where}).encode())

    assert code_of(provider.send_away) == "provider-unavailable"


@pytest.mark.parametrize("path", [KNOWN, TOKEN, KEYS])
@pytest.mark.parametrize("status", [204, 302, 307, 401, 404, 500])
def test_an_answer_that_leads_elsewhere_or_fails_is_none(
    provider: Provider, at: Scripted, path: str, status: int
) -> None:
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent))
    at.said[path] = Said(status=status, headers={"location": f"{at.issuer}/elsewhere"})

    assert code_of(lambda: came_back(provider, sent)) in NO_PROVIDER
    assert "/elsewhere" not in at.asked


@pytest.mark.parametrize("issuer", ["https://[", "https://", "http://localhost:x", "https://a b"])
def test_an_issuer_that_is_no_address_is_refused(
    database: WebDatabase, clock: SetClock, issuer: str
) -> None:
    settings = ProviderSettings(
        issuer=issuer, client_id="a", client_secret="b", return_to="http://localhost/oidc/return"
    )

    assert code_of(lambda: Provider(database, clock, settings).send_away()) == (
        "provider-unavailable"
    )


@pytest.mark.parametrize("path", [KNOWN, TOKEN, KEYS])
def test_an_answer_without_an_end_is_not_heard_out(
    provider: Provider, at: Scripted, path: str
) -> None:
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent))
    pieces: list[int] = []

    def endless() -> Iterator[bytes]:
        yield b'{"a": "'
        for each in range(2_000):  # of 64 kB: it ends where nobody stops it
            pieces.append(each)
            yield b"a" * 65_536
        yield b'"}'

    at.said[path] = Said(body=endless)

    assert code_of(lambda: came_back(provider, sent)) == "provider-unavailable"
    assert len(pieces) < 500


def test_a_key_that_is_not_understood_does_not_hinder_the_others(
    provider: Provider, at: Scripted
) -> None:
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent))
    others = [{"kty": "AKP", "alg": "ML-DSA-44"}, {"kty": "EC", "crv": "P-9", "x": "", "y": ""}]
    keys = [*others, at.key.as_dict(private=False)]
    at.said[KEYS] = Said(body=json.dumps({"keys": keys}).encode())

    assert came_back(provider, sent) == (at.issuer, "4711")


def test_a_provider_that_says_who_answers_must_say_so_each_time(
    provider: Provider, at: Scripted
) -> None:
    known = json.loads(at.answer(KNOWN).body)  # type: ignore[arg-type]
    said = known | {"authorization_response_iss_parameter_supported": True}
    at.said[KNOWN] = Said(body=json.dumps(said).encode())
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent))

    assert code_of(lambda: came_back(provider, sent)) == "provider-refused"
    sent = provider.send_away()
    at.token = at.signed(at.claims(sent))
    assert came_back(provider, sent, issuer=at.issuer) == (at.issuer, "4711")
