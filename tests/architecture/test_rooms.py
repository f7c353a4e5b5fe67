"""Rooms stand in an order and import only from rooms before them, wherever the import stands."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tests.architecture.test_architecture import (
    MODULES,
    ROOT,
    TREES,
    imported,
    nodes,
    third_parties,
)

ROOMS = (
    "domain.money",
    "domain.identity",
    "domain.calendar",
    "domain.value",
    "domain.refusals",
    "domain.policy",
    "domain.events",
    "domain.commands",
    "domain.enterprise",
    "domain.assessment",
    "domain.decide",
    "domain.payments",
    "projections",
    "adapters.files",
    "adapters.policy",
    "adapters.log",
    "adapters.intake",
    "adapters.accounts",
    "adapters.attached",
    "adapters.views",
    "adapters.stores",
    "adapters.ledger",
    "adapters.seal",
    "adapters.papers",
    "adapters.wording",
    "adapters.letters",
    "adapters.cluster",
    "adapters.web",
    "scripts",
)
OPEN_TO_ALL = ("adapters.wording.translation",)  # messages are marked where they are written
HOMES = {  # a third party, and the rooms that may know it
    "argon2": ("adapters.web.people",),
    "authlib": ("adapters.web.people",),
    "babel": (),
    "cryptography": ("adapters.accounts", "adapters.seal"),
    "docx": ("adapters.letters.word",),
    "docxtpl": ("adapters.letters.word",),
    "cyclopts": ("scripts.cli", "scripts.claims", "scripts.money", "scripts.policy", "scripts"),
    "eventsourcing": ("adapters.log", "adapters.stores", "adapters.web.state"),
    "filelock": ("adapters.files", "adapters.attached", "adapters.stores"),
    "httpx2": ("adapters.web.people", "adapters.web.client"),
    "joserfc": ("adapters.web.people",),
    "markupsafe": ("adapters.web",),
    "matplotlib": ("scripts.benchmark.picture",),
    "jinja2": ("adapters.letters.word", "adapters.web"),
    "msgspec": (
        "domain.value", "adapters.log", "adapters.policy", "adapters.intake", "adapters.wording",
        "adapters.ledger.processes", "adapters.ledger.reassessing", "adapters.stores.postgres",
        "adapters.papers.bank", "adapters.cluster", "adapters.web", "scripts.benchmark",
    ),
    "openpyxl": (),
    "pkcs11": ("adapters.seal.signing.token",),
    "prometheus_client": ("adapters.web",),
    "psutil": ("scripts.benchmark.server",),
    "psycopg": ("adapters.stores.postgres", "scripts.benchmark"),
    "pyarrow": ("adapters.cluster.segments",),
    "rfc3161_client": ("adapters.seal.signing.timestamps",),
    "psycopg_pool": ("adapters.stores.postgres",),
    "pydantic": ("adapters.policy.file", "adapters.web"),
    "pydantic_core": ("adapters.policy.file", "adapters.web"),
    "pyotp": ("adapters.web.people",),
    "pypdf": ("adapters.attached.pdf_apart",),
    "pypdfium2": ("adapters.letters.check", "adapters.letters.pdf"),
    "segno": ("adapters.letters", "adapters.web"),
    "typst": ("adapters.letters.pdf",),
    "ray": ("adapters.cluster.engines",),
    "rich": ("adapters.wording.rendering", "scripts.cli"),
    "sqlalchemy": ("adapters.views", "adapters.stores", "adapters.web"),
    "starlette": ("adapters.web",),
    "structlog": ("adapters.web",),
    "uvicorn": ("adapters.web",),
    "xlsxwriter": (
        "adapters.papers", "adapters.wording.rendering", "adapters.intake", "scripts.sample",
    ),
}  # fmt: skip
KNOWN_UP = {  # still to be turned round; no other may join them
}
KNOWN_STRANGERS: dict[str, set[str]] = {  # the same
}
ENTRIES_MAX = 12
UNLIMITED = {  # folders that may hold more entries, and why
    "": "tools look for their files in the root of the repository",
    "docs": "a page is found by its name, which messages and other pages give",
    "adapters": "a room for each thing outside, in the order that the page on architecture gives",
    "adapters/web": "the parts of the application, as the page on architecture has them",
    "tests/adapters": "the same rooms, each with its tests",
    "docs/decisions": "a decision is kept for good and read by its number",
}
FUNCTION_LINES_MAX = 60
HIDDEN_FROM_COMMANDS = ("recorder", "views", "handler", "connection")


def room_of(module: str) -> str | None:
    """Return the room a module stands in; None for the root of a wing."""
    matching = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(matching, key=len, default=None)


def test_a_room_imports_only_from_rooms_before_it() -> None:
    later = {
        name: {
            module
            for module in imported(name)
            if (room := room_of(module))
            and (here := room_of(name))
            and ROOMS.index(room) > ROOMS.index(here)
            and module not in OPEN_TO_ALL
        }
        for name in MODULES
    }

    assert {name: modules for name, modules in later.items() if modules} == KNOWN_UP


def test_a_third_party_is_met_in_its_own_rooms() -> None:
    strangers = {
        name: {
            party
            for party in third_parties(name)
            if not name.startswith(HOMES.get(party, ("nowhere",)) or ("nowhere",))
        }
        for name in MODULES
        if not name.startswith("scripts.sample")
    }

    assert {name: parties for name, parties in strangers.items() if parties} == KNOWN_STRANGERS


def entries(folder: Path) -> int:
    """Return how many modules, folders and pages a folder holds: data beside them does not count.

    In the root every file counts.
    """
    kept = {path.name for path in folder.iterdir() if not path.name.startswith((".", "__"))}
    if folder != ROOT:
        kept = {
            name for name in kept if (folder / name).is_dir() or Path(name).suffix in (".py", ".md")
        }
    return len(kept)


def crowded() -> set[str]:
    """Return the folders that hold more than 12 entries, by their path from the root."""
    wings = ("domain", "projections", "adapters", "scripts", "tests", "docs")
    folders = [ROOT, *(ROOT / wing for wing in wings)]
    for wing in wings:
        folders += [path for path in (ROOT / wing).rglob("*") if path.is_dir()]
    return {
        "" if folder == ROOT else folder.relative_to(ROOT).as_posix()
        for folder in folders
        if entries(folder) > ENTRIES_MAX
    }


def test_a_folder_is_read_at_a_glance_but_for_some_with_a_reason() -> None:
    assert crowded() == UNLIMITED.keys()


def test_a_function_is_read_at_once() -> None:
    long = [
        (name, node.name)
        for name in MODULES
        for node in nodes(TREES[name])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX
    ]

    assert long == []


def test_a_public_class_of_the_pure_wings_has_a_name_of_its_own() -> None:
    names = Counter(
        node.name
        for module, tree in TREES.items()
        if module.startswith(("domain", "projections"))
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert {name for name, times in names.items() if times > 1} == set()


def test_a_command_knows_no_part_of_the_store() -> None:
    measuring_and_making = ("scripts.benchmark", "scripts.sample")
    known = {
        (name, node.attr)
        for name in MODULES
        if name.startswith("scripts") and not name.startswith(measuring_and_making)
        for node in nodes(TREES[name])
        if isinstance(node, ast.Attribute) and node.attr in HIDDEN_FROM_COMMANDS
    }

    assert known == set()
