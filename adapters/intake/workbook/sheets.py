"""The bureau's sheets: which column of which sheet states what. One table, one row a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from adapters.intake.amounts import CNY, USD, Means
from adapters.intake.checks import CONFIRMED, WHY
from adapters.intake.forms import Document, Forms, forms
from adapters.intake.values import fault
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CellReader, plain
from domain.policy.kinds import FactType
from domain.policy.names import bare

NUMBER = "序号"  # counts rows; says nothing
BOOTHS = "booths"  # not a fact itself: how many ways the fee is split
AWARD = "kind"  # its word says the kind and the facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its header, the key path it states, how its cells are read."""

    header: str
    key: str
    read: CellReader
    optional: bool = False
    articles: tuple[str, ...] = ()  # that its cells may cite, or categories that they may name
    may_be_zero: bool = False  # its amounts: where none was granted, or exported

    @property
    def currency(self) -> str:
        """What its amounts are in."""
        return USD if self.read is cells.usd else CNY

    @property
    def is_money(self) -> bool:
        """Say whether its cells are amounts."""
        return self.read in _MONEY

    @property
    def identifies(self) -> bool:
        """Say whether every digit of its cells counts, those at the front too."""
        return self.read in (cells.number, cells.uscc, cells.invoices)

    @property
    def is_day(self) -> bool:
        """Say whether its cells are days."""
        return self.read in (days.day, days.end_day)

    @property
    def is_time(self) -> bool:
        """Say whether its cells are days or years."""
        return self.is_day or self.read in (cells.year, cells.last_day_of_year)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that its cells may be; none where they may be anything."""
        if isinstance(self.read, cells.Words):
            return self.read.usual
        return self.articles

    @property
    def is_one_rows_own(self) -> bool:
        """Say whether its cells are amounts or counts: stated twice they would be paid twice."""
        return self.read in _ONE_ROWS_OWN

    @property
    def merges_down(self) -> bool:
        """Say whether a merged cell speaks for every row it covers; a number is one row's own."""
        return self.key != "claim_no" and not self.is_one_rows_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `kind` is None where a cell says it. `total`: the column that 合计 adds up.

    policy: the id of the policy it is of; None where there is one only. title: its name, without
    the policy's where several policies have sheets of that title.
    """

    name: str
    title: str
    policy: str | None
    kind: str | None
    columns: tuple[Column, ...]
    total: str | None

    @property
    def has_money(self) -> bool:
        """Say whether the sheet needs a unit: dollars name theirs in their header."""
        return self.kind != "exports" and any(
            column.is_money and column.currency == CNY and column.key != "other_support"
            for column in self.columns
        )


_YUAN: tuple[CellReader, ...] = (cells.fee, cells.paid, cells.support)
_MONEY: tuple[CellReader, ...] = (*_YUAN, cells.usd)
_ONE_ROWS_OWN: tuple[CellReader, ...] = (*_MONEY, cells.booths)

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


_HEAD = (
    Column(header="申报编号", key="claim_no", read=cells.number),
    Column(header="企业名称", key="enterprise", read=cells.text),
    Column(header="统一社会信用代码", key="uscc", read=cells.uscc),
)
_TAIL = (
    Column(header="发票号码", key="invoices", read=cells.invoices, optional=True),
    Column(
        header="上级已补助",
        key="other_support",
        read=cells.support,
        optional=True,
        may_be_zero=True,
    ),
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
EXPORTS_SHEET = Sheet(
    name="进出口额",
    title="进出口额",
    policy=None,
    kind="exports",
    columns=(
        Column(header="统一社会信用代码", key="uscc", read=cells.uscc),
        Column(header="年度", key="year", read=cells.year),
        Column(header="对美出口额", key="us_usd", read=cells.usd, may_be_zero=True),
        Column(header="对RCEP成员国出口额", key="rcep_usd", read=cells.usd, may_be_zero=True),
    ),
    total=None,
)

_DAY = "occurred_on"


def sheets() -> dict[str, Sheet]:
    """Return every sheet of the forms in force by its name."""
    return _made(forms())[0]


def awards() -> dict[str, tuple[str, dict[str, object]]]:
    """Return what the words of a sheet that kinds share stand for: a kind and facts."""
    return _made(forms())[1]


@lru_cache(maxsize=8)
def _made(forms: Forms) -> tuple[dict[str, Sheet], dict[str, tuple[str, dict[str, object]]]]:
    shared: dict[str, list[str]] = {}
    made: dict[str, Sheet] = {}
    for kind, document in forms.documents.items():
        if "category" in document:
            shared.setdefault(forms.sheets[kind], []).append(kind)
    for kind, document in forms.documents.items():
        name = forms.sheets[kind]
        of = forms.policy_of[kind] if len(forms.whole.policies) > 1 else None
        title = str(document.get("sheet", document["zh"]))
        if "category" in document:
            made.setdefault(name, _of_several(name, title, of, shared[name], forms))
        else:
            made[name] = _of_kind(name, title, of, kind, forms)
    if [*map(bare, forms.records)].count("exports") == 1:  # of several, each has a form of its own
        made[EXPORTS_SHEET.name] = EXPORTS_SHEET
    every = (_categories(kind, forms) for kinds in shared.values() for kind in kinds)
    return made, {_spelt(zh): award for each in every for zh, award in each.items()}


def _of_several(name: str, title: str, of: str | None, kinds: Sequence[str], forms: Forms) -> Sheet:
    """Return a sheet that several kinds share: a word in each row says which.

    Each fact that the word does not say has a column, one for all kinds that call it alike; a row
    fills in those of its kind.
    """
    document = forms.documents[kinds[0]]
    words = tuple(zh for kind in kinds for zh in _categories(kind, forms))
    category = Column(header=document["category"], key=AWARD, read=_award, articles=words)
    day = Column(header=document["day"], key=_DAY, read=day_reader(document["day"]))
    facts: dict[str, Column] = {}
    for kind in kinds:
        said = {f"facts.{name}" for _, given in _categories(kind, forms).values() for name in given}
        for column in _of_facts(kind, forms):
            if column.key not in said:
                facts.setdefault(column.key, replace(column, optional=True))
    columns = (*_HEAD, category, day, *facts.values(), *_TAIL)
    return Sheet(name=name, title=title, policy=of, kind=None, columns=columns, total=None)


def _categories(kind: str, forms: Forms) -> dict[str, tuple[str, dict[str, object]]]:
    """Return the words under a shared category that are of a kind, with the facts they say.

    Each word of its first fact that is a word; of a kind without one, what it is called.
    """
    document = forms.documents[kind]
    for name, fact in document.get("facts", {}).items():
        if fact["is"] == "word":
            return {zh: (kind, {name: word}) for word, zh in fact["words"].items()}
    return {document["zh"]: (kind, {})}


def _of_kind(name: str, title: str, of: str | None, kind: str, forms: Forms) -> Sheet:
    """Return a kind's sheet: its facts, and the day before the first amount."""
    document = forms.documents[kind]
    day = Column(header=document["day"], key=_DAY, read=day_reader(document["day"]))
    facts = list(_of_facts(kind, forms))
    money = (n for n, each in enumerate(facts) if each.is_money or each.key == BOOTHS)
    at = next(money, len(facts))
    own = [*facts[:at], day, *facts[at:]]
    fees = [column.header for column in own if column.read is cells.fee]
    total = fees[0] if fees else None
    columns = (*_HEAD, *own, *_TAIL)
    return Sheet(name=name, title=title, policy=of, kind=kind, columns=columns, total=total)


def _of_facts(kind: str, forms: Forms) -> Iterator[Column]:
    """Yield the columns of a kind's facts, in their order."""
    document = forms.documents[kind]
    for fact in forms.kinds[kind].facts.values():
        written = document["facts"][fact.name]
        if "split" in written:
            yield Column(header=written["split"], key=BOOTHS, read=cells.booths)
        articles = forms.allowed(fact, forms.kinds[kind]) if fact.type == "article" else ()
        yield Column(
            header=written.get("zh", fact.name),
            key=f"facts.{fact.name}",
            read=reader_of(fact, written),
            articles=articles,
            may_be_zero=fact.zero,
        )


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
            return cells.usd
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
