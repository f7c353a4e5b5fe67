"""What is recorded of the ledger itself: policy versions, keys, settings, who saw accounts."""

from __future__ import annotations

from domain.policy.measures import Policy
from domain.policy.office.rules import OfficeRules
from domain.value import Recordable, value


@value
class PolicyPublished(Recordable, topic="policy-published.2"):
    """A version entered the book: the first, or an adjustment (政策调整)."""

    number: int
    digest: str
    policy: Policy


@value
class VersionProposed(Recordable, topic="version-proposed"):
    """A version is put forward (提请登记): one of the book once another hand confirms it.

    number: the proposal's own, from 1. base: the last version of the book as it was put forward; 0
    before the first.
    """

    number: int
    base: int
    digest: str
    policy: Policy


@value
class VersionConfirmed(Recordable, topic="version-confirmed"):
    """A version put forward entered the book (确认登记), under the number `version`."""

    proposal: int
    version: int


@value
class VersionDeclined(Recordable, topic="version-declined"):
    """A version put forward is not to enter the book (退回), or its proposer took it back (撤回).

    words: why.
    """

    proposal: int
    words: str


ProposalEvent = VersionProposed | VersionConfirmed | VersionDeclined


@value
class KeyNamed(Recordable, topic="key-named"):
    """The log is sealed by another key from here on (换钥): `key` follows the key it replaces.

    Both are public keys as text. vouched: the old key's signature line over the new key; None
    where the old key was lost.
    """

    key: str
    replaces: str
    vouched: str | None


@value
class OldKeyLost(Recordable, topic="old-key-lost"):
    """The log is sealed by another key from here on, and nothing vouches for it (旧钥遗失).

    Both are public keys as text. reason: why the key replaced does not vouch, in words.
    """

    key: str
    replaces: str
    reason: str


KeyEvent = KeyNamed | OldKeyLost


@value
class LoginsSeparated(Recordable, topic="logins-separated"):
    """From now on a login that approved a claim may not pay it, whatever name it gives."""


@value
class HandsSeparated(Recordable, topic="hands-separated"):
    """From now on who submitted a claim, or corrected it, may not approve it (职责分离).

    By name or by login; and logins count beside names for who may pay it.
    """


@value
class OfficeRulesSet(OfficeRules, Recordable):
    """A document set rules of the office (办理规则): of notices, time limits, calendars."""

    TOPIC = "office-rules-set"


@value
class AccountsShown(Recordable, topic="accounts-shown"):
    """A paper with accounts in full is printed (账户明文输出); recorded before it is.

    as_of: the log position that the paper is made at. accounts: how many different ones it shows.
    """

    paper: str
    subject: str
    as_of: int
    accounts: int
    reason: str | None
