"""The fictional county: drawn from its seed alone, dirty where its key says, else sound."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from scripts.sample import generate as generate_sample
from scripts.sample import lines as jsonl
from scripts.sample.county.county import County, MixedOrder
from scripts.sample.county.facts import DRAWS
from scripts.sample.workbook.rows import CATEGORIES
from scripts.sample.workbook.sheets import SHEETS

SHIPPED = Path(generate_sample.__file__).parent
MANY = 20_000
FEES = {sheet.title: sheet for sheet in SHEETS if sheet.papers}
TITLES = [*(sheet.title for sheet in SHEETS), "进出口额", "填表说明"]
PLACES = {
    "exhibition": (3, "exhibition", ("year", "key")),
    "online-exhibition": (3, "exhibition", ("year",)),
    "overseas-warehouse": (1, "claim_no", ("warehouse",)),
    **dict.fromkeys(("warning-point", "monitoring-point"), (1, "claim_no", ("year",))),
    **dict.fromkeys(("brand", "aeo", "service-platform"), (1, "claim_no", ())),
}
AMOUNTS = {"trademark": 3_000_000, "trade-remedy": 70_000_000, "credit-insurance": 50_000_000}
Key = dict[str, Any]
Claim = dict[str, Any]
Workbook = tuple[openpyxl.Workbook, Key]


def generate(*arguments: str | int | Path) -> None:
    assert generate_sample.main([str(argument) for argument in arguments]) == 0


def checks(uscc: str) -> bool:
    """GB 32100-2015, worked out a second time."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(sign) * 3**place for place, sign in enumerate(uscc[:17]))
    return len(uscc) == 18 and (total + alphabet.index(uscc[17])) % 31 == 0


def cells(path: Path) -> dict[str, tuple[object, ...]]:
    """Everything a reader sees of each sheet: values, merged ranges, hidden rows."""
    return {
        sheet.title: (
            list(sheet.iter_rows(values_only=True)),
            sorted(str(merged) for merged in sheet.merged_cells.ranges),
            [row for row, shape in sheet.row_dimensions.items() if shape.hidden],
        )
        for sheet in openpyxl.load_workbook(path)
    }


def column(sheet: Any, header: str | None) -> int:
    return [cell.value for cell in sheet[3]].index(header) + 1


def amount(value: object) -> Decimal:
    """The number in a cell however it is written; words are not a number."""
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "")
    return Decimal(text) if text.replace(".", "", 1).isdigit() else Decimal(0)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    folder = tmp_path_factory.mktemp("county")
    xlsx, key = folder / "county.xlsx", folder / "county.key.json"
    generate("--seed", 11, "--claims", 400, "--xlsx", xlsx, "--key", key)
    return openpyxl.load_workbook(xlsx, data_only=True), json.loads(key.read_text("utf-8"))


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return [json.loads(line.text) for line in jsonl.lines(5, MANY, exports=False, dirt=False)]


def test_the_shipped_files_are_what_the_command_makes(tmp_path: Path) -> None:
    xlsx, key = tmp_path / "county.xlsx", tmp_path / "county.key.json"

    generate("--seed", 7, "--claims", 120, "--xlsx", xlsx, "--key", key)

    assert cells(xlsx) == cells(SHIPPED / "county-2022.xlsx")
    assert key.read_bytes() == (SHIPPED / "county-2022.key.json").read_bytes()


@pytest.mark.parametrize("wish", ["--claims 150 --xlsx", "--claims 500 --dirt --exports --jsonl"])
def test_one_seed_is_one_file_and_another_seed_another(tmp_path: Path, wish: str) -> None:
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))

    for seed, path in ((1, first), (1, again), (2, other)):
        generate("--seed", seed, *wish.split(), path)

    assert first.read_bytes() == again.read_bytes() != other.read_bytes()


def test_every_sheet_and_every_award_is_there(workbook: Workbook) -> None:
    book, key = workbook
    awards = book["一次性奖励"]
    written = {cell.value for cell in awards["E"][3:]}

    assert book.sheetnames == TITLES
    assert all(book[title].max_row >= 5 for title in TITLES[:-1])
    assert written - {"明星企业"} == set(CATEGORIES.values())
    assert sum(key["rows"].values()) == key["claims_in_workbook"] == 400


