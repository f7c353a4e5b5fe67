"""Who and what is the same: credit codes (统一社会信用代码, GB 32100-2015), names, numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18

# What the logins of a server's officers begin with; no login of a machine or a database may.
SERVED = ("web:", "token:", "proxy:", "oidc:")

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


class Actor(NamedTuple):
    """Who did something: the account named, and the login it was done under."""

    by: str | None
    login: str | None

    @property
    def shown(self) -> str:
        """The name, and the login where one is known."""
        return f"{self.by} ({self.login})" if self.login else str(self.by)


def check_character(first_seventeen: str) -> str:
    """Return the eighteenth character. Raises KeyError on a character outside the alphabet."""
    total = sum(
        _VALUE[character] * weight
        for character, weight in zip(first_seventeen, _WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def is_uscc(text: str) -> bool:
    """Say whether `text` is a code whose check character is right. Any prefix is allowed."""
    if len(text) != LENGTH or not all(character in _VALUE for character in text):
        return False
    return check_character(text[:-1]) == text[-1]


# Drawn as a dash: category Pd, and the minus, bullet and box signs that input methods offer.
DASHES = (
    "\u02d7\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501"
    "\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\u30fc\U00010ead"
)
# Drawn as a Latin or a Chinese letter or a digit, in lower case, and that one (Unicode, UTS 39;
# radicals and strokes, as text copied from a PDF has them: EquivalentUnifiedIdeograph).
_DRAWN_ALIKE = {
    "αβγεζηικμνορτυχϳϝ": "abyezhikmnoptyxjf",  # Greek
    "авгекмнорстухьѕіјѡѵүһҽӏԁԍԛԝ": "abrekmhopctyxbsijwvyheldgqw",  # Cyrillic
    "ագզհոռստցքօ": "wqqhnnusgfo",  # Armenian
    "ıɑɡɩɪɴʀʏʟᴀʙᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ": "iagiinrylabcdejkmoptuvwzs",  # Latin
    "ロカエトニハタチオヌ○◯": "口力工卜二八夕千才又〇〇",
    "ƅƍƨƽǀȝȣɜɣɯʋʒʝᴑᶃᶌẝ": "bg25i383ywu3jogyf",  # more of Latin
    "ỿꝛꝫꝯꞙꞟꞵꬲꬵꬽꭇꭈꭎꭒꭓꭚ": "y239fubeforruuxy",
    "ϩⲅⲏⲓⲕⲙⲛⲟⲣⲥⲧⲩⲭⳋⳍⳑⳓ𐋵": "2rhikmnopctyx93l6z",  # Coptic
    "ᐯᑌᑭᑯᑲᒍᒪᒿᕁᕼᕽᖇᖯᖴᗅᗞᗪᗰᗷ": "vupdbjl2xhxrbfaddmb",  # Canadian syllables
    "𑣀𑣁𑣂𑣃𑣄𑣆𑣈𑣉𑣊𑣌𑣎𑣏𑣒𑣕𑣖𑣗𑣘𑣛𑣜𑣬𑣯𑣲": "vsfiyeoz39e4lo9ou5txwc",  # Warang Citi
    "ᎠᎡᎢᎥᎩᎪᎫᎬᎱᎳᎷᎻᎽᏀᏂᏃᏎᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏮᏳᏴ": "drtiyajerwmhyghz4brwsvslcpkd6gb",  # Cherokee
    "ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ": "bpddtgkjczfmnlsrvhwxyaeiou",  # Lisu
    "ϻбзӡ৪৭੧੪ଠ୨ഠ൭ဝყჿሀዐᚷᛁᛕᛖᴦⴸⴹⵏⵔⵕⵝꙅꙇꛟꛯ": "m6338998o9o9oyouoxikmrveioqx2iv2",  # of other scripts
    "𐊂𐊆𐊇𐊊𐊐𐊒𐊕𐊖𐊗𐊠𐊡𐊢𐊥𐊫𐊰𐊱𐊲𐊴𐋏𐌁𐌂𐌉𐌑𐌕𐌗𐌚𐌠𐌢𐐬𐐽𐑃𐑈": "befixopstabcfomtyxhbcimtx8ixocls",
    "𐓜𐓪𐓶𐓺𐔓𐔖𐔘𐔜𐔝𐔥𐔦𐔧𑜆𑜊𑜎𑜏𖼈𖼊𖼖𖼨𖼵𖼺𖼻𖽀𖽂𖽃": "rou7nokcvflxvwwwvtlirs3auy",
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘": "厂乛乚乙亻冂刀刂卜小小兀尣尢巳幺彑忄心扌",
    "⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰": "攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟",
    "⺱⺲⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋": "罓罒冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车",
    "⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢": "辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马",
    "⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲㇐㇑㇒㇔": "骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀一丨丿丶",
    "㇖㇚㇟㇠": "乛亅乚乙",
    "[〔【〖": "((((",  # a document's year, as one office or another types its brackets
    "]〕】〗": "))))",
}
# The zero of every script that has digits of its own; the other nine follow it.
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0"
    "\u0f20\u1040\u1090\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0"
    "\ua900\ua9d0\ua9f0\uaa50\uabf0\U000104a0\U00010d30\U00011066\U000110f0\U00011136\U000111d0"
    "\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730\U000118e0\U00011950\U00011c50"
    "\U00011d50\U00011da0\U00016a60\U00016ac0\U00016b50\U0001e140\U0001e2f0\U0001e950"
)
LOOK_ALIKES = {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)} | {
    drawn: letter
    for alike, letters in _DRAWN_ALIKE.items()
    for drawn, letter in zip(alike, letters, strict=True)
}
_AS_DRAWN = str.maketrans(LOOK_ALIKES | dict.fromkeys(DASHES, "-"))
# Letters, marks and signs that are not seen either.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159")
_VARIATIONS = frozenset(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
_VARIATIONS |= frozenset(map(chr, range(0xE0100, 0xE01F0)))
_UNSEEN = _FILLERS | _VARIATIONS  # what else is not seen is not printable, or white space
_UNFIT = {  # categories of what may not be stored, by the word that stands where a name is missing
    "Cc": "control",
    "Cf": "format",
    "Cn": "unassigned",
    "Co": "private-use",
    "Cs": "surrogate",
}


@lru_cache(maxsize=65_536)
def skeleton(text: str) -> str:
    """Return the form in which names and numbers are compared: what looks the same is the same.

    NFKC, case folded, letters of other scripts drawn as Latin or Chinese ones are these, digits of
    every script 0 to 9, brackets round, dashes in a row one hyphen, without white space and what is
    not seen.
    """
    if text.isascii() and text.isprintable():  # of these the blank alone is not seen
        folded = text.lower().translate(_AS_DRAWN).replace(" ", "")
        return re.sub("--+", "-", folded) if "--" in folded else folded
    while True:  # what is removed may have kept two characters apart that belong together
        folded = unicodedata.normalize("NFKC", text).casefold().translate(_AS_DRAWN)
        if " " in folded or not folded.isprintable() or not _UNSEEN.isdisjoint(folded):
            folded = "".join(filter(_is_seen, folded))
        if "--" in folded:
            folded = re.sub("--+", "-", folded)
        if folded == text:
            return text
        text = folded


def in_common(hand: Actor, other: Actor) -> str | None:
    """Return what two hands have in common: `name`, `login`, `both`; None for two officers."""
    login = hand.login is not None and hand.login == other.login
    if hand.by is not None and other.by is not None and skeleton(hand.by) == skeleton(other.by):
        return "both" if login else "name"
    return "login" if login else None


def is_one_person(hand: Actor, other: Actor, *, separate_logins: bool) -> bool:
    """Say whether two hands are one person's: by name, and where logins count by login too."""
    counting = ("name", "login", "both") if separate_logins else ("name", "both")
    return in_common(hand, other) in counting


def unfit_at(text: str) -> int | None:
    """Return where the first character stands that may not be stored; None without one."""
    if text.isprintable() and _FILLERS.isdisjoint(text):
        return None
    return next((at for at, each in enumerate(text) if _is_unfit(each)), None)


def fit(text: str) -> str:
    """Return a text to be stored, each character that may not be as a question mark."""
    return text if unfit_at(text) is None else "".join("?" if _is_unfit(c) else c for c in text)


def character_name(character: str) -> str:
    """Return a character's code point and its name, such as `U+200B ZERO WIDTH SPACE`."""
    word = _UNFIT.get(unicodedata.category(character), "")
    return f"U+{ord(character):04X} {unicodedata.name(character, word)}"


def _is_unfit(character: str) -> bool:
    return character in _FILLERS or unicodedata.category(character) in _UNFIT


def _is_seen(character: str) -> bool:
    hidden = character in _UNSEEN or character.isspace()
    return not (hidden or unicodedata.category(character) in ("Cc", "Cf"))
