"""Tell what is wrong with a row or a file in the reader's language, with its own facts."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from adapters.files.grid import NEVER_CALCULATED
from adapters.intake.items import shortened
from adapters.wording.catalogue.intake import FILES, FORMULA, HEADER, NOTICES, ROWS, UNIT
from domain.money import yuan
from domain.refusals import Fact

ROW_CODES = frozenset(ROWS)
NOTICE_CODES = frozenset(NOTICES)
FILE_CODES = frozenset(FILES)


def why(
    code: str,
    column: str | None,
    value: str,
    lang: str,
    facts: Mapping[str, Fact] | None = None,
) -> str:
    """Return why a row was rejected: the rule, the fact, the remedy. `lang` is `zh` or `en`."""
    other = (facts or {}).get("other")
    shown = FORMULA[lang == "en"] if value == NEVER_CALCULATED else value
    told = {"column": column or "-", "value": shortened(shown), "other": ""}
    if other is not None:
        told["other"] = f" {shortened(other)}"
    return _said(ROWS[code], told, lang)


def notice(code: str, facts: Mapping[str, Fact], lang: str) -> str:
    """Return a warning about a file that was read all the same."""
    told = {**facts, "place": _place(facts)}
    for name in ("rows", "declared"):
        fen = facts.get(f"{name}_fen")
        if isinstance(fen, int):
            told[f"{name}_yuan"] = yuan(fen)
    return _said(NOTICES[code], told, lang)


def refusal(code: str, facts: Mapping[str, Fact], lang: str) -> str:
    """Return why a file as a whole was not read or written."""
    told = {**facts, **_header(facts, lang)} if code == "bad-header" else facts
    return _said(FILES[code], told, lang)


def _header(facts: Mapping[str, Fact], lang: str) -> dict[str, str]:
    """Return where a header stands and what is wrong with it, nothing said of what is right."""
    missing = [name for name in str(facts.get("missing") or "").split("、") if name]
    columns = "、".join(name for name in missing if name != UNIT)
    doubled = str(facts.get("doubled") or "")
    problems = [_said(HEADER[UNIT], {}, lang)] if UNIT in missing else []
    for kind, names in (("missing", columns), ("doubled", doubled)):
        if names:
            problems.append(_said(HEADER[kind], {"names": names}, lang))
    between = "; " if lang == "en" else "；"
    return {
        "place": _place(facts),
        "problems": between.join(problems) or _said(HEADER[""], {}, lang),
    }


def _place(facts: Mapping[str, Fact]) -> str:
    sheet = facts.get("sheet")
    return f"{facts['file']} “{sheet}”" if sheet else str(facts["file"])


def _said(sentences: tuple[str, str], facts: Mapping[str, Fact], lang: str) -> str:
    sentence = sentences[1] if lang == "en" else sentences[0]
    names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    told = {name: "-" if facts.get(name) in (None, "") else facts[name] for name in names}
    return sentence.format(**told)
