"""A policy's canonical bytes: one form, read back strictly, quick to start."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.policy.codec import BYTES_MAX, digest, from_json, to_json
from adapters.policy.file.files import PolicyFile, shipped_policy_file
from adapters.policy.patch import parameters, with_values
from adapters.policy.paths import parameters_in
from domain.policy.readings import RIVALS, WITHOUT_A_LIST

POLICY = shipped_policy_file().policy
BYTES = to_json(POLICY)
VALUES = {
    "rate": st.integers(1, 10_000).map(lambda bp: f"{bp // 100}.{bp % 100:02d}%"),
    "yuan": st.integers(1, 10**12).map(lambda fen: f"{fen // 100}.{fen % 100:02d}"),
    "usd": st.integers(1, 10**12).map(str),
    "count": st.integers(1, 10_000).map(str),
}


@st.composite
def changes(draw: st.DrawFn) -> dict[str, str]:
    """Draw any settings an officer could make."""
    known = parameters_in(POLICY)
    drawn = {}
    for path in draw(st.lists(st.sampled_from(list(known)), unique=True, max_size=12)):
        if known[path].kind == "reading":
            name = path.removeprefix("readings.")
            rivals = [rival for rival in RIVALS[name] if (name, rival) not in WITHOUT_A_LIST]
            drawn[path] = draw(st.sampled_from(rivals))
        else:
            drawn[path] = draw(VALUES[known[path].kind])
    return drawn


def test_the_shipped_policy_is_short_enough_to_be_recorded() -> None:
    assert len(BYTES) < BYTES_MAX


def test_no_white_space_stands_between_its_parts() -> None:
    assert b'": ' not in BYTES
    assert b"\n" not in BYTES


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
        (b'"rate_bp":7000', b'"rate_bp":7e3'),
        (b'"rate_bp":7000,', b""),
        (b'"rate_bp":7000', b'"rate_bp":7000,"note":1'),
        (b'"name":"booth-share"', b'"name":"gift"'),
        (b'"name":"booth-share"', b'"name":["booth-share"]'),
        (b'"rounding":"fen-down"', b'"rounding":"up"'),
        (b'"first_day":"2022-01-01"', b'"first_day":"2022-02-30"'),
        (b'"first_day":"2022-01-01"', b'"first_day":"2022-01-01T00:00:00"'),
        (b'["AE"', b'["ZZ","AE"'),
        (b'["AE"', b'["AE","AE"'),
        (b'"id":"other-exhibition"', b'"id":"key-exhibition"'),
        (b'"id":"other-exhibition"', b'"id":["key-exhibition"]'),
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
        from_json(to_json(replace(POLICY, document="x" * BYTES_MAX)))


def test_the_order_of_tables_in_the_file_does_not_change_the_digest(shipped: PolicyFile) -> None:
    countries = replace(
        POLICY.countries,
        rcep_in_force=dict(reversed(POLICY.countries.rcep_in_force.items())),
    )

    assert digest(replace(shipped.policy, countries=countries)) == digest(shipped.policy)


def test_reading_recorded_policies_needs_no_pydantic() -> None:
    answer = "import sys, adapters.policy.codec; print('pydantic' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", answer], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
