"""The bureau's sheets: which column of which sheet states what. One table, one row a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from adapters.intake.amounts import Means
from adapters.intake.checks import CONFIRMED, WHY
from adapters.intake.forms import Document, Forms, forms, title_of
from adapters.intake.names.currencies import name_of
from adapters.intake.values import fault
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CellReader, plain
from adapters.intake.workbook.sheets.columns import Column, Sheet
from domain.money import parse_yuan
from domain.policy.kinds import FactType

NUMBER = "序号"  # counts rows; says nothing
BOOTHS = "booths"  # not a fact itself: how many ways the fee is split
AWARD = "kind"  # its word says the kind and the facts

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー─━", "-"))


def _award(cell: object, means: Means) -> object:
    """Return the kind and facts that a category of award stands for."""
    if not isinstance(cell, str):
        return cells.text(cell, means)
    award = awards().get(_spelt(cell[:99]))
    return fault("bad-value", cell) if award is None else award


def _spelt(word: str) -> str:
    """Return a category as it is compared."""
    return plain(word).upper().translate(_DASHES).replace("--", "-")


USCC = Column(header="统一社会信用代码", key="uscc", read=cells.uscc)
_HEAD = (
    Column(header="申报编号", key="claim_no", read=cells.number),
    Column(header="企业名称", key="enterprise", read=cells.text),
    USCC,
)


def _tail(forms: Forms) -> tuple[Column, ...]:
    support = Column(
        header="上级已补助",
        key="other_support",
        read=cells.support,
        currency=forms.currency,
        optional=True,
        may_be_zero=True,
    )
    return (
        Column(header="发票号码", key="invoices", read=cells.invoices, optional=True),
        support,
        Column(header="申报日期", key="filed_on", read=days.day),
    )


REMARK = "备注"
BESIDE = {  # the headers of what stands beside a claim, by key
    "town": frozenset(("镇街", "所属镇街", "乡镇街道", "乡镇", "所属乡镇")),
    "contact": frozenset(("联系人", "联系人姓名")),
    "phone": frozenset(("联系电话", "电话", "手机", "联系人电话", "手机号", "手机号码")),
}
IGNORED = frozenset(  # the name is a column of claims
    (
        NUMBER,
        "企业名称",
        REMARK,
        WHY,
        CONFIRMED,
        *frozenset().union(*BESIDE.values()),
    )
)
_DAY = "occurred_on"


def sheets() -> dict[str, Sheet]:
    """Return every sheet of the forms in force by its name."""
    return _made(forms())[0]


def awards() -> Awards:
    """Return what the words of a sheet that kinds share stand for: a kind and facts."""
    return _made(forms())[1]


Awards = dict[str, tuple[str, dict[str, object]]]  # by word, the kind and the facts it says


@lru_cache(maxsize=8)
def _made(forms: Forms) -> tuple[dict[str, Sheet], Awards]:
    shared: dict[str, list[str]] = {}
    for kind, document in forms.documents.items():
        if "category" in document:
            shared.setdefault(forms.sheets[kind], []).append(kind)
    made: dict[str, Sheet] = {}
    for kind, document in forms.documents.items():
        name = forms.sheets[kind]
        if "category" in document:
            made.setdefault(name, _of_several(shared[name], forms))
        else:
            made[name] = _of_kind(kind, forms)
    for record, name in forms.record_sheets.items():
        if record in forms.records:
            made[name] = _of_record(record, forms)
    every = (_categories(kind, forms) for kinds in shared.values() for kind in kinds)
    return made, {_spelt(zh): award for each in every for zh, award in each.items()}


def _of_several(kinds: Sequence[str], forms: Forms) -> Sheet:
    """Return a sheet that several kinds share: a word in each row says which.

    Each fact that the word does not say has a column, one for all kinds that call it alike; a row
    fills in those of its kind.
    """
    document = forms.documents[kinds[0]]
    words = tuple(zh for kind in kinds for zh in _categories(kind, forms))
    facts: dict[str, Column] = {}
    for kind in kinds:
        said = {f"facts.{name}" for _, given in _categories(kind, forms).values() for name in given}
        for column in _of_facts(kind, forms):
            if column.key not in said:
                facts.setdefault(column.key, replace(column, optional=True))
    own = (
        Column(header=document["category"], key=AWARD, read=_award, choices=words),
        Column(header=document["day"], key=_DAY, read=day_reader(document["day"])),
        *facts.values(),
    )
    return Sheet(
        name=forms.sheets[kinds[0]],
        title=title_of(document),
        policy=_policy(kinds[0], forms),
        kind=None,
        columns=(*_HEAD, *_telling_apart(own, _tail(forms), forms.currency), *_tail(forms)),
        total=None,
        currency=forms.currency,
        plausible=_plausible_of_all(kinds, forms),
    )


def _categories(kind: str, forms: Forms) -> Awards:
    """Return the words under a shared category that are of a kind, with the facts they say.

    Each word of its first fact that is a word; of a kind without one, what it is called.
    """
    document = forms.documents[kind]
    for name, fact in document.get("facts", {}).items():
        if fact["is"] == "word":
            return {zh: (kind, {name: word}) for word, zh in fact["words"].items()}
    return {document["zh"]: (kind, {})}


def _of_kind(kind: str, forms: Forms) -> Sheet:
    """Return a kind's sheet: its facts, and the day before the first amount."""
    document = forms.documents[kind]
    day = Column(header=document["day"], key=_DAY, read=day_reader(document["day"]))
    facts = list(_of_facts(kind, forms))
    money = (n for n, each in enumerate(facts) if each.is_money or each.key == BOOTHS)
    at = next(money, len(facts))
    own = [*facts[:at], day, *facts[at:]]
    fees = [column.header for column in own if column.read is cells.fee]
    return Sheet(
        name=forms.sheets[kind],
        title=title_of(document),
        policy=_policy(kind, forms),
        kind=kind,
        columns=(*_HEAD, *_telling_apart(own, _tail(forms), forms.currency), *_tail(forms)),
        total=fees[0] if fees else None,
        currency=forms.currency,
        plausible=_plausible(document),
    )


