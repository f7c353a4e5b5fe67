"""Sessions: a random history of logins, rests and endings; what is over is over for good."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

from adapters.web.people.people import People
from adapters.web.people.sessions import SESSIONS, SESSIONS_MAX
from adapters.web.state.database import WebDatabase
from tests.adapters.web.people.conftest import CountingPasswords, SetClock
from tests.adapters.web.people.officers import HERE, OTHER, log_in, officer
from tests.support.stores import address


def tokens_kept(people: People) -> list[bytes]:
    with people.database.reading() as connection:
        return list(connection.execute(sa.select(SESSIONS.c.digest)).scalars())


def test_a_session_ends_after_half_an_hour_of_rest_and_not_before(
    people: People, clock: SetClock
) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token

    for _ in range(5):
        clock.after(minutes=29, seconds=59)
        assert people.sessions.of(token) is not None
    clock.after(minutes=30)

    assert people.sessions.of(token) is None


def test_a_session_ends_after_twelve_hours_however_busy(people: People, clock: SetClock) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token
    lasted = timedelta()
    while people.sessions.of(token) is not None:
        clock.after(minutes=20)
        lasted += timedelta(minutes=20)

    assert lasted == timedelta(hours=12)


def test_a_session_of_a_clock_that_was_wrong_does_not_last_until_its_time_comes(
    people: People, clock: SetClock
) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token

    clock.after(minutes=-4)
    assert people.sessions.of(token) is not None  # of another server's clock
    clock.after(days=-365)

    assert people.sessions.of(token) is None


def test_the_token_changes_at_login_and_what_was_in_the_browser_ends(people: People) -> None:
    officer(people, "chen")
    officer(people, "wang")
    planted = log_in(people, "wang").token

    token = log_in(people, "chen", had=planted).token

    assert token != planted
    assert len(token) >= 43
    assert people.sessions.of(planted) is None


def test_a_token_that_was_planted_is_not_taken_over(people: People) -> None:
    officer(people, "chen")

    log_in(people, "chen", had="planted-by-somebody")

    assert people.sessions.of("planted-by-somebody") is None


def test_the_table_does_not_hold_the_token(people: People) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token

    assert token.encode() not in b"".join(tokens_kept(people))


@pytest.mark.sqlite
def test_a_session_is_remembered_until_it_ends_rests_or_anything_is_committed(
    people: People, database: WebDatabase, clock: SetClock
) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token
    assert people.sessions.known(token) is None  # nothing was read yet

    session = people.sessions.of(token)
    clock.after(seconds=59)
    assert people.sessions.known(token) == session
    assert people.sessions.known(f"{token}x") is None
    clock.after(seconds=1)
    assert people.sessions.known(token) is None  # that it is used has to be kept

    people.sessions.of(token)
    people.sessions.of(token)
    assert people.sessions.known(token) == session
    people.entrance.log_out(token, address="x")
    assert people.sessions.known(token) is None
    log_in(people, "chen")
    assert people.sessions.known(token) is None


@pytest.mark.parametrize("token", [None, "", "x" * 1_000_000, "\0", "\ud800", "' OR 1=1 --"])
def test_what_is_no_token_is_nobodys(people: People, token: str | None) -> None:
    assert people.sessions.of(token) is None


def test_an_account_has_no_more_sessions_than_a_person_needs(
    people: People, clock: SetClock
) -> None:
    officer(people, "chen")
    people.accounts.set_preferences("chen", "li", one_session=False)
    given = []
    for _ in range(SESSIONS_MAX + 5):
        given.append(log_in(people, "chen").token)
        clock.after(seconds=1)

    assert [people.sessions.of(token) is not None for token in given] == (
        [False] * 5 + [True] * SESSIONS_MAX
    )
    clock.after(hours=13)
    log_in(people, "chen")
    assert len(tokens_kept(people)) == 1


def test_a_change_of_roles_and_a_link_made_or_used_end_every_session(people: People) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token
    people.accounts.set_roles("chen", ["auditor"], "li")
    assert people.sessions.of(token) is None

    token = log_in(people, "chen").token
    link, _made = people.links.make("chen", "li")
    assert people.sessions.of(token) is None

    token = log_in(people, "chen").token
    people.links.use(link, OTHER, HERE)
    assert people.sessions.of(token) is None


def disable(ledger: str) -> None:
    people = People(WebDatabase(ledger))
    people.accounts.disable("chen", "os:root")
    people.database.close()


def test_what_another_process_ends_is_over_at_once(people: People, database: WebDatabase) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token
    assert people.sessions.of(token) is not None

    spawned = multiprocessing.get_context("spawn").Process(
        target=disable, args=(database.location.name,)
    )
    spawned.start()
    spawned.join()

    assert spawned.exitcode == 0
    assert people.sessions.known(token) is None
    assert people.sessions.of(token) is None


PASSWORDS = CountingPasswords()


class Histories(RuleBasedStateMachine):
    """Two officers log in and out, rest, are disabled and changed, at random.

    Beside them stands a plain list of which session is open.
    """

    sessions = Bundle("sessions")

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.clock = SetClock()
        self.database = WebDatabase(address(Path(self.folder.name) / "l.db"))
        self.people = People(self.database, self.clock, PASSWORDS)
        self.open: dict[str, dict[str, Any]] = {}
        self.disabled: set[str] = set()
        for name in ("chen", "wang"):
            officer(self.people, name)
        self.people.accounts.set_preferences("wang", "li", one_session=False)

    @rule(target=sessions, name=st.sampled_from(["chen", "wang"]))
    def logs_in(self, name: str) -> Any:
        if name in self.disabled:
            return multiple()
        account = self.people.accounts.get(name)
        entered = self.people.entrance.let_in(account, f"web:{name}", "proxy", address="x")
        token = entered.token
        assert token not in self.open
        if name == "chen":
            self._end(name)
        now = self.clock.now
        self.open[token] = {"name": name, "begun": now, "seen": now}
        mine = [each for each, of in self.open.items() if of["name"] == name]
        for oldest in mine[:-SESSIONS_MAX]:
            del self.open[oldest]
        return token

    @rule(token=sessions)
    def is_used(self, token: str) -> None:
        remembered = self.people.sessions.known(token)
        session, known = self.people.sessions.of(token), self.open.get(token)
        assert remembered in (None, session)
        now = self.clock.now
        over = known is None or (
            now - known["begun"] >= timedelta(hours=12)
            or now - known["seen"] >= timedelta(minutes=30)
        )
        assert (session is None) == over
        if known is None or session is None:
            self.open.pop(token, None)
            return
        assert session.account == known["name"]
        if now - known["seen"] >= timedelta(seconds=60):
            known["seen"] = now

    @rule(token=sessions)
    def logs_out(self, token: str) -> None:
        self.people.entrance.log_out(token, address="x")
        self.open.pop(token, None)

    @rule(minutes=st.sampled_from([0.5, 1, 10, 29, 30, 200, 720]))
    def time_passes(self, minutes: float) -> None:
        self.clock.after(minutes=minutes)

    @rule(name=st.sampled_from(["chen", "wang"]), what=st.sampled_from(["off", "on", "roles"]))
    def is_changed(self, name: str, what: str) -> None:
        accounts = self.people.accounts
        match what:
            case "off":
                accounts.disable(name, "li")
                self.disabled.add(name)
            case "on":
                accounts.enable(name, "li")
                if name not in self.disabled:
                    return
                self.disabled.discard(name)
            case _:
                accounts.set_roles(name, ["cashier"], "li")
        self._end(name)

    def _end(self, name: str) -> None:
        self.open = {token: of for token, of in self.open.items() if of["name"] != name}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
TestHistories = pytest.mark.sqlite(TestHistories)
