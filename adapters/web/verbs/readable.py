"""Whether an act would be taken, with its files, before anything is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from adapters.attached.kinds import examine
from adapters.policy.file.files import read_policy_file
from adapters.policy.office_rules import read_office_rules
from adapters.seal.pack.received import read_pack
from adapters.web.verbs.verb import Answered, Unreadable, Verb
from adapters.wording.catalogue.refusals import sentence
from domain.refusals import Refusal

Values = Mapping[str, Any]
Calling = Callable[[dict[str, Any]], Answered]
Trying = Callable[[Values], Answered | None]

READERS: Mapping[str, tuple[str, Callable[[Path], object]]] = {  # of verbs without a dry run
    "attach": ("files", examine),
    "policy publish": ("file", read_policy_file),
    "store set-rules": ("file", read_office_rules),
    # From when on and by which document a pack counts does not change whether it can be read.
    "transfer-in": ("file", lambda path: read_pack(path, (), date.min, "")),
}


class Looked(NamedTuple):
    """What came of an act that was tried. answered: what it says; None where it says nothing.

    is_refused: nothing would be recorded, and it says why.
    """

    answered: Answered | None
    is_refused: bool


def look_over(verb: Verb, values: Values, call: Calling, try_out: Trying) -> Looked:
    """Try an act before its answers are shown once more; records nothing.

    call: calls the verb with values. try_out: calls it up to where it would record, and returns
    None there. Raises Unreadable or Refusal as the act would. Of several files, every one that is
    refused is named.
    """
    given = {each.name for each in verb.parameters if each.kind == "file"} & values.keys()
    if any(each.name == "dry_run" for each in verb.parameters):
        answered = call({**values, "dry_run": True})
        says_no = answered.code != 0 and not given
        return Looked(answered, says_no and try_out(values) is not None)
    if given:
        _must_be_readable(verb, values)
    tried = try_out(values)
    return Looked(tried, tried is not None and tried.code != 0)


def _must_be_readable(verb: Verb, values: Values) -> None:
    name, read = READERS[verb.name]
    files = values[name]
    if isinstance(files, Path):
        read(files)
        return
    problems = []
    for path in files:
        try:
            read(path)
        except Refusal as refusal:
            problems.append(f"{path.name}: {sentence(refusal)}")
    if problems:
        raise Unreadable(((name, "\n".join(problems)),))
