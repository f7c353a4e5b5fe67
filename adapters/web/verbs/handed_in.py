"""What a verb says of a file that was handed in: the name that it came by, not where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.web.verbs.verb import Unreadable
from domain.refusals import Refusal


@contextmanager
def as_handed_in(folder: Path) -> Iterator[None]:
    """Raise what is raised without the folders that files are kept in, below this one."""
    try:
        yield
    except Refusal as refusal:
        raise _without(folder, refusal) from refusal.__cause__
    except Unreadable as unread:
        problems = tuple((name, _plain(folder, said)) for name, said in unread.problems)
        raise Unreadable(problems) from unread.__cause__


def _without(folder: Path, refusal: Refusal) -> Refusal:
    facts = {
        name: _plain(folder, fact) if isinstance(fact, str) else fact
        for name, fact in refusal.facts.items()
    }
    plain = Refusal(refusal.code, **facts)
    plain.others = tuple(_without(folder, each) for each in refusal.others)
    return plain


def _plain(folder: Path, text: str) -> str:
    return re.sub(rf"{re.escape(str(folder))}/(?:[^/\s]+/)*", "", text)
