"""A policy's canonical bytes: one form, read back strictly, quick to start."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.policy.codec import BYTES_MAX, digest, from_json, to_json
from adapters.policy.file.files import SIZE_MAX, shipped_policy
from adapters.policy.patch import parameters, with_values
from domain.policy.compiling.paths import parameters_in
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy

POLICY = shipped_policy()
BYTES = to_json(POLICY)
VALUES = {
    "rate": st.one_of(
        st.integers(1, 10_000).map(lambda bp: f"{bp // 100}.{bp % 100:02d}%"),
        st.tuples(st.integers(1, 99), st.integers(10, 99)).map(
            lambda parts: "{}/{}".format(*parts)
        ),
    ),
    "amount": st.integers(1, 10**12).map(lambda fen: f"{fen // 100}.{fen % 100:02d}"),
    "count": st.integers(1, 10_000).map(str),
}


@st.composite
def changes(draw: st.DrawFn) -> dict[str, str]:
    """Draw any settings an officer could make."""
    known = parameters_in(POLICY.source)
    drawn = {}
    for path in draw(st.lists(st.sampled_from(list(known)), unique=True, max_size=12)):
        if known[path].kind == "reading":
            reading = POLICY.source["readings"][path.removeprefix("readings.")]
            rivals = [rival for rival, patch in reading["rivals"].items() if patch != "waits"]
            drawn[path] = draw(st.sampled_from([reading["default"], *rivals]))
        else:
            drawn[path] = draw(VALUES[known[path].kind])
    return drawn


def test_the_shipped_policy_is_short_enough_to_be_recorded_and_amended() -> None:
    assert len(BYTES) < SIZE_MAX < BYTES_MAX


def test_no_white_space_stands_between_its_parts() -> None:
    assert b'": ' not in BYTES
    assert b"\n" not in BYTES


def test_the_whole_file_is_recorded_articles_figures_and_rivals_too() -> None:
    source = from_json(BYTES).source

    assert source == POLICY.source
    assert {"kinds", "records", "lists", "readings", "article", "inferred"} <= source.keys()


@given(changes())
@settings(deadline=None)
def test_any_amended_policy_is_read_back_as_it_was(drawn: dict[str, str]) -> None:
    policy = with_values(POLICY, drawn)

    encoded = to_json(policy)

    assert from_json(encoded) == policy
    assert to_json(from_json(encoded)) == encoded
    assert parameters(from_json(encoded)) == parameters(policy)
    assert (digest(policy) == digest(POLICY)) == (policy == POLICY)


@given(st.integers(0, len(BYTES) - 1), st.binary(max_size=3))
@settings(deadline=None)
def test_altered_bytes_are_refused_or_are_another_policys_own(at: int, put: bytes) -> None:
    altered = BYTES[:at] + put + BYTES[at + 1 :]

    try:
        policy = from_json(altered)
    except ValueError:
        return

    assert to_json(policy) == altered


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"limit":3', b'"limit": 3'),
        (b'"limit":3', b'"limit":3.0'),
        (b'"limit":3', b'"limit":"3"'),
        (b'"limit":3', b'"limit":true'),
        (b'"limit":3', b'"limit":null'),
        (b'"limit":3', b'"limit":3,"limit":3'),
        (b'"rate":"70%"', b'"rate":70'),
        (b'"rate":"70%"', b'"rate":"70"'),
        (b'{"each":"booth_fees"},', b""),
        (b'"rate":"70%"', b'"rate":"70%","note":1'),
        (b'"each":"booth_fees"', b'"each":"fees"'),
        (b'"each":"booth_fees"', b'"every":"booth_fees"'),
        (b'"rounding":"fen-down"', b'"rounding":"up"'),
        (b'"first_day":"2022-01-01"', b'"first_day":"2022-02-30"'),
        (b'"first_day":"2022-01-01"', b'"first_day":"2022-01-01T00:00:00"'),
        (b'"other-exhibition":{', b'"key-exhibition":{'),
        (b'"kind":"exhibition"', b'"kind":["exhibition"]'),
        (b'"kind":"exhibition"', b'"kind":"fair"'),
        ("重点".encode(), rb"\u91cd\u70b9"),
    ],
)
def test_what_is_not_the_canonical_form_is_refused(old: bytes, new: bytes) -> None:
    assert old in BYTES

    with pytest.raises(ValueError, match=r"policy|decode"):
        from_json(BYTES.replace(old, new, 1))


@pytest.mark.parametrize(
    "encoded",
    [b"", b"null", b"[]", b"{}", b'"x"', BYTES[:-1], BYTES + b" ", b"[" * 30_000, b"\xff"],
)
def test_what_is_no_policy_at_all_is_refused(encoded: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        from_json(encoded)


def test_bytes_too_long_are_refused_unread() -> None:
    with pytest.raises(ValueError, match="too long"):
        from_json(to_json(compiled({**POLICY.source, "document": "x" * BYTES_MAX})))


def test_policies_are_the_same_where_their_documents_are(shipped: Policy) -> None:
    same = deepcopy(dict(shipped.source))
    other = same | {"title_en": "Another title"}

    assert compiled(same) == shipped
    assert digest(compiled(same)) == digest(shipped)
    assert compiled(other) != shipped
    assert digest(compiled(other)) != digest(shipped)


def test_reading_recorded_policies_needs_no_pydantic() -> None:
    answer = "import sys, adapters.policy.codec; print('pydantic' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", answer], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
