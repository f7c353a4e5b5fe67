"""Passwords: kept as argon2id hashes, checked by the same work whether an account is there or not.

Time 2, memory 19 MiB: OWASP's password storage cheat sheet.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.identity import skeleton
from domain.refusals import Refusal

LENGTH_MIN = 12  # characters
LENGTH_MAX = 256  # and no more work than that, whatever is sent
BESIDE_NAME_MIN = 10  # characters of a password that are not the account's name
PERIOD_MAX = 4  # a shorter piece said again and again is not a password
AT_ONCE = 4  # hashes of a process at a time: 19 MiB each
WAITING_MAX = 12  # for their turn: each keeps a thread of the server, which all others need
MEMORY_KIB = 19_456

_COMMONEST = Path(__file__).with_name("commonest.txt")
_turns = threading.BoundedSemaphore(AT_ONCE)
_seats = threading.BoundedSemaphore(AT_ONCE + WAITING_MAX)


class Passwords:
    """Makes and checks hashes. Threads may share it."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)
        self._nobodys = self._hashed("nobody has this password")

    def hashed(self, password: str, account: str) -> str:
        """Return the hash of a new password of an account.

        Raises `password-weak`: too short or long, the account's name, or easily guessed.
        """
        must_be_strong(password, account)
        return self._hashed(_normal(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Say whether this is the password of a kept hash; None where there is no account to it.

        The work is the same: nobody learns by waiting which accounts there are. One that is longer
        than any may be is not worked on. Raises Refusal `too-busy` where many are checked.
        """
        if len(password) > LENGTH_MAX:
            return False
        with _turn():
            try:
                fits = self._hasher.verify(kept or self._nobodys, _normal(password))
            except (VerificationError, InvalidHashError, UnicodeEncodeError):
                return False
        return fits and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Say whether a hash was made by other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def hashed_again(self, password: str) -> str:
        """Return the hash of a password that was checked just now, by today's parameters."""
        return self._hashed(_normal(password))

    def _hashed(self, password: str) -> str:
        with _turn():
            return self._hasher.hash(password)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a turn to work out a hash. Raises Refusal `too-busy` where too many wait."""
    if not _seats.acquire(blocking=False):
        raise Refusal("too-busy")
    try:
        with _turns:
            yield
    finally:
        _seats.release()


def must_be_strong(password: str, account: str) -> None:
    """Raise `password-weak` for one that is too short, too long, or easily guessed."""
    if len(password) > LENGTH_MAX:
        raise Refusal("password-weak", verb="long", most=LENGTH_MAX)
    normal = _normal(password)
    if len(normal) < LENGTH_MIN:
        raise Refusal("password-weak", least=LENGTH_MIN)
    if not normal.isprintable():
        raise Refusal("password-weak", verb="unseen")
    folded, name = skeleton(normal), skeleton(account)
    if len(folded.replace(name, "")) < BESIDE_NAME_MIN:
        raise Refusal("password-weak", verb="name", account=account)
    if normal.casefold() in _commonest() or _is_repeated(folded) or _is_run(folded):
        raise Refusal("password-weak", verb="common")


@cache
def _commonest() -> frozenset[str]:
    """Return the passwords of 12 characters and more that are chosen most often.

    Of the 30,000 in zxcvbn 4.5.0 (MIT), which takes them from Mark Burnett's ten million.
    """
    return frozenset(_COMMONEST.read_text(encoding="ascii").split())


def _is_repeated(text: str) -> bool:
    return any(text == (text[:n] * len(text))[: len(text)] for n in range(1, PERIOD_MAX + 1))


def _is_run(text: str) -> bool:
    """Say whether each character is the next after the one before it, as 123456789012 is."""
    steps = {(ord(b) - ord(a)) % 10 for a, b in pairwise(text)}
    return len(steps) == 1 and (text.isdecimal() or text.isalpha())


def _normal(password: str) -> str:
    """Return a password as it is hashed, whichever way a keyboard composes its characters."""
    return unicodedata.normalize("NFKC", password)
