"""What a refusal's `problem` is called: a stable word, or the words of a system or a driver.

Our own sentences are marked where they are raised; the others are marked here. What another program
says and nothing here translates is quoted, with the program's name.
"""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

from adapters.wording.translation import N_, speaking
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from domain.refusals import Refusal

POLICY_PROBLEMS = {
    "unreadable": N_("not readable"),
    "not-utf8": N_("not in UTF-8"),
    "not-toml": N_("not TOML"),
    "missing": N_("missing"),
    "unknown": N_("unknown"),
    "repeated": N_("repeated"),
    "empty": N_("empty"),
    "too-long": N_("too long"),
    "malformed": N_("malformed"),
    "bad-character": N_("a character that may not stand there"),
    "wrong-type": N_("not of the type that belongs there"),
    "not-a-rate": N_("not a rate"),
    "not-an-amount": N_("not an amount"),
    "not-a-count": N_("not a count"),
    "not-of-a-record": N_("not an amount of a record"),
    "limit-of-one-enterprise": N_("recorded of one enterprise, and the cap is over all of them"),
    "not-of-another-policy": N_("not <policy>/<measure> of another policy"),
    "out-of-range": N_("out of range"),
    "not-allowed": N_("not allowed here"),
    "waits-for-its-list": N_("the list it needs is not in the file"),
    "days-out-of-order": N_("the last day is before the first"),
    "unknown-article": N_("an article that is not listed"),
    "unaccounted-for": N_("an article that nothing cites and that prints no figure"),
    "not-a-figure": N_("not a figure"),
    "needs-a-note": N_("a note is missing"),
    "note-in-one-language": N_("a note in one language only"),
    "unknown-path": N_("no parameter by this path"),
    "other-article": N_("another article sets it"),
    "figure-differs": N_("not the printed figure"),
    "not-printed": N_("printed in no article"),
    "not-a-text": N_("a text is wanted"),
    "not-a-price": N_("not a price"),
    "not-a-number": N_("not a number"),
    "not-a-day": N_("not a day"),
    "not-a-condition": N_("not a condition"),
    "not-one-verb": N_("not exactly one verb"),
    "not-rising": N_("the bands do not rise"),
    "unit-differs": N_("the amount so far is of another unit"),
    "currencies-mixed": N_("two currencies, or money and what is not"),
    "pays-no-money": N_("it ends in no amount of the policy's currency"),
    "without-a-cost": N_("no kind of the file names its cost"),
    "never-counts": N_("an entry before it is about the same policy"),
    "kind-without-item": N_("claims of this kind have no item"),
    "items-differ": N_("the measures have different items"),
    "without-a-measure": N_("no measure pays claims of this kind"),
    "takes-all-before": N_("no condition, though measures of the kind follow"),
    "leaves-claims-over": N_("the last measure of the kind has a condition"),
    "members-or-since": N_("either members or since"),
    "unknown-fact": N_("no such fact"),
    "unknown-record": N_("no such record"),
    "unknown-list": N_("no such list"),
    "unknown-kind": N_("no such kind"),
    "unknown-measure": N_("no such measure"),
    "unknown-source": N_("no such source of money"),
    "not-the-whole": N_("the shares do not add up to the whole"),
    "without-a-source": N_("nobody bears it"),
    "unknown-word": N_("no such word of the fact"),
    "wrong-type-of-fact": N_("a fact of another type"),
    "not-a-currency": N_("not a currency of ISO 4217"),
    "alone": N_("two measures at least are wanted"),
    "announced-years-later": N_("more than a year after the last day"),
    "sheet-too-long": N_("a sheet's name has 31 characters at most: say `sheet`"),
    "sheet-malformed": N_("a sheet's name has none of [ ] : * ? / \\ @ and no ' at an end"),
    "sheet-shared": N_("not as the other kinds of the sheet say it"),
    "header-repeated": N_("another column of the sheet has this header"),
    "category-repeated": N_("another kind goes by this word on a shared sheet"),
    "taken-by-the-program": N_("the program itself calls something else so"),
    "both-printed-and-inferred": N_("both printed and inferred"),
}
_SYSTEM = {
    errno.ENOENT: N_("no such file or folder"),
    errno.ENOTDIR: N_("part of its path is not a folder"),
    errno.EISDIR: N_("a folder, not a file"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("not permitted"),
    errno.EROFS: N_("a read-only disk"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("too large"),
    errno.EIO: N_("the disk failed"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EEXIST: N_("it exists already"),
    errno.ECONNREFUSED: N_("connection refused"),
    errno.ETIMEDOUT: N_("timed out"),
}
_DRIVERS = {
    "timed out": _SYSTEM[errno.ETIMEDOUT],
    "Name or service not known": N_("no such host"),
    "File is not a zip file": N_("not a zip file"),
    "file is not a database": N_("not a database"),
    "database disk image is malformed": N_("the database is damaged"),
    "unable to open database file": N_("the database cannot be opened"),
    "attempt to write a readonly database": N_("the database is read-only"),
    "database or disk is full": _SYSTEM[errno.ENOSPC],
    "disk I/O error": _SYSTEM[errno.EIO],
    "database is locked": N_("another program holds the database"),
}
_FOREIGN = {os.strerror(number): text for number, text in _SYSTEM.items()} | _DRIVERS
_NAMES = POLICY_PROBLEMS | _FOREIGN
_BY_DATABASE = frozenset(
    (
        "event-refused",
        "private-unreadable",
        "roles-not-granted",
        "store-forbidden",
        "store-full",
        "store-unavailable",
        "store-unreadable",
        "web-forbidden",
        "web-unreadable",
    )
)
_POSITION = re.compile(r"position (\d+)")


def problem_words(problem: str) -> str:
    """Return a problem in the reader's language; what stands before a colon says where."""
    where, colon, what = problem.rpartition(": ")
    return _place(where) + colon + _(_NAMES.get(what, what))


def refused_because(refusal: Refusal, problem: str) -> str:
    """Return a refusal's problem in the reader's language; another program's words are quoted."""
    where, colon, what = problem.rpartition(": ")
    by_database = refusal.code in _BY_DATABASE
    part_of_a_sentence = by_database and where and what in _FOREIGN
    known = _is_message(_NAMES.get(what, what)) and not part_of_a_sentence
    if known or not problem or refusal.code == "views-differ":  # which names a table
        return problem_words(problem)
    if by_database:
        return _("the database says “{words}”").format(words=" ".join(problem.split()))
    if refusal.code == "witness-refused":
        return _("its words: “{words}”").format(words=" ".join(problem.split()))
    return _place(where) + colon + _("the system says “{words}”").format(words=what)


def _is_message(text: str) -> bool:
    with speaking("zh"):
        return _(text) != text


def _place(where: str) -> str:
    at = _POSITION.fullmatch(where)
    return where if at is None else _("position {position}").format(position=at[1])
