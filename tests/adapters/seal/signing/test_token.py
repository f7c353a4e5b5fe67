"""A log sealed by a key in a token (SoftHSM2): it signs as a key in a file, and never leaves it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from adapters.seal.keys import read_key, trusted_key
from adapters.seal.notes import parse_note
from adapters.seal.signing.token import PIN, new_token_key
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME, exports, key_in
from tests.adapters.seal.signing.machine import run, softhsm
from tests.support.command import Ran, asked, subsidy
from tests.support.ledgers import opened


@pytest.fixture
def place(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A ledger, and a token whose PIN is in a file."""
    softhsm()
    tokens = tmp_path_factory.mktemp("tokens")  # the module of a token holds it to the end
    (tokens / "conf").write_text(f"directories.tokendir = {tokens}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens / "conf"))
    monkeypatch.delenv(PIN, raising=False)
    ran = run("softhsm2-util", "--init-token", "--free", "--label", "bureau", "--so-pin", "1234",
              "--pin", "secret-pin")  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    (tmp_path / "pin").write_text("secret-pin\n")
    (tmp_path / "pin").chmod(0o600)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 10)
    return tmp_path


def uri(place: Path, *, label: str = "seal", source: bool = True) -> str:
    pin = f"&pin-source={place}/pin" if source else ""
    return f"pkcs11:token=bureau;object={label}?module-path={softhsm()}{pin}"


def new(place: Path, at: str, *words: str | Path) -> Ran:
    words = words or ("--name", NAME)
    return subsidy("key", "new", "--key", place / "key", "--token", at, "--store",
                   place / "ledger.db", "--json", *words)  # fmt: skip


def seal(place: Path) -> Ran:
    return subsidy("seal", place / "seal", "--key", place / "key", "--store", place / "ledger.db",
                   "--json")  # fmt: skip


def test_a_token_signs_and_plain_ed25519_verifies(place: Path) -> None:
    made = new(place, uri(place), "--name", NAME)
    assert made.code == 0, made.err
    assert "secret-pin" not in (place / "key").read_text()

    assert seal(place).code == 0

    key = trusted_key(str(place / "key"))
    note = parse_note((place / "seal" / "checkpoint").read_bytes())
    Ed25519PublicKey.from_public_bytes(key.public).verify(
        note.signatures[0].signature, note.text.encode()
    )
    assert asked(place / "ledger.db", "verify", place / "seal", "--key", str(key))["faults"] == []
    for words in (("proof", "3", "--out", place / "receipt"), ("audit-pack", place / "pack.zip")):
        asked(place / "ledger.db", *words, "--seal", place / "seal", "--key", place / "key")
    assert subsidy("audit-pack", "check", place / "pack.zip", "--key", str(key)).code == 0


def test_a_key_in_a_file_gives_way_to_one_in_a_token(place: Path) -> None:
    old = place / "old"
    old.mkdir(mode=0o700)
    key_in(old)
    asked(place / "ledger.db", "seal", place / "seal", "--key", old / "key")

    made = new(place, uri(place), "--replaces", old / "key")

    assert made.code == 0, made.err
    assert seal(place).code == 0
    assert asked(place / "ledger.db", "verify", place / "seal")["faults"] == []


def test_a_key_in_a_token_signs_one_history(place: Path) -> None:
    assert new(place, uri(place)).code == 0
    assert seal(place).code == 0
    with opened(place / "fork.db") as store:
        exports(store, 11)

    ran = subsidy("seal", place / "fork", "--key", place / "key", "--store", place / "fork.db")

    assert (ran.code, "seal-fork" in ran.err) == (1, True)
    assert not (place / "fork" / "checkpoint").exists()


def test_the_pin_comes_from_the_environment_where_no_file_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = uri(place, source=False)
    without = new(place, at)
    monkeypatch.setenv(PIN, "secret-pin")
    made = new(place, at)

    assert (without.code, "token-pin-missing" in without.err) == (1, True)
    assert made.code == 0, made.err


def test_an_address_may_have_empty_parts(place: Path) -> None:
    assert new(place, uri(place).replace(";", ";;") + "&").code == 0
    assert seal(place).code == 0


def test_a_pin_in_the_address_is_refused_and_not_repeated(place: Path) -> None:
    ran = new(place, uri(place, source=False) + "&pin-value=secret-pin")

    assert (ran.code, "token-invalid" in ran.err) == (1, True)
    assert "secret-pin" not in ran.err + ran.out


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("bureau", "nowhere"), "token-unusable"),
        (("libsofthsm2", "nothing"), "token-unusable"),
        (("object=", "label="), "token-invalid"),
        (("object=seal", "object=seal;object=seal"), "token-invalid"),
        (("token=bureau", "token=bureau\t"), "token-invalid"),
        (("token=bureau;", ""), "token-invalid"),
        (("pkcs11:", "pkcs12:"), "token-invalid"),
        (("/pin", "/no-pin"), "key-unreadable"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_and_nothing_is_made(
    place: Path, wrong: tuple[str, str], code: str
) -> None:
    ran = new(place, uri(place).replace(*wrong))

    assert (ran.code, code in ran.err) == (1, True), ran.err
    assert not (place / "key").exists()


def test_a_file_whose_second_line_is_not_the_tokens_address_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("example.org/log+00000000+AQ==\nnotes\npkcs11:token=t\n")
    path.chmod(0o600)

    with pytest.raises(Refusal, match="key-unreadable"):
        read_key(path)


def test_a_module_that_is_not_one_is_refused_in_the_words_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PIN, "1234")
    (tmp_path / "module").write_text("not a library")
    at = f"pkcs11:token=t;object=o?module-path={tmp_path}/module"

    with pytest.raises(Refusal) as refused:
        new_token_key(NAME, at)

    assert (refused.value.code, refused.value.facts["uri"]) == ("token-unusable", at)
    assert str(tmp_path / "module") in str(refused.value.facts["problem"])


def test_a_wrong_pin_and_a_pin_that_others_can_read_are_refused(place: Path) -> None:
    assert new(place, uri(place)).code == 0
    (place / "pin").write_text("guess")
    wrong = seal(place)
    os.chmod(place / "pin", 0o644)
    exposed = seal(place)

    assert (wrong.code, "token-unusable" in wrong.err, "Pin" in wrong.err) == (1, True, True)
    assert (exposed.code, "key-exposed" in exposed.err) == (1, True)


def test_a_token_whose_key_is_another_signs_nothing(place: Path) -> None:
    assert new(place, uri(place)).code == 0
    (place / "key").rename(place / "first")
    (place / "key.signed").rename(place / "first.signed")
    assert new(place, uri(place, label="other")).code == 0
    first = (place / "first").read_text().split("\n")[0]
    (place / "first.signed").replace(place / "key.signed")
    (place / "key").write_text(f"{first}\n{uri(place, label='other')}\n")

    ran = seal(place)

    assert (ran.code, "token-unusable" in ran.err) == (1, True)
