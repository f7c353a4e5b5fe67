"""A document with values set by their paths: what a rival reading changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from domain.policy.compiling.faults import PolicyError, known, not_among
from domain.policy.compiling.paths import every_figure, nearest_path

Document = Mapping[str, Any]
GONE = "gone"  # instead of an entry: the reading has none
WAITS = "waits"  # instead of a patch: it needs a list that nobody has given yet
LIKE = "like"  # beside what differs: a new entry, like another
_OPTIONAL = {"caps": ("starts", "months", "counts"), "measures": ("when", "needs", "by_item")}
PATCHES = (GONE, LIKE, WAITS)


def chosen_of(reading: Document) -> str:
    """Return how a reading is read: its default unless another is chosen."""
    chosen: str = reading.get("chosen", reading["default"])
    return chosen


def with_default_readings(document: Document) -> dict[str, Any]:
    """Return the document as if no reading were chosen."""
    readings = {
        name: {key: content for key, content in reading.items() if key != "chosen"}
        for name, reading in document.get("readings", {}).items()
    }
    return {**document, "readings": readings}


def with_chosen_readings(document: Document) -> Document:
    """Return the document as its readings are chosen; itself where all are the defaults.

    Raises PolicyError for a choice that the reading does not have, or that waits for its list.
    """
    readings = document.get("readings", {})
    chosen = {name: chosen_of(reading) for name, reading in readings.items()}
    patches = []
    for name, choice in chosen.items():
        where, reading = f"readings.{name}.chosen", readings[name]
        if choice == reading["default"]:
            continue
        patch = reading["rivals"][known(where, choice, reading["rivals"], "not-allowed")]
        if patch == WAITS:
            raise PolicyError(where, "waits-for-its-list", choice)
        patches.append((name, choice, patch))
    if not patches:
        return document
    read: dict[str, Any] = deepcopy(dict(document))
    for name, choice, patch in patches:
        for path, value in patch.items():
            _set(read, f"readings.{name}.rivals.{choice}", path, value)
    return read


def _set(document: dict[str, Any], where: str, path: str, value: Any) -> None:
    """Set the value at a path: an entry gone, an entry like another, or one key.

    Every path of a value (`parameters_in`), `settings.<name>`, `<section>.<entry>`,
    `<section>.<entry>.<key>`, and in a measure `measures.<measure>[.<term>].<key>`, where a term
    goes by its name or its verb.
    """
    section, *rest = path.split(".")
    entries: Any = document.get(section)
    figure = next((each for each in every_figure(document) if each.path == path), None)
    if figure is not None and value != GONE:
        figure.holder[figure.key] = deepcopy(value)
        return
    if not rest:
        raise _unknown(document, where, path)
    entry, *below = rest
    named = not below and isinstance(entries, dict)
    if value == GONE and named:
        if entries.pop(entry, None) is None:
            raise _unknown(document, where, path)
    elif value == GONE and below and below[0] in _OPTIONAL.get(section, ()):
        if len(below) > 1 or entries.get(entry, {}).pop(below[0], None) is None:
            raise _unknown(document, where, path)
    elif isinstance(value, Mapping) and LIKE in value and named:
        if str(value[LIKE]) not in entries:
            raise not_among(where, value[LIKE], entries, "unknown-path")
        changed = {key: content for key, content in value.items() if key != LIKE}
        entries[entry] = deepcopy(entries[value[LIKE]]) | changed
    elif value != GONE and (holder := _holder(entries, rest)) is not None:
        holder[rest[-1]] = deepcopy(value)
    else:
        raise _unknown(document, where, path)


def _unknown(document: Document, where: str, path: str) -> PolicyError:
    nearest = nearest_path(
        path, [*(each.path for each in every_figure(document)), *_keys(document)]
    )
    return PolicyError(where, "unknown-path", path, **({"nearest": nearest} if nearest else {}))


def _keys(document: Document) -> Iterator[str]:
    """Yield the paths of entries and their keys, beside those of values."""
    for section, entries in document.items():
        named = entries.items() if isinstance(entries, Mapping) else ()
        for name, entry in (*named, *_by_measure(entries)):
            yield f"{section}.{name}"
            if isinstance(entry, Mapping):
                yield from (f"{section}.{name}.{key}" for key in entry)


def _by_measure(entries: Any) -> Iterator[tuple[str, Any]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping):
            names = (entry.get("measure"), *entry.get("measures", ()))
            yield from ((name, entry) for name in names if name)


def _holder(entries: Any, path: list[str]) -> dict[str, Any] | None:
    """Return the table that holds the last key of a path; None where there is none."""
    at = entries
    for key in path[:-1]:
        at = next(_entries(at, key), None)
    return None if at is None else next(_tables_with(at, path[-1]), None)


def _entries(at: Any, key: str) -> Iterator[Any]:
    """Yield what goes by a key: an entry of a table or of a list, or the figure of a term."""
    if isinstance(at, list):
        yield from (each for each in at if key in (each.get("measure"), *each.get("measures", ())))
    elif isinstance(at, dict) and key in at:
        yield at[key]
    elif isinstance(at, dict):
        for term in at.get("pays", ()):
            if key in (term.get("name"), *term):
                yield from (value for value in term.values() if isinstance(value, dict))


def _tables_with(at: Any, key: str) -> Iterator[dict[str, Any]]:
    """Yield the table itself, or the terms and conditions of a measure that have the key."""
    if isinstance(at, dict) and "pays" in at and "kind" in at:
        for table in (at, *at["pays"], *at.get("when", ()), *at.get("needs", ())):
            if isinstance(table, dict) and key in table:
                yield table
    elif isinstance(at, dict):
        yield at
