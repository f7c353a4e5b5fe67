"""Every message has its Chinese, with the same placeholders; the catalogue is compiled."""

from __future__ import annotations

from collections import Counter
from string import Formatter

from babel.messages.catalog import Message

from tests.support.messages import MO, compiled, extracted, kept


def _placeholders(text: str) -> Counter[str | None]:
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _key(message: Message) -> tuple[str | None, str | tuple[str, ...]]:
    return message.context, message.id


def test_every_message_has_its_chinese_and_no_other_does() -> None:
    translated = {_key(message) for message in kept() if message.id and all(_texts(message.string))}

    assert {_key(message) for message in extracted() if message.id} == translated


def test_a_message_and_its_chinese_have_the_same_placeholders() -> None:
    different = [
        message.id
        for message in kept()
        if message.id
        and any(
            set(_placeholders(text)) != set(_placeholders(_texts(message.id)[-1]))
            for text in _texts(message.string)
        )
    ]

    assert different == []


def test_the_compiled_catalogue_is_that_of_its_source() -> None:
    assert MO.read_bytes() == compiled(kept())
