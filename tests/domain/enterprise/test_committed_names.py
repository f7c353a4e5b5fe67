"""Names that the log commits to, as the domain compares and erases them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.commands.enterprise import EraseAccounts, RegisterEnterprise, RenameEnterprise
from domain.enterprise.registered.names import committed, masked, name_id, with_masks
from domain.events.registration import NameErased
from domain.refusals import Refusal
from tests.domain.given import Desk, submission, warehouse

CLAIM = submission("C1", warehouse())
SOLE = "92330382MAW1F7TK5R"
ONE, OTHER = committed("0a", "1b"), committed("0c", "1d")


def desk(name: str) -> Desk:
    """A desk where a claim stands under a name."""
    made = Desk()
    made.carry_out(replace(CLAIM, enterprise=name))
    return made


def test_a_claim_said_again_is_the_same_where_its_names_cannot_be_compared() -> None:
    plain, erased = desk("甲店"), desk(ONE)
    erased.carry_out(EraseAccounts(uscc=SOLE))

    assert plain.carry_out(replace(CLAIM, enterprise=ONE)) == ()
    assert erased.carry_out(replace(CLAIM, enterprise=OTHER)) == ()


def test_a_claim_said_again_under_another_name_conflicts() -> None:
    with pytest.raises(Refusal, match="claim-conflicts"):
        desk(ONE).carry_out(replace(CLAIM, enterprise=OTHER))


def test_an_erasure_erases_each_name_once_those_on_claims_too() -> None:
    made = desk(ONE)
    made.carry_out(RenameEnterprise(uscc=SOLE, name=OTHER, on=date(2022, 6, 1), document=None))

    events = made.carry_out(EraseAccounts(uscc=SOLE))

    assert events == (NameErased(name_id="0a"), NameErased(name_id="0c"))
    assert made.carry_out(EraseAccounts(uscc=SOLE)) == ()


def test_a_registration_said_again_under_a_committed_name_is_the_same() -> None:
    made = Desk()
    made.carry_out(RegisterEnterprise(uscc=SOLE, name="甲店"))

    assert made.carry_out(RegisterEnterprise(uscc=SOLE, name=ONE)) == ()


def test_what_is_shown_of_a_name_is_the_end_of_the_code() -> None:
    assert (name_id(ONE), name_id("甲店"), name_id("committed-name:x")) == ("0a", None, None)
    assert with_masks(f"{ONE} → {OTHER} (2022)", SOLE) == "****TK5R → ****TK5R (2022)"
    assert masked(SOLE) == "****TK5R"
