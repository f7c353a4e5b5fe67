"""Policy files and values set by hand: understood as they say it, or refused by name."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from adapters.policy.codec import from_json, to_json
from adapters.policy.file.files import read_policy_file, shipped_policy
from adapters.policy.patch import parameters, with_values
from adapters.policy.paths import SHIPPED
from adapters.policy.values import in_document
from domain.policy.compiling.paths import Kind
from domain.refusals import Refusal
from tests.fuzz.edits import ODD_TEXTS, some
from tests.fuzz.running import fuzzed, hold, outcome

POLICY = shipped_policy()
TOML = SHIPPED.read_bytes()
LINES = TOML.splitlines(keepends=True)
PARAMETERS = [(path, text) for path, text, _ in parameters(POLICY)]
VALUES = sorted(
    {text for _, text in PARAMETERS}
    | {"70%", "12.5%", "0.01%", "2/3", "120%", "1500/10000", "10000", "0.01"}
)
REFUSED = {"policy-path-unknown", "policy-value-invalid"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def policy_file(random: Random) -> bytes:
    """Return the shipped file with a few lines damaged, moved, dropped or said twice."""
    lines = list(LINES)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(lines))
        lines[at] = random.choice(
            (
                b"",
                lines[at] * 2,
                random.choice(LINES),
                *(some(random, [lines[at]]) for _ in range(5)),
            )
        )
    return b"".join(lines)


@fuzzed(300, each=10)
def test_a_damaged_policy_file_is_a_whole_policy_or_refused(folder: Path, seed: int) -> None:
    path = folder / "policy.toml"

    def law(content: bytes) -> None:
        path.write_bytes(content)
        read_back = outcome(read_policy_file, path)
        if isinstance(read_back, Refusal):
            assert read_back.code == "policy-file-invalid"
        else:
            assert from_json(to_json(read_back)) == read_back

    hold(law, policy_file, seed, each=10)


def odd(random: Random, text: str) -> str:
    if random.randrange(3) == 0:
        return random.choice(ODD_TEXTS)
    return some(random, [text.encode()]).decode("utf-8", "surrogateescape")


def setting(random: Random) -> tuple[str, str]:
    path, text = random.choice(PARAMETERS)
    if random.randrange(20) == 0:
        path = odd(random, path)
    return path, random.choice((odd(random, text), random.choice(VALUES)))


def is_set_or_refused(setting: tuple[str, str]) -> None:
    path, text = setting
    policy = outcome(with_values, POLICY, {path: text})
    if isinstance(policy, Refusal):
        assert policy.code in REFUSED
        return
    expected = dict(PARAMETERS) | {
        path: next(now for at, now, _ in parameters(policy) if at == path)
    }
    assert {at: now for at, now, _ in parameters(policy)} == expected
    assert with_values(POLICY, {path: expected[path]}) == policy
    assert from_json(to_json(policy)) == policy


@fuzzed(2_000)
def test_a_value_that_is_set_sets_that_one_alone_or_is_refused(seed: int) -> None:
    hold(is_set_or_refused, setting, seed)


KINDS: tuple[Kind, ...] = ("rate", "amount", "price", "number", "count")
WRONG = {
    "not-a-rate", "not-an-amount", "not-a-price", "not-a-number", "not-a-count", "out-of-range",
}  # fmt: skip


def is_printed_and_read_back_or_no_value(tried: tuple[Kind, str]) -> None:
    kind, text = tried
    value = outcome(in_document, kind, text)
    if isinstance(value, ValueError):
        assert str(value) in WRONG
    else:
        assert in_document(kind, str(value)) == value


@fuzzed(10_000)
def test_a_value_is_printed_as_it_is_read(seed: int) -> None:
    def made(random: Random) -> tuple[Kind, str]:
        return random.choice(KINDS), odd(random, random.choice(VALUES))

    hold(is_printed_and_read_back_or_no_value, made, seed)
