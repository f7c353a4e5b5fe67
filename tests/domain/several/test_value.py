"""What a value is: fields by name, equal by them, never changed, and asked as a dataclass is."""

from __future__ import annotations

import pickle
from dataclasses import asdict, field, fields, replace
from typing import Any, get_args

import pytest

from domain.commands.enterprise import PayInto
from domain.events.log import Event
from domain.value import Recordable, value


@value
class Amount:
    fen: int
    named: str = "x"


@value
class Noted(Amount):
    """A value of another."""

    notes: tuple[Amount, ...]
    kept: dict[str, int] = field(default_factory=dict)


@value
class Read(Noted, Recordable):
    TOPIC = "read"

    source: str | None = field(default=None, compare=False)
    secret: str = field(default="", repr=False)

    def twice(self) -> int:
        return 2 * self.fen


@value
class ReadAgain(Read):
    TOPIC = "read.2"

    on: int = 0


ONE = Read(fen=1, notes=(Amount(fen=2),), source="a.xlsx", secret="hidden")


@pytest.mark.parametrize("name", ["fen", "notes", "other"])
def test_a_value_is_never_changed(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(ONE, name, 2)
    with pytest.raises(AttributeError):
        delattr(ONE, name)


def test_a_value_is_made_of_named_fields_those_of_another_first() -> None:
    made: Any = Noted

    assert [each.name for each in fields(ONE)] == [
        "fen", "named", "notes", "kept", "source", "secret",
    ]  # fmt: skip
    for given, named in (((1,), {"notes": ()}), ((), {"fen": 1}), ((), {"fen": 1, "other": 1})):
        with pytest.raises(TypeError):
            made(*given, **named)
    assert ONE.twice() == 2
    assert (ONE.kept, ONE.kept is Read(fen=1, notes=()).kept) == ({}, False)
    assert isinstance(ONE, Amount)


def test_values_are_equal_by_the_fields_that_count() -> None:
    same, other = replace(ONE, source=None), replace(ONE, fen=2)

    assert same == ONE
    assert not same != ONE  # noqa: SIM202 - asked of the value itself
    assert hash(Amount(fen=1)) == hash(Amount(fen=1, named="x"))
    assert other != ONE
    assert Amount(fen=1) != Noted(fen=1, notes=())
    assert Amount(fen=1) != Amount(fen=2)
    number: object = 1
    assert Amount(fen=1) != number


def test_what_another_value_says_of_its_fields_holds_for_one_made_of_it() -> None:
    one, same = (ReadAgain(fen=1, notes=(), secret="hidden", source=s) for s in "ab")

    assert one == same
    assert one != replace(same, on=1)
    assert (hash(Amount(fen=1)), "hidden" in repr(one)) == (hash(Amount(fen=1)), False)
    assert [each.name for each in fields(one) if not each.compare] == ["source"]


def test_what_is_hidden_of_a_value_is_not_shown() -> None:
    shown = "Read(fen=1, named='x', notes=(Amount(fen=2, named='x'),), kept={}, source='a.xlsx')"

    assert repr(ONE) == shown
    assert (ONE.secret, replace(ONE, secret="b") == ONE) == ("hidden", False)
    asked = PayInto(uscc="9133", number="6222", bank="农行", bank_no="1033", holder="甲")
    assert repr(asked) == "PayInto(uscc='9133', document=None)"


def test_a_value_is_taken_apart_and_sent_to_another_process() -> None:
    assert asdict(ONE) == {
        "fen": 1,
        "named": "x",
        "notes": ({"fen": 2, "named": "x"},),
        "kept": {},
        "source": "a.xlsx",
        "secret": "hidden",
    }
    amount = Amount(fen=3, named="y")
    assert pickle.loads(pickle.dumps(amount)) == amount


@pytest.mark.parametrize("event", get_args(Event))
def test_an_event_states_its_own_topic(event: type[Recordable]) -> None:
    assert "TOPIC" in vars(event)
