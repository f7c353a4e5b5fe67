"""A bank account as a value: how it is written, what commits to it, how it is shown; and a name.

The commitment is SHA-256 over the 32 bytes of the salt and then, in UTF-8 without white space, the
JSON array ["account", code, account id, account number, bank], with the number of the bank's branch
and the holder after them where either is known; of a name ["name", code, name id, name]. Without
the salt it says nothing of the value; code and id bind it to one enterprise.

A name is kept as an account is: its number is the name, it has no bank, and its id in what is kept
begins with `name:`. Id and salt of a name follow from it by the enterprise's own key, so that the
same name has the same commitment while the key is there.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import unicodedata
from hashlib import sha256
from typing import NamedTuple

from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal

SALT_BYTES = 32
ID_BYTES = 16
CONTACT = "contact:"  # before a claim's number, where an account has its id
NAME = "name:"  # before the id of a name
SHOWN = 4  # last characters of an account that are shown where it is masked

_NUMBER = re.compile(r"[0-9A-Z]{8,34}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_BANK_NO = re.compile(r"[0-9]{12}")


class Value(NamedTuple):
    """An account number and the bank that keeps it.

    bank_no: the number of the bank's branch (联行号). holder: the name it is in (户名). Empty where
    they are not known, as they are not of what earlier versions kept.
    """

    number: str
    bank: str
    bank_no: str = ""
    holder: str = ""

    @property
    def masked(self) -> str:
        """The number with all but its end hidden; its length is not shown."""
        return f"****{self.number[-SHOWN:]}"


class StoredAccount(NamedTuple):
    """A value as kept outside the log, with its salt."""

    account_id: str
    uscc: str
    value: Value
    salt: bytes

    @property
    def commitment(self) -> str:
        """The commitment that the event of this value has."""
        return commitment(self.uscc, self.account_id, self.value, self.salt)


def read_value(number: str, bank: str, bank_no: str | None, holder: str | None) -> Value:
    """Return an account as given by a person: full width, spaces and hyphens put right.

    Raises `bad-account`, `bad-iban`, `bad-bank-no`, which never repeat it.
    """
    plain, name = _plain(number), _text(bank)
    if _NUMBER.fullmatch(plain) is None:
        raise Refusal("bad-account")
    if _IBAN.fullmatch(plain) is not None and not _has_iban_check(plain):
        raise Refusal("bad-iban")
    branch = _plain(bank_no or "")
    if branch and _BANK_NO.fullmatch(branch) is None:
        raise Refusal("bad-bank-no")
    assert 0 < len(name) <= TEXT_MAX, "checked where arguments are read"
    return Value(plain, name, branch, _text(holder or ""))


def has_card_check(number: str) -> bool:
    """Say whether a number of a bank card's length has the check digit of one (Luhn).

    Accounts of enterprises have none: that one is missing proves nothing.
    """
    digits = [int(each) for each in reversed(number)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _plain(number: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()


def _text(given: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", given).split())


def _has_iban_check(iban: str) -> bool:
    """Say whether the check digits of an IBAN are right (ISO 7064, mod 97-10)."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def with_salt(uscc: str, value: Value) -> StoredAccount:
    """Return a value with a random id and salt."""
    return StoredAccount(secrets.token_hex(ID_BYTES), uscc, value, secrets.token_bytes(SALT_BYTES))


def contact(uscc: str, claim_no: str, name: str | None, phone: str | None) -> StoredAccount:
    """Return whom a claim names to ask, to be kept as accounts are; no event is of it."""
    value = Value(number=phone or "", bank=name or "")
    return StoredAccount(CONTACT + claim_no, uscc, value, secrets.token_bytes(SALT_BYTES))


def name_by_key(uscc: str, name: str, data_key: bytes) -> StoredAccount:
    """Return a sole trader's name with what follows from it by the enterprise's own key."""

    def derived(label: str) -> bytes:
        return hmac.digest(data_key, f"subsidy-ledger/{label}\n{uscc}\n{name}".encode(), "sha256")

    known, salt = derived("name-id")[:ID_BYTES].hex(), derived("name-salt")
    return StoredAccount(NAME + known, uscc, Value(name, ""), salt)


def commitment(uscc: str, account_id: str, value: Value, salt: bytes) -> str:
    """Return what commits to a value; see the module."""
    more = [value.bank_no, value.holder] if value.bank_no or value.holder else []
    fields = ["account", uscc, account_id, value.number, value.bank, *more]
    if account_id.startswith(NAME):
        fields = ["name", uscc, account_id.removeprefix(NAME), value.number]
    spelled = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return sha256(salt + spelled.encode()).hexdigest()
