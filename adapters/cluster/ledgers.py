"""Which ledgers are asked at once: a folder of segments, or a file that lists a county each."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from adapters.cluster.sources import Source, source_of_folder, source_of_store
from adapters.files.durable import problem_text, read_regular
from domain.refusals import Refusal


class _Ledger(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    store: str | None = None
    segments: str | None = None


class _Ledgers(msgspec.Struct, forbid_unknown_fields=True):
    ledger: list[_Ledger]


def sources_of(where: Path) -> list[Source]:
    """Return the ledgers of a folder of segments, or of a file, in its order.

    Paths in a file are from its folder. Raises Refusal `ledgers-unreadable`, and what opening
    segments or a store raises.
    """
    if where.is_dir():
        return [source_of_folder(where, name=where.resolve().name)]
    listed = _read(where)
    return [_source(each, where.parent) for each in listed]


def _read(file: Path) -> list[_Ledger]:
    try:
        table = tomllib.loads(read_regular(file).decode())
        listed = msgspec.convert(table, _Ledgers).ledger
    except OSError as problem:
        raise _unreadable(file, problem_text(problem)) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as problem:
        raise _unreadable(file, str(problem)) from problem
    names = [each.name for each in listed]
    twice = next((name for name in names if names.count(name) > 1), None)
    placeless = next((each.name for each in listed if not (each.store or each.segments)), None)
    if not listed or twice is not None or placeless is not None:
        raise _unreadable(file, twice or placeless or "[[ledger]]")
    return listed


def _source(listed: _Ledger, folder: Path) -> Source:
    store = listed.store
    if store is not None and "://" not in store:
        store = str(folder / store)
    if listed.segments is not None:
        return source_of_folder(folder / listed.segments, name=listed.name, store=store)
    assert store is not None, "a ledger without segments has a store"
    return source_of_store(store, name=listed.name)


def _unreadable(file: Path, problem: str) -> Refusal:
    return Refusal("ledgers-unreadable", file=str(file), problem=problem)
