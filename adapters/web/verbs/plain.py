"""Answers that commands write as they go: what their JSON has, for who reads it."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class Event(TypedDict):
    """An event of a history: its envelope, and beside that the fields of its type."""

    position: int
    recorded_at: str
    by: str
    login: str
    type: str


class YearRecorded(TypedDict):
    """A year's exports, in US dollars as they are written."""

    uscc: str
    year: int
    us_usd: str
    rcep_usd: str
    events_appended: int


class AmountsRecorded(TypedDict):
    """A year's record of a kind that a policy names, with each of its amounts."""

    uscc: str
    record: str
    year: int
    events_appended: int


class VersionRecorded(TypedDict):
    """A version of a policy; None, with the number of the proposal, where another confirms it."""

    version: int | None
    proposal: NotRequired[int]


class VersionPublished(VersionRecorded):
    """A version read from a file, with what is to be said of it."""

    notices: NotRequired[list[dict[str, Any]]]


class VersionConfirmed(TypedDict):
    """A version that was proposed and is recorded."""

    version: int
    notices: NotRequired[list[dict[str, Any]]]


class PolicyPage(TypedDict):
    """The page of a policy, in Markdown."""

    page: str


class TriedCase(TypedDict):
    """A case of a policy file: whether its figures came out as it says."""

    agrees: bool


class PolicyTried(TypedDict):
    """What the cases of a policy file came to."""

    claims: list[dict[str, Any]]
    caps: list[dict[str, Any]]
    cases: list[TriedCase]
