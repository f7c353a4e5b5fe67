"""Small damage to good bytes: by the byte, and by the word of JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random

_WORDS = re.compile(rb'"(?:[^"\\]|\\.)*"|[-+.\w]+|.', re.DOTALL)
_DEEP = b"[" * 20_000
_ODD: tuple[bytes, ...] = (
    b"", b"\x00", b"\x1f", b"\x7f", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf",
    b"\r", b"\n", b"\n\n", b"\t", b" ", "\u2028".encode(), "\u00a0".encode(), "\u0301".encode(),
    "９".encode(), "万元".encode(), "－".encode(), b"0", b"-", b"-0", b"+", b".", b"e9", b"1e400",
    b"NaN", b"null", b"true", b"{", b"}", b"[", b"]", b'"', b"\\", b"\\u0000", b"\\ud800", b",",
    b":", b";", b"=", b"/", b"9" * 19, b"9" * 25, b"9" * 400, b"x" * 600,
)  # fmt: skip

ODD_TEXTS = (
    "", " ", "0", "-1", "１２３", "1e3", "１，０００.５０", "¥3,000元", "9" * 17, "0.001", "1.",
    ".5", "NaN", "inf", "2022-02-30", "2022.3.7", "2022年3月7日", "0001-01-01", "9999-12-31",
    "44627", "TRUE", "是", "否 ", "有", "其他", "=1+1", "=cmd|' /C calc'!A0", "@x", "+1", "'x",
    "_x0000_", "_xD800_", "\u0000", "\u001f", "\ud800", "\uffff", "\u2028", "\u202e", "\u0301",
    "𠮷", "ﷺ", "ß", "İ", "\ufffd", "a\nb", "a\r\nb", "a,b", 'a"b', ";", "；", "x" * 501, "企" * 500,
    "1" * 400, "91330382MA0000023T", "91330382ma0000023t", "９１３３０３８２ＭＡ００００２３Ｔ",
    "德国", "DE", "de", "CN", "合计", "退回原因", "原文",
)  # fmt: skip


def some(random: Random, samples: Sequence[bytes]) -> bytes:
    """Return one of the samples, damaged once or a few times."""
    damaged = random.choice(samples)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        damaged = _once(random, damaged, samples)
    return damaged


def _once(random: Random, whole: bytes, samples: Sequence[bytes]) -> bytes:
    at = random.randrange(len(whole) + 1)
    end = min(len(whole), at + random.choice((1, 1, 1, 2, 3, 8, 40)))
    match random.randrange(9):
        case 0:  # a bit
            if at == len(whole):
                return whole[:-1]
            return whole[:at] + bytes([whole[at] ^ (1 << random.randrange(8))]) + whole[at + 1 :]
        case 1:
            return whole[:at] + bytes([random.randrange(256)]) + whole[end:]
        case 2:
            return whole[:at] + random.choice(_ODD) + whole[at:]
        case 3:
            return whole[:at] + random.choice(_ODD) + whole[end:]
        case 4:
            return whole[:at] + whole[end:]
        case 5:  # said twice
            return whole[:end] + whole[at:]
        case 6:  # moved
            to = random.randrange(len(whole) + 1)
            rest = whole[:at] + whole[end:]
            return rest[:to] + whole[at:end] + rest[to:]
        case 7:  # the end of another
            return whole[:at] + random.choice(samples)[at:]
        case _:
            return whole[:at] if random.randrange(4) == 0 else whole[:at] + whole[at:].swapcase()


def some_json(random: Random, samples: Sequence[bytes]) -> bytes:
    """Return one of the samples with a few words of its JSON written otherwise."""
    words = list(_words(random.choice(samples)))
    for _ in range(random.choice((1, 1, 2))):
        at = random.randrange(len(words))
        words[at] = random.choice(_SPELLINGS)(random, words[at], words)
    return b"".join(words)


@lru_cache(maxsize=500)
def _words(sample: bytes) -> tuple[bytes, ...]:
    return tuple(_WORDS.findall(sample))


Spelling = Callable[[Random, bytes, Sequence[bytes]], bytes]


def _escaped(random: Random, word: bytes, _: Sequence[bytes]) -> bytes:
    """A character of a text as an escape, in one of its spellings."""
    text = word.decode(errors="replace")
    if len(text) < 3 or not text.startswith('"'):
        return word
    at = random.randrange(1, len(text) - 1)
    escape = random.choice(("\\u{:04x}", "\\u{:04X}", "\\{}")).format(ord(text[at]))
    return (text[:at] + escape + text[at + 1 :]).encode()


def _number(random: Random, word: bytes, _: Sequence[bytes]) -> bytes:
    if not word.isdigit():
        return word
    digits = word.decode()
    spelled = (
        f"{digits}.0", f"{digits}e0", f"{digits}E+0", f"0{digits}", f"-{digits}", f'"{digits}"',
        f"{digits}0", f"{digits}{'9' * 18}", f"{int(digits) ^ 1}", "0", "-0", "1.5", "true",
        str(2**63 - int(digits)), str(2**64 + int(digits)),
    )  # fmt: skip
    return random.choice(spelled).encode()


def _blank(random: Random, word: bytes, _: Sequence[bytes]) -> bytes:
    blank = random.choice((b" ", b"\n", b"\t", b"\r", b"\x0c", "\u00a0".encode()))
    return blank + word if random.randrange(2) else word + blank


def _another(random: Random, word: bytes, words: Sequence[bytes]) -> bytes:
    return random.choice(words)


def _twice(random: Random, word: bytes, words: Sequence[bytes]) -> bytes:
    at = random.randrange(len(words))
    return word + b"".join(words[at : at + random.randrange(1, 6)])


def _otherwise(random: Random, word: bytes, _: Sequence[bytes]) -> bytes:
    if random.randrange(200) == 0:
        return _DEEP
    return random.choice(
        (b"", b"null", b"true", b"false", b"0", b'""', b"[]", b"{}", b'"2022-02-30"',
         b'"0001-01-01T00:00:00.000000+10:00"', b'"9999-12-31T23:59:59.999999Z"', b'"\\ud800"',
         b'"\xff"', b'"\\u0000"', word.upper(), word.swapcase())
    )  # fmt: skip


_SPELLINGS: tuple[Spelling, ...] = (
    _escaped,
    _number,
    _number,
    _blank,
    _another,
    _twice,
    _otherwise,
)
