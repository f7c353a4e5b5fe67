"""Files that were handed in: each in a folder by the name that it came by, and called by that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from shutil import copyfile

from adapters.web.api.requests import FILES_MAX, Scratch, safe_name
from adapters.web.desk.spool import Held, Spool
from adapters.web.verbs.verb import Unreadable
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

Files = Mapping[str, Sequence[Held]]  # of a form, by the name of a parameter
HELD = "held:"  # begins the name of a field that stands for files sent before


def files_of(
    spool: Spool,
    account: str,
    names: Sequence[str],
    sent: Mapping[str, Sequence[str]],
    uploaded: Mapping[str, Sequence[Path]],
) -> tuple[Files, list[str]]:
    """Return the files of a form, sent now or kept since the last time; then what is gone.

    What is sent now takes the place of what was kept. names: of the parameters that are files.
    Raises Unreadable for more than are sent at once.
    """
    files, gone = dict[str, list[Held]](), list[str]()
    for name in names:
        words = dict.fromkeys(sent.get(HELD + name, ()))  # each file is laid out, and read
        if len(words) > FILES_MAX:
            said = _("At most {most} files are sent at once.").format(most=FILES_MAX)
            raise Unreadable(((name, said),))
        before = [spool.held(account, word) for word in words]
        files[name] = [file for file in before if file is not None]
        if name in uploaded:
            spool.let_go(files[name])
            files[name] = [spool.hold(account, path) for path in uploaded[name]]
        elif None in before:
            gone.append(name)
    return files, gone


def laid_out(held: Files, folder: Scratch) -> dict[str, list[Path]]:
    """Return the files of a form in a folder, each by the name that it was handed in by.

    Raises Unreadable for one that is gone.
    """
    paths: dict[str, list[Path]] = {}
    for name, files in held.items():
        for number, file in enumerate(files):
            path = folder.path / name / str(number) / safe_name(file.shown)
            path.parent.mkdir(parents=True)
            try:
                copyfile(file.path, path)
            except FileNotFoundError:  # removed since it was looked for
                raise gone_of(name) from None
            paths.setdefault(name, []).append(path)
    return paths


def gone_of(*names: str) -> Unreadable:
    """Return what to raise where files of these parameters are not kept any more."""
    said = _("The file is not kept any more: choose it again.")
    return Unreadable(tuple((name, said) for name in names))


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
    plain = copy(refusal)
    plain.facts = facts
    plain.others = tuple(_without(folder, each) for each in refusal.others)
    return plain


def _plain(folder: Path, text: str) -> str:
    return re.sub(rf"{re.escape(str(folder))}/(?:[^/\s]+/)*", "", text)
