"""What is recorded of an enterprise itself: its names, and that an account was named.

No account stands in the log: an event carries a random id and a commitment to the value. The value
and its salt are kept outside, where they can be erased.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from domain.value import value


@value
class EnterpriseRegistered:
    """The enterprise was entered under its name (企业登记)."""

    TOPIC: ClassVar = "enterprise-registered"

    name: str


@value
class EnterpriseRenamed:
    """The enterprise bears another name from a day on (企业更名).

    previous: the name last recorded until then. document: the notice of the registrar, if given.
    """

    TOPIC: ClassVar = "enterprise-renamed"

    previous: str
    name: str
    on: date
    document: str | None


@value
class AccountNamed:
    """The enterprise named the account to pay it on (账户登记); the latest one counts.

    account_id: random. commitment: SHA-256 over a salt, the code, the id and the value.
    """

    TOPIC: ClassVar = "account-named"

    account_id: str
    commitment: str


@value
class AccountErased:
    """An account's value and salt were removed for good (账户信息删除); its commitment stays."""

    TOPIC: ClassVar = "account-erased"

    account_id: str


RegistrationEvent = EnterpriseRegistered | EnterpriseRenamed | AccountNamed | AccountErased
REGISTRATION_EVENTS = (EnterpriseRegistered, EnterpriseRenamed, AccountNamed, AccountErased)
