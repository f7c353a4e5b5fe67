"""Reads a policy file: TOML to a policy, refusing by name whatever does not hold."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from adapters.files.durable import read_regular
from adapters.policy.codec import to_json
from adapters.policy.file.consistency import check_consistency
from adapters.policy.file.currencies import check_currencies
from adapters.policy.file.misshapen import fault_of
from adapters.policy.file.shape import PolicyLines
from adapters.policy.file.sheets import check_sheets
from adapters.policy.file.toml import toml_of
from adapters.policy.paths import SHIPPED
from adapters.policy.text.agreement import check_agreement
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.patching import with_default_readings
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.refusals import Refusal

SIZE_MAX = 56_000  # bytes of the canonical form, less than the codec's own limit
FOUND_MAX = 80  # characters of a wrong value that a refusal repeats


def read_policy_file(path: Path) -> Policy:
    """Return the policy a file states.

    Raises Refusal `policy-file-invalid`, which names the key, when any of it does not hold.
    """
    return _read(path.name, path)


@cache
def shipped_policy() -> Policy:
    """Return the policy the program ships with."""
    return _read(SHIPPED.name, SHIPPED)


def _read(name: str, source: Path | Traversable) -> Policy:
    try:
        document = _validated(_parsed(source)).as_document()
        check_currencies(document)
        compiled(with_default_readings(document))
        check_consistency(document)  # the rivals too, before one that is chosen is compiled
        check_sheets(document)
        check_agreement(document)
        policy = compiled(document)
        _check_size(policy)
        return policy
    except PolicyError as wrong:
        facts = {"where": wrong.where, "problem": wrong.problem, "found": wrong.found[:FOUND_MAX]}
        raise Refusal("policy-file-invalid", file=name, **facts, **wrong.more) from wrong


def _check_size(policy: Policy) -> None:
    """A published policy is recorded whole, and an amended policy may say a little more."""
    size = len(to_json(policy))
    if size > SIZE_MAX:
        raise PolicyError("", "too-long", f"{size} bytes")


def _parsed(source: Path | Traversable) -> dict[str, object]:
    try:
        content = read_regular(source) if isinstance(source, Path) else source.read_bytes()
        return toml_of(content)
    except OSError as problem:
        raise PolicyError("", "unreadable", problem.strerror or problem) from problem
    except UnicodeDecodeError as problem:
        raise PolicyError("", "not-utf8", problem.start) from problem
    except ValueError as problem:
        raise PolicyError("", "not-toml", problem) from problem


def _validated(document: dict[str, object]) -> PolicyLines:
    try:
        return PolicyLines.model_validate(document)
    except ValidationError as errors:
        raise fault_of(errors, document) from errors
