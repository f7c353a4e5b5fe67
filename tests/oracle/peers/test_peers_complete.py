"""No case of the eventsourcing package is passed over in silence."""

from __future__ import annotations

from unittest import TestCase

import pytest
from eventsourcing.tests import application, persistence, projection

from tests.oracle.peers import cases, test_peers_on_postgres, test_peers_on_sqlite

OF_THEIR_APPLICATION = (
    "of the package's Application, which the ledger has none of: it loads, decides and appends "
    "through the recorder alone"
)
OF_THEIR_RUNNER = (
    "of the package's ProjectionRunner, which follows an Application by subscription, one "
    "transaction an event; the views are caught up in stretches"
)
NOT_RUN = {
    "InfrastructureFactoryTestCase": (
        "of factories that choose recorders, ciphers and compressors by environment variables; "
        "the store is opened by its address, and `state` is neither ciphered nor compressed"
    ),
    "TranscoderTestCase": (
        "of a transcoder that tags Python types in JSON; the codec writes declared fields only, "
        "and has its own laws (tests/adapters/log/test_codec.py, tests/fuzz/)"
    ),
    "ExampleApplicationTestCase": OF_THEIR_APPLICATION,
    "ApplicationTestCase": OF_THEIR_APPLICATION,
    "AggregateEventCountersProjectionTestCase": OF_THEIR_RUNNER,
    "TaggedDecisionCountersProjectionTestCase": OF_THEIR_RUNNER,
    "EventSourcedProjectionTestCase": OF_THEIR_RUNNER,
}


def shipped() -> set[str]:
    """Return the name of every case of the package that has a test."""
    return {
        name
        for module in (application, persistence, projection)
        for name, case in vars(module).items()
        if isinstance(case, type) and issubclass(case, TestCase) and case is not TestCase
        if any(method.startswith("test") for method in dir(case))
    }


def over_ours() -> dict[str, type[TestCase]]:
    """Return our class of each case of the package that is run."""
    return {
        base.__name__: case
        for case in vars(cases).values()
        if isinstance(case, type) and issubclass(case, TestCase)
        for base in case.__bases__
        if base.__module__.startswith("eventsourcing.")
    }


def test_every_case_that_the_package_ships_is_run_or_has_a_reason_why_not() -> None:
    assert shipped() == set(over_ours()) | set(NOT_RUN)
    assert not set(over_ours()) & set(NOT_RUN)


@pytest.mark.parametrize("tests", [test_peers_on_sqlite, test_peers_on_postgres])
def test_every_case_of_ours_is_run_on_every_store(tests: object) -> None:
    run = {base for case in vars(tests).values() if isinstance(case, type) for base in case.__mro__}

    assert set(over_ours().values()) <= run