def _of_facts(kind: str, forms: Forms) -> Iterator[Column]:
    """Yield the columns of a kind's facts, in their order."""
    document = forms.documents[kind]
    for fact in forms.kinds[kind].facts.values():
        written = document["facts"][fact.name]
        if "split" in written:
            yield Column(header=written["split"], key=BOOTHS, read=cells.booths)
        cited = forms.allowed(fact, forms.kinds[kind]) if fact.type == "article" else ()
        column = _of_fact(fact, written, forms)
        yield replace(column, key=f"facts.{fact.name}", choices=cited)


def _of_record(record: str, forms: Forms) -> Sheet:
    """Return a record's sheet: an enterprise, a year, and its figures."""
    document = forms.record_documents[record]
    facts = forms.records[record].facts.values()
    figures = [_of_fact(fact, document["facts"][fact.name], forms) for fact in facts]
    year = Column(header=document["year"], key="year", read=cells.year)
    return Sheet(
        name=forms.record_sheets[record],
        title=title_of(document),
        policy=_policy(record, forms),
        kind=None,
        record=record,
        columns=(USCC, year, *_telling_apart(figures, (), forms.currency)),
        total=None,
        currency=forms.currency,
        plausible=_plausible(document),
    )


def _of_fact(fact: FactType, written: Document, forms: Forms) -> Column:
    """Return the column of a fact."""
    return Column(
        header=written.get("zh", fact.name),
        key=fact.name,
        read=reader_of(fact, written),
        currency=written.get("currency", forms.currency) if fact.unit else "",
        may_be_zero=fact.zero,
    )


def _telling_apart(
    columns: Sequence[Column], beside: Sequence[Column], currency: str
) -> list[Column]:
    """Return columns whose headers say their currency where the sheet has amounts of several.

    currency: the policy's, which the unit of the sheet says.
    """
    if len({column.currency for column in (*columns, *beside) if column.is_money}) < 2:
        return list(columns)
    return [
        replace(column, header=f"{column.header}（{unit}）")
        if column.is_money and column.currency != currency and unit not in column.header
        else column
        for column in columns
        for unit in (name_of(column.currency),)
    ]


def _policy(name: str, forms: Forms) -> str | None:
    """Return the policy of a kind or a record, where there are several."""
    return forms.policy_of[name] if len(forms.whole.policies) > 1 else None


def _plausible_of_all(kinds: Sequence[str], forms: Forms) -> int | None:
    """Return the smallest amount that a kind of several asks to confirm above."""
    said = (_plausible(forms.documents[kind]) for kind in kinds)
    return min((each for each in said if each is not None), default=None)


def _plausible(document: Document) -> int | None:
    return parse_yuan(document["plausible"]) if "plausible" in document else None


def day_reader(header: str) -> CellReader:
    """Return how the day of the matter is read: the end of a range, or of a year, or a day."""
    if header.startswith("年度") or header.endswith("年度"):
        return cells.last_day_of_year
    return days.end_day if "结束" in header else days.day


def reader_of(fact: FactType, written: Document) -> CellReader:
    """Return how the cells of a fact are read, as its policy writes it."""
    match fact.type:
        case "word":
            return cells.Words({zh: word for word, zh in written["words"].items()})
        case "yes-no":
            return cells.has_or_not if written.get("has") else cells.yes_or_no
        case "amount" if fact.unit == "_cents":
            return cells.foreign
        case "amount" if fact.zero:
            return cells.support
        case "amount":
            return cells.fee if written.get("suspect", True) else cells.paid
        case "amounts":
            return cells.fee
        case "text":
            return cells.number if written.get("number") else cells.text
        case _:
            return _READERS[fact.type]


_READERS: dict[str, CellReader] = {
    "country": cells.country,
    "article": cells.text,
    "count": cells.count,
    "quantity": cells.quantity,
}
