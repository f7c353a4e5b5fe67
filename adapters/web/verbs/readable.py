"""Whether the files of an act are what the act takes, before anything is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from adapters.attached.kinds import examine
from adapters.policy.file.files import read_policy_file
from adapters.policy.office_rules import read_office_rules
from adapters.seal.pack.received import read_pack
from adapters.web.verbs.verb import Answered, Unreadable, Verb
from adapters.wording.catalogue.refusals import sentence
from domain.refusals import Refusal

READERS: Mapping[str, tuple[str, Callable[[Path], object]]] = {  # of verbs without a dry run
    "attach": ("files", examine),
    "policy publish": ("file", read_policy_file),
    "store set-rules": ("file", read_office_rules),
    # From when on and by which document a pack counts does not change whether it can be read.
    "transfer-in": ("file", lambda path: read_pack(path, (), date.min, "")),
}


def look_over(
    verb: Verb, values: Mapping[str, Any], call: Callable[[dict[str, Any]], Answered]
) -> Answered | None:
    """Return what a dry run answers of a verb's files; None of a verb without, and without files.

    Raises Unreadable or Refusal where the verb would not take its files; records nothing.
    call: calls the verb with values. Of several files, every one that is refused is named.
    """
    given = {each.name for each in verb.parameters if each.kind == "file"} & values.keys()
    if not given:
        return None
    if any(each.name == "dry_run" for each in verb.parameters):
        return call({**values, "dry_run": True})
    name, read = READERS[verb.name]
    files = values[name]
    if isinstance(files, Path):
        read(files)
        return None
    problems = []
    for path in files:
        try:
            read(path)
        except Refusal as refusal:
            problems.append(f"{path.name}: {sentence(refusal)}")
    if problems:
        raise Unreadable(((name, "\n".join(problems)),))
    return None