def test_the_shipped_sample_has_every_kind_of_dirt() -> None:
    key = json.loads((SHIPPED / "county-2022.key.json").read_text("utf-8"))

    assert " ".join(key["rejected_by_code"]) == (
        "bad-amount bad-date bad-uscc bad-value claim-conflicts duplicate-invoice "
        "missing-field suspect-unit unknown-country"
    )
    assert key["hidden_rows"] == {"境外展会": [6]}
    assert key["already_recorded"] == 1


def test_formulas_carry_their_last_value() -> None:
    path = SHIPPED / "county-2022.xlsx"
    shown = openpyxl.load_workbook(path, data_only=True)

    formulas = [
        shown[sheet.title][cell.coordinate].value
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]

    assert len(formulas) == 2
    assert min(formulas) > 0


def test_each_reject_is_where_the_key_says(workbook: Workbook) -> None:
    book, key = workbook

    for reject in key["rejects"]:
        sheet, row = book[reject["sheet"]], reject["row"]
        at_fault = sheet.cell(row, column(sheet, reject["column"])).value

        assert sheet.cell(row, column(sheet, "申报编号")).value == reject["claim_no"]
        assert (at_fault is None) == (reject["code"] == "missing-field")
        assert reject["code"] != "suspect-unit" or 0 < at_fault < 100


def test_the_codes_check_where_the_key_does_not_say_bad_uscc(workbook: Workbook) -> None:
    book, key = workbook
    bad = {(r["sheet"], r["row"]) for r in key["rejects"] if r["code"] == "bad-uscc"}

    for title in TITLES[:-1]:
        at = column(book[title], "统一社会信用代码")
        for cell in next(book[title].iter_cols(at, at, 4)):
            assert cell.value is None or checks(cell.value) == ((title, cell.row) not in bad)


def test_a_duplicate_invoice_stands_on_an_earlier_sound_row(workbook: Workbook) -> None:
    book, key = workbook
    codes = {(reject["sheet"], reject["row"]): reject["code"] for reject in key["rejects"]}
    seen: dict[tuple[str, str], str] = {}
    duplicates = 0
    for title in FEES:
        uscc, at = "", column(book[title], "发票号码")
        for row in range(4, book[title].max_row):
            claim_no, _, own = (book[title].cell(row, place).value for place in (2, 3, 4))
            uscc, paper = own or uscc, (own or uscc, book[title].cell(row, at).value)
            duplicate = seen.get(paper, claim_no) != claim_no
            assert duplicate == (codes.get((title, row)) == "duplicate-invoice")
            duplicates += duplicate
            if paper[1] and (title, row) not in codes:
                seen[paper] = claim_no

    assert duplicates == key["rejected_by_code"]["duplicate-invoice"]


def test_the_totals_add_up_rejected_rows_included(workbook: Workbook) -> None:
    book, key = workbook

    for title, frame in FEES.items():
        sheet, at = book[title], column(book[title], frame.fee)
        total = sum(amount(sheet.cell(row, at).value) for row in range(4, sheet.max_row))
        stated = Decimal(str(sheet.cell(sheet.max_row, at).value))
        fen = (stated * frame.fen_per_unit).to_integral_value(rounding=ROUND_FLOOR)

        assert sheet.cell(sheet.max_row, 1).value == "合计"
        assert total == stated
        assert fen == key["declared_total_fen"][title]


def test_lines_are_claims_of_every_kind_with_the_keys_of_the_contract(claims: list[Claim]) -> None:
    always = {"claim_no", "uscc", "enterprise", "kind", "occurred_on", "filed_on", "facts"}

    assert {claim["kind"] for claim in claims} == set(DRAWS)
    assert all(set(claim) - {"invoices", "other_support"} == always for claim in claims)
    assert all(checks(claim["uscc"]) for claim in claims)
    assert all(claim["occurred_on"] < claim["filed_on"] for claim in claims)
    assert all("2022-01-01" <= claim["occurred_on"] <= "2024-12-31" for claim in claims)
    assert {claim["uscc"][:2] for claim in claims} == {"91", "92", "51", "12"}


