"""What a claim states, in the bytes of the log, whatever policy its kind is of."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.log.codec import CodecError, encode_event
from adapters.log.stated import submitted_from_disk
from domain.events.claims import ClaimSubmitted
from domain.policy.facts import Facts, StatedFact


def submitted(kind: str, **stated: StatedFact) -> ClaimSubmitted:
    return ClaimSubmitted(
        claim_no="C1",
        enterprise="E",
        facts=Facts(kind, stated),
        occurred_on=date(2022, 3, 7),
        filed_on=date(2022, 3, 8),
        invoices=(),
        other_support_fen=0,
    )


def test_facts_of_a_kind_of_another_policy_are_read_back_as_they_were() -> None:
    claim = submitted("hedging", fee_fen=5, volume="12.5", pool=True, parts_fen=(1, 2))

    read = submitted_from_disk(encode_event(claim))

    assert read == claim
    assert [*read.facts.items()] == [*claim.facts.items()]
    assert encode_event(read) == encode_event(claim)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"fee_fen":5', b'"fee_fen":5.0'),
        (b'"fee_fen":5', b'"fee_fen":5.5'),
        (b'"fee_fen":5', b'"fee_fen":null'),
        (b'"fee_fen":5', b'"fee_fen":{"a":1}'),
        (b'"fee_fen":5', b'"fee_fen":[[5]]'),
        (b'"fee_fen":5', b'"fee_fen":["5"]'),
    ],
)
def test_a_fact_is_a_text_a_whole_number_a_yes_or_no_or_amounts(old: bytes, new: bytes) -> None:
    claim = submitted("trademark", registration_no="1", country="US", fee_fen=5, self_export=True)
    body = encode_event(claim)
    assert old in body

    with pytest.raises((CodecError, ValueError)):
        submitted_from_disk(body.replace(old, new))
