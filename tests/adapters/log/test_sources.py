"""Where a claim was read, in the bytes of the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from adapters.log.codec import encode_event
from adapters.log.stated import submitted_from_disk
from domain.events.claims import ClaimSource, ClaimSubmitted
from tests.domain.given import trademark


def test_where_a_claim_was_read_is_spelled_only_where_it_is_known() -> None:
    source = ClaimSource(file="a.xlsx", sha256="0" * 64, sheet=None, row=3, town=None)
    plain = ClaimSubmitted(
        claim_no="C1",
        enterprise="E",
        facts=trademark("1"),
        occurred_on=date(2022, 3, 7),
        filed_on=date(2022, 3, 8),
        invoices=(),
        other_support_fen=0,
    )
    known = replace(plain, source=source)
    before = encode_event(plain)
    spelled = (
        before[:-1]
        + b',"source":{"file":"a.xlsx","sha256":"'
        + b"0" * 64
        + b'","sheet":null,"row":3,"town":null}}'
    )

    assert before.endswith(b'"other_support_fen":0}')
    assert encode_event(known) == spelled
    assert submitted_from_disk(before).source is None
    assert submitted_from_disk(spelled).source == source
    assert plain == known  # the same claim, wherever it was read
    with pytest.raises(msgspec.ValidationError):
        submitted_from_disk(before[:-1] + b',"source":null}')