def test_clean_lines_repeat_no_number_and_no_invoice(claims: list[Claim]) -> None:
    papers = [paper for claim in claims for paper in claim.get("invoices", ())]

    assert len({claim["claim_no"] for claim in claims}) == len(claims) == MANY
    assert len(set(papers)) == len(papers)


def test_lines_are_in_mixed_order(claims: list[Claim]) -> None:
    assert sum(a["uscc"] == b["uscc"] for a, b in pairwise(claims)) < MANY // 200


def test_an_enterprise_files_eight_claims_on_average_and_one_a_twentieth(
    claims: list[Claim],
) -> None:
    largest, *others = sorted(Counter(claim["uscc"] for claim in claims).values(), reverse=True)

    assert largest == MANY // 20
    assert others[0] < MANY // 100
    assert 7 < sum(others) / len(others) < 9


def test_the_largest_enterprise_of_a_large_file_files_five_thousand() -> None:
    county = County(5, 50_000)

    assert county.owner(4_999) == (county.enterprise(0), 4_999)
    assert county.owner(5_000) == (county.enterprise(1), 0)


@pytest.mark.parametrize("size", [1, 2, 3, 99, 100, 101, 5_000])
def test_the_mixed_order_leaves_nothing_out(size: int) -> None:
    assert sorted(map(MixedOrder(3, size).__getitem__, range(size))) == list(range(size))


def test_about_one_claim_in_twenty_meets_a_cap(claims: list[Claim]) -> None:
    places, fen = defaultdict[object, set[str]](set), Counter[object]()

    met = sum(cap_met(claim, places, fen) for claim in claims)

    assert 0.03 < met / MANY < 0.07


def test_exports_records_come_on_top_of_the_claims() -> None:
    lines = list(jsonl.lines(5, 5_000, exports=True, dirt=False))
    records = [json.loads(line.text) for line in lines if not line.is_claim]

    assert len(lines) - len(records) == 5_000
    assert 50 < len(records) < 200
    assert {*map(tuple, records)} == {("record", "uscc", "year", "us_usd", "rcep_usd")}


def test_spoilt_lines_are_those_the_key_names(tmp_path: Path) -> None:
    path, key_path = tmp_path / "claims.jsonl", tmp_path / "key.json"
    generate("--seed", 5, "--claims", 5_000, "--jsonl", path, "--dirt", "--key", key_path)
    clean = [line.text for line in jsonl.lines(5, 5_000, exports=False, dirt=False)]

    key, dirty = json.loads(key_path.read_text("utf-8")), path.read_text("utf-8").splitlines()

    pairs = zip(clean, dirty, strict=True)
    changed = [row for row, (first, second) in enumerate(pairs, start=1) if first != second]
    assert changed == [reject["row"] for reject in key["rejects"]]
    assert key["rejected"] == len(changed) == 5_000 - key["accepted"]
    assert len(key["rejected_by_code"]) == 11


@pytest.mark.parametrize(
    "wish", ["--claims 100", "--claims 99 --xlsx no.xlsx", "--claims 0 --jsonl no.jsonl"]
)
def test_misuse_is_refused_before_anything_is_written(wish: str) -> None:
    with pytest.raises(SystemExit) as refused:
        generate_sample.main(["--seed", "1", *wish.split()])

    assert refused.value.code == 2


def cap_met(claim: Claim, places: dict[object, set[str]], fen: Counter[object]) -> bool:
    """Say whether a cap leaves less than the claim would get alone: roughly, most caps."""
    facts, kind, year = claim["facts"], claim["kind"], claim["occurred_on"][:4]
    facts = {**facts, "claim_no": claim["claim_no"], "year": year}
    if kind in PLACES and facts.get("organiser") != "city":
        limit, item, scope = PLACES[kind]
        held = places[claim["uscc"], kind, *(facts[name] for name in scope)]
        met = facts[item] not in held and len(held) >= limit
        held |= set() if met else {facts[item]}
        return met
    if kind in AMOUNTS and not facts.get("pool"):
        account = claim["uscc"], kind, year if kind == "credit-insurance" else None
        half = int(str(facts.get("fee") or facts["premium"]).replace(".", "")) // 2
        room = AMOUNTS[kind] - fen[account]
        fen[account] += min(half, room)
        return half > room
    return False
