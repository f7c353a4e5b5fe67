"""Whether the forms of a policy can be made and read back: sheets, headers, categories, keys.

Of kinds of claims and of records alike.

A version recorded before such a check stays readable, so it stands here and not in `compiled`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from domain.identity import skeleton
from domain.policy.compiling.faults import PolicyError

Document = Mapping[str, Any]

SHEET_MAX = 31  # characters that a sheet's name may have
_NOT_IN_SHEETS = frozenset("[]:*?/\\")
OWN_SHEETS = frozenset(("填表说明", "选项", "退回行", "history"))  # spreadsheets keep the last one
OWN_HEADERS = frozenset(  # of every claim, of what stands beside it, of what comes back
    (
        *("申报编号", "企业名称", "统一社会信用代码", "发票号码", "上级已补助", "申报日期"),
        *("序号", "备注", "退回原因", "确认金额", "原文"),
        *("镇街", "所属镇街", "乡镇街道", "乡镇", "所属乡镇", "联系人", "联系人姓名"),
        *("联系电话", "电话", "手机", "联系人电话", "手机号", "手机号码"),
    )
)
OWN_KEYS = frozenset(  # of every row of a file beside its facts
    (
        *("record", "policy", "claim_no", "uscc", "enterprise", "kind", "occurred_on", "filed_on"),
        *("facts", "invoices", "other_support", "town", "contact", "phone", "booths"),
    )
)
OWN_KEYS_OF_RECORDS = OWN_KEYS | {"year"}


def check_sheets(document: Document) -> None:
    """Raises PolicyError naming the first key by which a form could not be filled in."""
    together: dict[str, list[str]] = {}
    for name, kind in document["kinds"].items():
        _check_title(f"kinds.{name}.{'sheet' if 'sheet' in kind else 'zh'}", _title(kind))
        _check_keys(f"kinds.{name}.facts", kind, OWN_KEYS)
        _check_splits(f"kinds.{name}.facts", kind)
        together.setdefault(_folded(_title(kind)), []).append(name)
    _check_records(document, set(together))
    for names in together.values():
        _check_shared(names, document)
        _check_headers(names, document)
    _check_categories(document)


def _check_records(document: Document, titles: set[str]) -> None:
    """A record has a sheet of its own, with a column for each figure. titles: in use before."""
    for name, record in document["records"].items():
        where, title = f"records.{name}.{'sheet' if 'sheet' in record else 'zh'}", _title(record)
        _check_title(where, title)
        if _folded(title) in titles:
            raise PolicyError(where, "repeated", title)
        titles.add(_folded(title))
        _check_keys(f"records.{name}.facts", record, OWN_KEYS_OF_RECORDS)
        headers = {_folded(record["year"])}
        for fact, lines in record["facts"].items():
            at, header = f"records.{name}.facts.{fact}.zh", lines.get("zh", fact)
            if _folded(header) in OWN_HEADERS:
                raise PolicyError(at, "taken-by-the-program", header)
            if _folded(header) in headers:
                raise PolicyError(at, "header-repeated", header)
            headers.add(_folded(header))


def _title(kind: Document) -> str:
    return str(kind.get("sheet", kind["zh"]))


def _check_title(where: str, title: str) -> None:
    """A spreadsheet takes no longer name, and not every sign."""
    if len(title) > SHEET_MAX:
        raise PolicyError(where, "sheet-too-long", title)
    unfit = _NOT_IN_SHEETS & set(unicodedata.normalize("NFKC", title))
    if unfit or title.startswith("'") or title.endswith("'") or "@" in title:
        raise PolicyError(where, "sheet-malformed", title)
    if _folded(title) in OWN_SHEETS:
        raise PolicyError(where, "taken-by-the-program", title)


def _check_keys(where: str, holder: Document, own: Collection[str]) -> None:
    for fact in holder.get("facts", {}):
        if fact in own:
            raise PolicyError(f"{where}.{fact}", "taken-by-the-program", fact)


def _check_splits(where: str, kind: Document) -> None:
    """A row has one number that says over how many an amount is split."""
    split = [fact for fact, lines in kind.get("facts", {}).items() if "split" in lines]
    for fact in split:
        if kind["facts"][fact]["is"] != "amounts":
            raise PolicyError(f"{where}.{fact}.split", "not-allowed", kind["facts"][fact]["split"])
    if len(split) > 1:
        raise PolicyError(f"{where}.{split[1]}.split", "repeated", ", ".join(split))


def _check_shared(names: list[str], document: Document) -> None:
    """Kinds of one sheet have its column of categories and its column of days in common."""
    kinds = document["kinds"]
    first = names[0]
    for name in names if len(names) > 1 else ():
        if "category" not in kinds[name]:
            raise PolicyError(f"kinds.{name}.category", "sheet-shared", _title(kinds[name]))
        for key in ("category", "day"):
            if kinds[name][key] != kinds[first][key]:
                raise PolicyError(f"kinds.{name}.{key}", "sheet-shared", kinds[name][key])


def _check_headers(names: list[str], document: Document) -> None:
    """No two columns of a sheet have one header, but a fact that its kinds state alike."""
    kinds, seen = document["kinds"], dict[str, tuple[str, object]]()
    for name in names:
        for where, header, means in _columns(f"kinds.{name}", kinds[name]):
            spelt = _folded(header)
            if spelt in OWN_HEADERS:
                raise PolicyError(where, "taken-by-the-program", header)
            if seen.setdefault(spelt, means) != means:
                raise PolicyError(where, "header-repeated", header)
        _check_alike(name, names, document)


def _columns(where: str, kind: Document) -> Iterator[tuple[str, str, tuple[str, object]]]:
    """Yield each column of a kind: the key that says its header, the header, and what it means."""
    yield f"{where}.day", kind["day"], ("day", kind["day"])
    if "category" in kind:
        yield f"{where}.category", kind["category"], ("category", kind["category"])
    said = _said_by_category(kind)
    for fact, lines in kind.get("facts", {}).items():
        if "split" in lines:
            yield f"{where}.facts.{fact}.split", lines["split"], ("split", lines["split"])
        if fact != said:
            yield f"{where}.facts.{fact}.zh", lines.get("zh", fact), ("fact", fact)


def _check_alike(name: str, names: list[str], document: Document) -> None:
    """A fact of one name is one column of a shared sheet: its kinds write it alike."""
    own = document["kinds"][name]
    said = _said_by_category(own)
    for other in names[: names.index(name)]:
        before = document["kinds"][other]
        for fact, lines in own.get("facts", {}).items():
            there = before.get("facts", {}).get(fact)
            if there is None or said == fact or _said_by_category(before) == fact:
                continue
            if there != lines:
                raise PolicyError(f"kinds.{name}.facts.{fact}", "sheet-shared", fact)


def _said_by_category(kind: Document) -> str | None:
    """Return the fact that a word under the category says: the first that is a word."""
    if "category" not in kind:
        return None
    return next(
        (fact for fact, each in kind.get("facts", {}).items() if each["is"] == "word"), None
    )


def _check_categories(document: Document) -> None:
    """A word under a category says one kind, whichever shared sheet it stands on."""
    seen: dict[str, str] = {}
    for name, kind in document["kinds"].items():
        if "category" not in kind:
            continue
        said = _said_by_category(kind)
        words = {f"kinds.{name}.zh": kind["zh"]}
        if said is not None:
            written = kind["facts"][said]["words"].items()
            words = {f"kinds.{name}.facts.{said}.words.{word}": zh for word, zh in written}
        for where, zh in words.items():
            if seen.setdefault(skeleton(zh).upper(), where) != where:
                raise PolicyError(where, "category-repeated", zh)


def _folded(text: str) -> str:
    """Return a header or a sheet's name as spreadsheets and readers compare them."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
