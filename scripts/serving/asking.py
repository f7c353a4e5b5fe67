"""The same command line against a server: `subsidy --server URL …` asks what is typed of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from inspect import BoundArguments
from pathlib import Path
from typing import Any

from adapters.web.api.table import NOT_SERVED
from adapters.web.client import JSON, TEXT, Client, RefusedByServer, Reply
from adapters.web.verbs.verb import Parameter
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.doors import counting, note
from scripts.cli.misuse import Misuse
from scripts.cli.options import Common, Printing, Reading, print_json
from scripts.serving.reading import Field, fields_of

OF_THIS_MACHINE = ("--store", "--ledgers")
SERVER, TOKEN = "SUBSIDY_SERVER", "SUBSIDY_TOKEN"  # of the environment
DONE, REFUSED = 0, 1


def ask(
    server: str, verb: Sequence[str], command: Callable[..., Any], bound: BoundArguments
) -> int:
    """Ask a server what a command was typed with; print its answer, and return the exit code."""
    taken, (name, _kind) = fields_of(command)
    at: Common = bound.arguments.get(name) or _default(command, name)
    values, out = _values(taken, bound)
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise Refusal("token-missing", variable=TOKEN)
    looking = at if isinstance(at, Reading) else Reading()
    with Client(server, token, language=at.lang) as client, counting(" ".join(verb)) as count:
        try:
            reply = client.ask(
                " ".join(verb),
                values,
                suffix="" if out is None else out.suffix.lower(),
                accept=JSON if at.json else TEXT,
                on_progress=count,
                position=looking.position,
                known_at=looking.known_at,
            )
        except RefusedByServer as refused:
            note(f"{refused.code}: {refused.message}")
            if at.json:
                print_json({"code": refused.code, "message": refused.message})
            return REFUSED
    return _tell(reply, out, at)


def must_be_served(server: str, verb: Sequence[str], words: Sequence[str]) -> None:
    """Refuse what a server is not asked, so that nothing of this machine is taken for it.

    Raises Misuse.
    """
    typed, facts = " ".join(verb), {"server": server, "variable": SERVER}
    if typed in NOT_SERVED:
        raise Misuse(
            _(
                "`subsidy {verb}` is not asked of a server, and {server} is named by --server or "
                "{variable}. Nothing was done. Run it on the machine that has the ledger, without "
                "both."
            ).format(verb=typed, **facts)
        )
    before = words[: words.index("--")] if "--" in words else words
    for option in (word.partition("=")[0] for word in before):
        if option in OF_THIS_MACHINE:
            raise Misuse(
                _(
                    "{option} names ledgers of this machine, and {server} is named by --server or "
                    "{variable}. Nothing was done. Name one of them."
                ).format(option=option, **facts)
            )


def _tell(reply: Reply, out: Path | None, at: Common) -> int:
    for said in reply.notes:
        note(said)
    if out is None:
        sys.stdout.write(reply.text)
        return reply.code
    from adapters.files.outputs import NEW, open_output

    force = isinstance(at, Printing) and at.force
    with open_output(out, "output-unwritable", NEW, force=force) as file:
        file.write(reply.content)
    at.tell({"file": str(out), "bytes": len(reply.content)}, lambda: str(out))
    return reply.code


def _default(command: Callable[..., Any], name: str) -> Any:
    from inspect import signature

    return signature(command).parameters[name].default


def _values(taken: Sequence[Field], bound: BoundArguments) -> tuple[dict[str, Any], Path | None]:
    """Return what was typed as JSON has it, and the file that an answer is written to."""
    values: dict[str, Any] = {}
    out: Path | None = None
    for each in taken:
        given = bound.arguments.get(each.keyword)
        if each.of is not None:
            group = bound.arguments.get(each.of[0])
            given = None if group is None else getattr(group, each.keyword)
        if given is None or given == each.parameter.default or given == ():
            continue
        if each.parameter.kind == "out":
            out = given
        elif each.parameter.many:
            values[each.parameter.name] = [_sent(each.parameter, word) for word in given]
        else:
            values[each.parameter.name] = _sent(each.parameter, given)
    return values, out


def _sent(parameter: Parameter, given: Any) -> Any:
    match given:
        case date():
            return given.isoformat()
        case Fraction():
            return f"{given.numerator}/{given.denominator}"
        case tuple():
            return "=".join(map(str, given))
        case int() if parameter.kind == "decimal":
            return f"{given // 100}.{given % 100:02d}"
    return given
