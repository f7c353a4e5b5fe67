"""Logging in: the same work and the same answer for all who are not let in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from adapters.web.people.journal import JOURNAL
from adapters.web.people.people import People
from adapters.web.people.proving.totp import FACTORS
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal
from tests.adapters.web.people.conftest import CountingPasswords, SetClock
from tests.adapters.web.people.officers import HERE, SECRET, acts, log_in, officer


def tried(people: People, name: str, password: str = "wrong", **how: str) -> str:
    """Return what a try to log in comes to: a code, or in."""
    try:
        log_in(people, name, password, **how)
    except Refusal as refusal:
        return refusal.code
    return "in"


def with_factor(people: People, name: str, clock: SetClock) -> tuple[pyotp.TOTP, list[str]]:
    officer(people, name)
    secret, address = people.accounts.begin_factor(name)
    assert address.startswith(f"otpauth://totp/subsidy:{name}?secret={secret}")
    totp = pyotp.TOTP(secret)
    codes = people.accounts.confirm_factor(name, totp.at(clock.now), name)
    clock.after(seconds=60)
    return totp, codes


def test_who_proves_to_be_an_officer_is_let_in_under_the_accounts_own_name(people: People) -> None:
    officer(people, "chen", "approver", "clerk")

    entered = log_in(people, " ＣＨＥＮ")

    session = people.sessions.of(entered.token)
    assert session is not None
    assert (session.account, session.login) == ("chen", "web:chen")
    assert session.roles == {"approver", "clerk"}
    assert acts(people, "chen")[-1] == "login"


def test_who_is_not_let_in_costs_the_same_hash_and_hears_the_same(
    people: People, passwords: CountingPasswords
) -> None:
    officer(people, "chen")
    officer(people, "gone")
    people.accounts.disable("gone", "li")
    people.accounts.add("bare", "无", ["clerk"], None, "li")

    for number, (name, password) in enumerate(
        [("chen", "wrong"), ("nobody", SECRET), ("gone", SECRET), ("bare", ""), ("\0", "x")]
    ):
        before = passwords.checks
        assert tried(people, name, password, address=f"10.0.1.{number}") == "login-refused"
        assert passwords.checks == before + 1


def test_a_password_longer_than_any_may_be_is_not_hashed(people: People) -> None:
    officer(people, "chen")

    assert tried(people, "chen", SECRET + "x" * 1_000_000) == "login-refused"
    with pytest.raises(Refusal):
        people.links.use(people.links.make("chen", "li")[0], "y" * 1_000_000, "-")


def test_each_failure_doubles_the_wait_up_to_a_minute_and_success_ends_it(
    people: People, clock: SetClock
) -> None:
    officer(people, "chen")
    waits = []
    for _ in range(8):
        assert tried(people, "chen") == "login-refused"
        with pytest.raises(Refusal) as refused:
            log_in(people, "chen")
        assert refused.value.code == "too-many-tries"
        waits.append(refused.value.facts["seconds"])
        clock.after(seconds=float(str(waits[-1])))

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert tried(people, "chen", SECRET) == "in"
    assert tried(people, "chen", SECRET) == "in"


def test_a_clock_that_was_wrong_keeps_nobody_out(people: People, clock: SetClock) -> None:
    officer(people, "chen")
    tried(people, "chen")
    five, minute = 5, timedelta(minutes=1)
    for _ in range(five):
        people.throttle.count_within(five, minute, "receipt", "10.0.0.1")
    assert not (people.throttle.is_first("seen") and people.throttle.is_first("seen"))

    clock.after(days=-365)

    assert tried(people, "chen") == "login-refused"
    assert tried(people, "chen") == "too-many-tries"
    people.throttle.count_within(five, minute, "receipt", "10.0.0.1")
    assert people.throttle.is_first("seen")


def test_nobody_is_kept_out_by_tries_from_another_address_or_at_another_account(
    people: People,
) -> None:
    officer(people, "chen")
    officer(people, "wang")
    for number in range(20):
        tried(people, "chen", address="10.6.6.6")
        tried(people, f"nobody-{number}", address=HERE)

    assert tried(people, "chen", SECRET) == "in"
    assert tried(people, "wang", SECRET, address="10.6.6.6") == "in"


def test_of_many_tries_at_once_one_is_looked_at(
    people: People, passwords: CountingPasswords
) -> None:
    officer(people, "chen")
    before = passwords.checks

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: tried(people, "chen"), range(20)))

    assert passwords.checks == before + 1
    assert sorted(said) == ["login-refused", *["too-many-tries"] * 19]


def test_tries_are_counted_over_all_processes(people: People, database: WebDatabase) -> None:
    officer(people, "chen")
    other = People(WebDatabase(database.location.name), people.journal._clock)

    assert tried(people, "chen") == "login-refused"
    assert tried(other, "chen", SECRET) == "too-many-tries"
    other.database.close()


def test_what_was_typed_for_no_account_is_not_kept_and_a_line_a_minute_is_enough(
    people: People, clock: SetClock
) -> None:
    for number in range(5):
        tried(people, f"secret-in-the-wrong-field-{number}")
    clock.after(seconds=61)
    tried(people, "again")

    with people.database.reading() as connection:
        rows = str(connection.execute(sa.select(JOURNAL)).all())
    assert "secret-in" not in rows
    assert acts(people) == ["login-failed", "login-failed"]


def test_with_a_second_factor_the_password_alone_is_not_enough(
    people: People, clock: SetClock
) -> None:
    totp, _ = with_factor(people, "chen", clock)

    assert tried(people, "chen", SECRET) == "code-needed"
    assert tried(people, "chen", SECRET, code="000000") == "login-refused"
    clock.after(seconds=60)
    assert tried(people, "chen", "wrong", code=totp.at(clock.now)) == "login-refused"
    clock.after(seconds=60)
    code = totp.at(clock.now)
    assert tried(people, "chen", SECRET, code=f"{code[:3]} {code[3:]}") == "in"


def test_a_code_is_accepted_once_and_none_before_it_afterwards(
    people: People, clock: SetClock
) -> None:
    totp, _ = with_factor(people, "chen", clock)
    before, now = totp.at(clock.now.timestamp() - 30), totp.at(clock.now)

    assert tried(people, "chen", SECRET, code=now) == "in"
    assert tried(people, "chen", SECRET, code=now) == "login-refused"
    clock.after(seconds=10)
    assert tried(people, "chen", SECRET, code=before) == "login-refused"


@pytest.mark.parametrize("seconds", [-90, -61, 61, 90])
def test_a_code_of_another_time_is_refused(people: People, clock: SetClock, seconds: int) -> None:
    totp, _ = with_factor(people, "chen", clock)
    clock.now = clock.now.replace(second=15)

    code = totp.at(clock.now.timestamp() + seconds)

    assert tried(people, "chen", SECRET, code=code) == "login-refused"


def test_a_recovery_code_lets_in_once(people: People, clock: SetClock) -> None:
    _, codes = with_factor(people, "chen", clock)
    assert len(set(codes)) == 10

    assert tried(people, "chen", SECRET, code=codes[3].upper()) == "in"
    assert tried(people, "chen", SECRET, code=codes[3]) == "login-refused"
    clock.after(seconds=1)
    assert tried(people, "chen", SECRET, code=codes[4]) == "in"

    assert acts(people, "chen").count("recovery-code-used") == 2


@pytest.mark.parametrize(
    "code",
    ["", "x" * 1_000_000, "１２３４５６", "\0", "-1", "123456\n7"],
    ids=lambda it: ascii(it[:9]),
)
def test_what_is_no_code_is_refused(people: People, clock: SetClock, code: str) -> None:
    with_factor(people, "chen", clock)

    assert tried(people, "chen", SECRET, code=code) in ("login-refused", "code-needed")


def test_asking_without_a_code_does_not_make_the_next_guess_sooner(
    people: People, clock: SetClock
) -> None:
    with_factor(people, "chen", clock)
    waits = []
    for _ in range(4):
        assert tried(people, "chen", SECRET) == "code-needed"
        assert tried(people, "chen", SECRET, code="000000") == "login-refused"
        with pytest.raises(Refusal) as refused:
            log_in(people, "chen")
        waits.append(refused.value.facts["seconds"])
        clock.after(seconds=float(str(waits[-1])))

    assert waits == [1, 2, 4, 8]


def test_a_secret_is_in_force_once_a_code_of_it_was_shown(people: People, clock: SetClock) -> None:
    officer(people, "chen")
    people.accounts.begin_factor("chen")
    with pytest.raises(Refusal):
        people.accounts.confirm_factor("chen", "000000", "chen")
    assert tried(people, "chen", SECRET) == "in"

    secret, _ = people.accounts.begin_factor("chen")
    people.accounts.confirm_factor("chen", pyotp.TOTP(secret).at(clock.now), "chen")
    with pytest.raises(Refusal) as again:
        people.accounts.begin_factor("chen")

    assert again.value.code == "factor-in-force"
    assert people.accounts.get("chen").has_factor
    people.accounts.remove_factor("chen", "li")
    assert tried(people, "chen", SECRET) == "in"
    with people.database.reading() as connection:
        assert connection.execute(sa.select(FACTORS)).all() == []


def test_a_password_changed_while_it_is_checked_lets_nobody_in(people: People) -> None:
    account = officer(people, "chen")

    kept = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA"

    assert people.entrance._let_in(account, kept, SECRET, "", HERE, None) is None


def test_logging_out_ends_the_session(people: People) -> None:
    officer(people, "chen")
    token = log_in(people, "chen").token

    people.entrance.log_out(token, address=HERE)
    people.entrance.log_out(token, address=HERE)

    assert people.sessions.of(token) is None
    assert acts(people, "chen")[-2:] == ["login", "logout"]


def test_one_machine_with_many_addresses_waits_as_one(people: People) -> None:
    officer(people, "chen")
    assert tried(people, "chen", address="2001:db8:1:2::1") == "login-refused"

    assert tried(people, "chen", address="2001:db8:1:2:ffff::9") == "too-many-tries"
    assert tried(people, "chen", address="2001:db8:1:3::1") == "login-refused"
    assert tried(people, "chen", address="192.0.2.1") == "login-refused"
    assert tried(people, "chen", address="::ffff:192.0.2.1") == "too-many-tries"
    assert tried(people, "chen", address="fe80::1%eth0") == "login-refused"
