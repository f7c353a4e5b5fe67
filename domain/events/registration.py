"""What is recorded of an enterprise itself: its names, that an account was named, and holds.

No account stands in the log: an event carries a random id and a commitment to the value. The value
and its salt are kept outside, where they can be erased. So is the name of a sole trader.
"""

from __future__ import annotations

from datetime import date

from domain.events.holds import HoldEvent
from domain.value import Recordable, value


@value
class EnterpriseRegistered(Recordable, topic="enterprise-registered"):
    """The enterprise was entered under its name (企业登记)."""

    name: str


@value
class EnterpriseRenamed(Recordable, topic="enterprise-renamed"):
    """The enterprise bears another name from a day on (企业更名).

    previous: the name last recorded until then. document: the notice of the registrar, if given.
    """

    previous: str
    name: str
    on: date
    document: str | None


@value
class AccountNamed(Recordable, topic="account-named"):
    """The enterprise named the account to pay it on (账户登记); the latest one counts.

    account_id: random. commitment: SHA-256 over a salt, the code, the id and the value.
    """

    account_id: str
    commitment: str


@value
class AccountNamedByDocument(AccountNamed):
    """The enterprise named an account by a document, as every change of one is."""

    TOPIC = "account-named.2"

    document: str


@value
class AccountConfirmed(Recordable, topic="account-confirmed"):
    """Another person than who named an account confirmed it by a document (账户复核)."""

    account_id: str
    document: str


@value
class AccountErased(Recordable, topic="account-erased"):
    """An account's value and salt were removed for good (账户信息删除); its commitment stays."""

    account_id: str


@value
class NameErased(Recordable, topic="name-erased"):
    """A sole trader's name and salt were removed for good (姓名信息删除); the commitment stays."""

    name_id: str


NameEvent = EnterpriseRegistered | EnterpriseRenamed | NameErased
AccountEvent = AccountNamed | AccountNamedByDocument | AccountConfirmed | AccountErased
RegistrationEvent = NameEvent | AccountEvent | HoldEvent
