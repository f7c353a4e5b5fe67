"""Logging in at a real provider of identities, which runs here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import sqlalchemy as sa
from oidc_provider_mock import run_server_in_thread

from adapters.web.people.outside.oidc import LOGINS, Provider, ProviderSettings, SentAway
from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal
from tests.adapters.web.people.conftest import SetClock
from tests.adapters.web.people.officers import officer

RETURN_TO = "http://localhost:8400/oidc/return"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(database: WebDatabase, clock: SetClock, issuer: str) -> Provider:
    clock.now = datetime.now(UTC)  # the provider has the computer's
    return Provider(database, clock, ProviderSettings(
        issuer=issuer, client_id="subsidy", client_secret="secret-of-the-bureau",
        return_to=RETURN_TO,
    ))  # fmt: skip


def logged_in(sent: SentAway, subject: str = "4711") -> dict[str, str]:
    """Log in at the provider as a browser does; return what it brings back."""
    answer = httpx2.post(sent.address, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    where = answer.headers["location"]
    assert where.startswith(RETURN_TO)
    return {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}


def refused(said: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(Refusal) as refusal:
        said()
    return refusal.value.code, refusal.value.facts.get("problem")


def test_who_logs_in_at_the_provider_is_let_in_as_the_account_they_were_linked_to(
    people: People, provider: Provider, issuer: str
) -> None:
    officer(people, "chen", "approver")
    people.identities.link("chen", issuer, "4711", "li")
    sent = provider.send_away()
    asked = parse_qs(urlsplit(sent.address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    brought = logged_in(sent)

    who = provider.came_back(code=brought["code"], state=brought["state"], kept_state=sent.state)
    account = people.identities.of(*who)

    assert who == (issuer, "4711")
    assert account is not None
    entered = people.entrance.let_in(
        account, f"oidc:{issuer}#4711", "identity provider", address="10.0.0.7"
    )
    session = people.sessions.of(entered.token)
    assert session is not None
    assert (session.account, session.login) == ("chen", f"oidc:{issuer}#4711")


def test_a_person_who_is_linked_to_nobody_is_nobody(people: People, provider: Provider) -> None:
    sent = provider.send_away()
    brought = logged_in(sent, "4712")

    who = provider.came_back(code=brought["code"], state=brought["state"], kept_state=sent.state)

    assert people.identities.of(*who) is None


def test_what_was_brought_once_is_not_taken_again(provider: Provider) -> None:
    sent = provider.send_away()
    brought = logged_in(sent)
    given = {"code": brought["code"], "state": brought["state"], "kept_state": sent.state}
    provider.came_back(**given)

    assert refused(lambda: provider.came_back(**given)) == ("provider-refused", "state")


def test_anothers_login_is_not_taken_over(provider: Provider) -> None:
    mine, others = provider.send_away(), provider.send_away()
    brought = logged_in(others)

    code, problem = refused(
        lambda: provider.came_back(
            code=brought["code"], state=brought["state"], kept_state=mine.state
        )
    )

    assert (code, problem) == ("provider-refused", "state")


def test_a_code_of_another_login_is_refused_by_its_verifier_or_nonce(provider: Provider) -> None:
    mine, others = provider.send_away(), provider.send_away()
    stolen = logged_in(others)["code"]

    code, _ = refused(
        lambda: provider.came_back(code=stolen, state=mine.state, kept_state=mine.state)
    )

    assert code == "provider-refused"


def test_who_comes_back_after_ten_minutes_begins_again(
    provider: Provider, clock: SetClock, database: WebDatabase
) -> None:
    sent = provider.send_away()
    brought = logged_in(sent)
    clock.after(minutes=10)

    assert refused(
        lambda: provider.came_back(
            code=brought["code"], state=brought["state"], kept_state=sent.state
        )
    ) == ("provider-refused", "state")
    provider.send_away()
    with database.reading() as connection:
        assert len(connection.execute(sa.select(LOGINS)).all()) == 1


def test_a_token_of_another_time_proves_nothing(provider: Provider, clock: SetClock) -> None:
    clock.after(days=30)
    sent = provider.send_away()
    brought = logged_in(sent)

    code, problem = refused(
        lambda: provider.came_back(
            code=brought["code"], state=brought["state"], kept_state=sent.state
        )
    )

    assert (code, problem) == ("provider-refused", "ExpiredTokenError")


@pytest.mark.parametrize("changed", [{"client_id": "another"}, {"issuer": "http://localhost:1/x"}])
def test_a_token_for_another_or_of_another_proves_nothing(
    provider: Provider, changed: dict[str, str]
) -> None:
    token = {}
    sent = provider.send_away()
    brought = logged_in(sent)
    with provider._client() as client:
        known = provider._known(client)
        nonce, verifier = provider._taken(sent.state)
        token = client.fetch_token(
            known["token_endpoint"],
            code=brought["code"],
            code_verifier=verifier,
            grant_type="authorization_code",
        )
        keys = client.request("GET", known["jwks_uri"], withhold_token=True).json()
    assert provider._subject(token, keys, nonce) == "4711"

    other = Provider(provider._database, provider._clock, replace(provider.settings, **changed))

    assert refused(lambda: other._subject(token, keys, nonce))[0] == "provider-refused"
    assert refused(lambda: provider._subject(token, keys, "n"))[0] == "provider-refused"
    unsigned = token["id_token"].rpartition(".")[0] + "."
    for forged in (unsigned, token["id_token"][:-9] + "AAAAAAAAA", "", "a.b.c"):
        given = {"id_token": forged}
        assert refused(lambda given=given: provider._subject(given, keys, nonce))[0] == (
            "provider-refused"
        )


@pytest.mark.parametrize("issuer", ["http://id.example", "ftp://localhost", "id.example", ""])
def test_a_provider_whose_answers_others_could_read_is_none(
    database: WebDatabase, clock: SetClock, issuer: str
) -> None:
    settings = ProviderSettings(
        issuer=issuer, client_id="a", client_secret="b", return_to=RETURN_TO
    )

    assert refused(lambda: Provider(database, clock, settings))[0] == "provider-unavailable"


def test_a_provider_that_is_away_or_is_another_is_said(
    database: WebDatabase, clock: SetClock, provider: Provider
) -> None:
    for issuer in ("http://localhost:1", provider.settings.issuer + "/"):
        away = Provider(database, clock, replace(provider.settings, issuer=issuer))

        assert refused(away.send_away)[0] == "provider-unavailable"


@pytest.mark.parametrize("brought", ["", "x" * 1_000_000], ids="ab")
def test_what_is_no_code_or_state_is_refused(provider: Provider, brought: str) -> None:
    given = {"code": brought, "state": brought, "kept_state": brought}

    assert refused(lambda: provider.came_back(**given))[0] == "provider-refused"
