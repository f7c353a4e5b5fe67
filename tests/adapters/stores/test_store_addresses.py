"""Addresses of stores: no secret in them is repeated, no other program's database touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.stores.opening import holds_secret
from tests.support.command import subsidy

SECRET = "s3cret-word"


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://clerk:{SECRET}@host/ledger",
        f"postgresql://host/ledger?user=clerk&password={SECRET}",
        f"mysql://clerk:{SECRET}@host:3306/ledger",
        f"sqlite://clerk:{SECRET}@/ledger.db",
        f"postgresql://clerk:{SECRET}@[broken/ledger",
        f"postgresql://clerk:{SECRET}#x@host/ledger",
        f"postgresql://clerk:12/{SECRET}@host/ledger",
        f"postgresql://host/ledger?oauth_client_secret={SECRET}",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    ["claims", "approve --pending", "claims --json", "policy show", "frobnicate", "claims x"],
)
def test_a_password_in_the_address_is_refused_and_never_repeated(
    address: str, lang: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    given = subsidy("--store", address, "--lang", lang, *words.split())
    monkeypatch.setenv("SUBSIDY_STORE", address)
    actual = subsidy("--lang", lang, *words.split())

    for ran in (given, actual):
        assert ran.code == (2 if words in ("frobnicate", "claims x") else 1)
        assert SECRET not in ran.out + ran.err
        assert ran.code == 2 or ran.err.startswith("password-in-address: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        "host=h password=hush dbname=l",
        "postgresql:/clerk:hush@host/l",
        "postgresql:/clerk:hush/x@host/l",
        "//clerk:hush@host/l",
        "sqlite:///clerk:hush@host/l",
    ],
)
def test_a_password_in_what_is_no_address_is_not_repeated_either(address: str) -> None:
    ran = subsidy("claims", "--store", address)

    assert ran.code == 1
    assert ran.err.startswith("password-in-address: ")
    assert "hush" not in ran.err + ran.out


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://clerk:?hush@host/l",
        "postgresql://clerk:#hush@host/l",
        "postgresql://clerk:12/a?hush@host/l",
        "postgresql://clerk:hush@h:1,i:2/l",
        "postgresql://h/l#?password=hush",
        "postgresql://h/l?x=1#&password=hush",
        "postgresql://h/l?dbname=host%3Dx%20password%3Dhush",
        "postgresql://h/l?scram_client_key=hush",
    ],
)
def test_a_password_is_seen_where_the_driver_would_read_one(address: str) -> None:
    assert holds_secret(address)


@pytest.mark.parametrize(
    "address",
    [
        "ledger.db",
        "/srv/2022:a@b.db",
        "sqlite:///ledger.db",
        "postgresql://",
        "postgresql:///l",
        "postgresql://clerk@/l?host=/run/pg",
        "postgresql://clerk:@/l?host=/run/pg",
        "postgresql://clerk@%2Frun%2Fpg:5432/l",
        "postgresql://clerk@h:1,i:2/l",
        "postgresql://clerk@[::1]:5432/l",
        "postgresql://[::1]/l?user=li@county",
        "postgresql://h:5432/l?user=li@county&passfile=/home/li/pass",
        "postgresql://h/l?require_auth=password&service=ledger",
        "postgresql://clerk@[::1/l",
    ],
)
def test_what_holds_no_password_is_not_taken_for_one(address: str) -> None:
    assert not holds_secret(address)


@pytest.mark.sqlite
@pytest.mark.parametrize("words", ["claims", "approve --pending"])
def test_another_programs_database_is_left_as_it_is(words: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE ours (x)")
        other.commit()
    before = path.read_bytes()

    ran = subsidy(*words.split(), "--store", path)

    assert ran.code == 1
    assert "store-unreadable" in ran.err
    assert path.read_bytes() == before
