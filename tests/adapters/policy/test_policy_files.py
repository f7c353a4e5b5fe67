"""The shipped policy file, and files that are refused by the name of the key at fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from adapters.policy.catalogue import CAPS, MEASURES
from adapters.policy.file.files import PolicyFile, read_policy_file
from adapters.policy.patch import with_values
from adapters.policy.paths import SHIPPED
from domain.policy.measures import AwardByGrade, BoothShare, ShareOfFee, ShareOfFeeForExporters
from domain.policy.readings import RIVALS
from domain.refusals import Refusal
from tests.domain.given import POLICY, amended

Edited = Callable[[str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Return a function that writes the shipped file with its first `old` made `new`."""

    def write(old: str, new: str) -> Path:
        text = SHIPPED.read_text(encoding="utf-8")
        assert old in text, f"the shipped file has no {old!r}"
        path = tmp_path / "draft.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def test_the_tests_of_the_domain_read_the_shipped_file_as_the_product_does(
    shipped: PolicyFile,
) -> None:
    settings = {
        "measures.overseas-trademark.rate": "33.33%",
        "measures.key-exhibition.booths_per_exhibition": "6",
        "measures.trade-warning-point.awards.wenzhou-excellent": "0.5",
        "caps.trademarks-in-all.limit": "20000.01",
        "caps.certifications-per-year.limit": "1",
        "readings.rounding": "wan-down",
    }

    assert shipped.policy == POLICY
    assert amended(settings) == with_values(shipped.policy, settings)


def test_the_shipped_file_holds_every_measure_cap_and_reading(shipped: PolicyFile) -> None:
    policy = shipped.policy

    assert list(policy.measures) == list(MEASURES)
    assert list(policy.caps) == list(CAPS)
    assert [reading.name for reading in shipped.readings] == list(RIVALS)
    assert all(policy.caps_of[measure] is not None for measure in policy.measures)


def test_the_shipped_readings_are_the_defaults(shipped: PolicyFile) -> None:
    for name, rivals in RIVALS.items():
        assert getattr(shipped.policy.readings, name) == rivals[0]


def test_values_are_read_as_an_officer_writes_them(shipped: PolicyFile) -> None:
    formulas = {name: measure.formula for name, measure in shipped.policy.measures.items()}

    assert formulas["other-exhibition"] == BoothShare(
        rate_bp=5000, per_booth_fen=1_500_000, booths_per_exhibition=3
    )
    assert formulas["overseas-trademark"] == ShareOfFee(rate_bp=5000, at_most_fen=None)
    assert formulas["key-export-credit-insurance"] == ShareOfFeeForExporters(
        rate_bp=8000, from_usd_cents=1_000_000_000
    )
    assert formulas["trade-warning-point"] == AwardByGrade(
        awards_fen={
            "province-excellent": 20_000_000,
            "province-qualified": 10_000_000,
            "wenzhou-excellent": 10_000_000,
            "wenzhou-qualified": 5_000_000,
        }
    )
    assert shipped.policy.caps["trade-remedy-in-all"].limit == 70_000_000


def test_the_shipped_lists_of_countries_are_complete(shipped: PolicyFile) -> None:
    countries = shipped.policy.countries

    assert len(countries.belt_and_road) == 65
    assert len(countries.rcep_in_force) == 14
    assert countries.rcep_in_force["PH"] == date(2023, 6, 2)
    assert not {"CN", "JP", "KR", "AU", "NZ"} & countries.belt_and_road


def test_only_two_measures_need_exports_of_ones_own(shipped: PolicyFile) -> None:
    needing = {name for name, m in shipped.policy.measures.items() if m.needs_self_export}

    assert needing == {"product-certification", "overseas-trademark"}


def test_a_copy_of_the_shipped_file_with_a_byte_order_mark_reads_the_same(
    tmp_path: Path, shipped: PolicyFile
) -> None:
    path = tmp_path / "copy.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPED.read_bytes())

    assert read_policy_file(path) == shipped


RATE = 'rate = "70%"'
KEY_CAP = "[caps.key-exhibitions-per-year]"
REFUSED = [
    # keys
    (RATE, "", "measures.key-exhibition.rate", "missing"),
    (RATE, RATE + "\nrat = 1", "measures.key-exhibition.rat", "unknown"),
    ('id = "yueqing', 'colour = "red"\nid = "yueqing', "colour", "unknown"),
    ('formula = "booth-share"', "", "measures.key-exhibition.formula", "missing"),
    ('formula = "whole-fee"', 'formula = "gift"', "measures.city-online-fair.formula",
     "not-allowed"),
    # values
    (RATE, "rate = 70", "measures.key-exhibition.rate", "wrong-type"),
    (RATE, 'rate = "70"', "measures.key-exhibition.rate", "not-a-rate"),
    (RATE, 'rate = "70.125%"', "measures.key-exhibition.rate", "not-a-rate"),
    (RATE, 'rate = "0%"', "measures.key-exhibition.rate", "out-of-range"),
    (RATE, 'rate = "100.01%"', "measures.key-exhibition.rate", "out-of-range"),
    ('"20000"', '"2万"', "measures.key-exhibition.per_booth", "not-an-amount"),
    ('"20000"', '"0.00"', "measures.key-exhibition.per_booth", "out-of-range"),
    ('"20000"', "20000.0", "measures.key-exhibition.per_booth", "wrong-type"),
    ("exhibition = 4", "exhibition = 0", "measures.key-exhibition.booths_per_exhibition",
     "out-of-range"),
    ("exhibition = 4", "exhibition = true", "measures.key-exhibition.booths_per_exhibition",
     "wrong-type"),
    ('province-excellent = "200000"', 'province-excellent = "-1"',
     "measures.trade-warning-point.awards.province-excellent", "not-an-amount"),
    ('province-excellent = "200000"', "",
     "measures.trade-warning-point.awards.province-excellent", "missing"),
    ("limit = 3", 'limit = "3"', "caps.key-exhibitions-per-year.limit", "wrong-type"),
    ('limit = "30000"', "limit = 30000", "caps.trademarks-in-all.limit", "wrong-type"),
    ('title_zh = "重点', 'title_zh = "\\n重点', "measures.key-exhibition.title_zh", "malformed"),
    ('title_zh = "重点境外展会展位费"', 'title_zh = " "', "measures.key-exhibition.title_zh",
     "empty"),
    ("last_day = 2024-12-31", "last_day = 2021-12-31", "last_day", "days-out-of-order"),
    ("last_day = 2024-12-31", 'last_day = "2024-12-31"', "last_day", "wrong-type"),
    ("last_day = 2024-12-31", "last_day = 2024-12-31T12:00:00", "last_day", "wrong-type"),
    # measures and caps
    ("[measures.key-exhibition]", "[measures.key-exhibitions]", "measures.key-exhibitions",
     "unknown"),
    ('formula = "whole-fee"', 'formula = "amount-decided"', "measures.city-online-fair.formula",
     "not-allowed"),
    (RATE, RATE + "\nneeds_self_export = true", "measures.key-exhibition.needs_self_export",
     "not-allowed"),
    (KEY_CAP, "[caps.key-exhibition-per-year]", "caps.key-exhibitions-per-year", "missing"),
    (KEY_CAP, "[caps.belt-road-exhibitions-per-year]", "caps.belt-road-exhibitions-per-year",
     "not-allowed"),
    (KEY_CAP, "[caps.Key]", "caps.Key", "malformed"),
    ('measures = ["key-exhibition"]', 'measures = ["key"]',
     "caps.key-exhibitions-per-year.measures", "unknown"),
    ('measures = ["key-exhibition"]', "measures = []", "caps.key-exhibitions-per-year.measures",
     "empty"),
    ('measures = ["key-exhibition"]', 'measures = ["key-exhibition", "key-exhibition"]',
     "caps.key-exhibitions-per-year.measures", "repeated"),
    ('limit = 3\nunit = "count"', 'limit = "3"\nunit = "yuan"',
     "caps.key-exhibitions-per-year.unit", "not-allowed"),
    ('unit = "count"', 'unit = "fen"', "caps.key-exhibitions-per-year.unit", "not-allowed"),
    ('per = "enterprise"', 'per = "warehouse"', "caps.key-exhibitions-per-year.per", "not-allowed"),
    ('period = "year"', 'period = "month"', "caps.key-exhibitions-per-year.period", "not-allowed"),
    # readings
    ("[readings.rounding]", "[readings.roundings]", "readings.roundings", "unknown"),
    ('chosen = "separate"', 'chosen = "apart"', "readings.exhibition_counter.rivals", "repeated"),
    ('chosen = "separate"', 'chosen = "none"', "readings.exhibition_counter.chosen", "not-allowed"),
    ('chosen = "along"\nrivals = ["signed"]', 'chosen = "signed"\nrivals = ["along"]',
     "readings.belt_and_road.chosen", "waits-for-its-list"),
    ('rivals = ["one", "apart"]', 'rivals = ["one"]', "readings.exhibition_counter.rivals.apart",
     "missing"),
    ('rivals = ["one", "apart"]', 'rivals = ["one", "apart", "two"]',
     "readings.exhibition_counter.rivals.two", "unknown"),
    # countries
    ('"MN", "RU",', '"MN", "MN",', "countries.belt_and_road", "repeated"),
    ('"MN", "RU",', '"MN", "CN",', "countries.belt_and_road", "not-allowed"),
    ('"MN", "RU",', '"MN", "Russia",', "countries.belt_and_road.2", "malformed"),
    ("SG = 2022-01-01", "sg = 2022-01-01", "countries.rcep_in_force.sg", "malformed"),
    # articles, figures, inferences
    ('article = "一（一）"', 'article = "九"', "measures.key-exhibition.article",
     "unknown-article"),
    ('id = "三（一）"', 'id = "九"', "measures.case-by-case.article",
     "unknown-article"),
    ('id = "一（二）"', 'id = "一（一）"', "article", "repeated"),
    ('id = "八"', 'id = "八"\nsize = 1', "article.八.size", "unknown"),
    ('printed = "70%"', 'printed = "七成"', "article.一（一）", "not-a-figure"),
    ('printed = "70%"', 'printed = "70% 5万元"', "article.一（一）", "not-a-figure"),
    ('printed = "70%"', 'printed = "71%"', "measures.key-exhibition.rate", "figure-differs"),
    ('printed = "70%"', 'printed = "70万元"', "measures.key-exhibition.rate", "figure-differs"),
    ('printed = "2024年12月31日"', 'printed = "2024年12月30日"', "last_day", "figure-differs"),
    ('printed = "全额", sets = ["measures.city-online-fair"]',
     'printed = "一次性", sets = ["measures.city-online-fair"]', "measures.city-online-fair",
     "figure-differs"),
    ('sets = ["measures.key-exhibition.rate"]', 'sets = ["measures.key-exhibition.rat"]',
     "measures.key-exhibition.rat", "unknown-path"),
    ('sets = ["measures.key-exhibition.rate"]', 'sets = ["measures.aeo-advanced.award"]',
     "measures.aeo-advanced.award", "other-article"),
    ('sets = ["measures.key-exhibition.rate"]', 'note_zh = "率", note_en = "rate"',
     "measures.key-exhibition.rate", "not-printed"),
    ('sets = ["measures.key-exhibition.rate"]', "sets = []", "article.一（一）.figures.1",
     "needs-a-note"),
    ('note_zh = "标准展位的面积，只作定义", ', "", "article.一（一）.figures.5",
     "note-in-one-language"),
    ('paths = ["announced_on"]', 'paths = ["announced_on", "last_day"]', "last_day",
     "both-printed-and-inferred"),
    ('paths = ["announced_on"]', 'paths = ["announced"]', "announced", "unknown-path"),
    ('paths = ["caps.warehouse-once.limit"]', 'paths = ["caps.warehouse-once.per"]',
     "caps.warehouse-once.limit", "not-printed"),
    ('[[commitment]]\narticle = "三（一）"', '[[commitment]]\narticle = "三"', "commitment.三",
     "unknown-article"),
    ('[[article]]\nid = "八"', '[[article]]\nid = "九"\nfigures = []\n\n[[article]]\nid = "八"',
     "article.九", "unaccounted-for"),
    # the file as a whole
    ('id = "yueqing-foreign-trade"', "id = ", "", "not-toml"),
    ('id = "yueqing-foreign-trade"', 'id = "a"\nid = "b"', "", "not-toml"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "problem"), REFUSED)
def test_a_file_is_refused_by_the_name_of_its_key(
    edited: Edited, old: str, new: str, where: str, problem: str
) -> None:
    path = edited(old, new)

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    facts = refused.value.facts
    assert refused.value.code == "policy-file-invalid"
    assert facts["file"] == "draft.toml"
    assert (facts["where"], facts["problem"]) == (where, problem)
    assert isinstance(facts["found"], str)


def test_a_figure_that_differs_is_refused_with_both_sides(edited: Edited) -> None:
    path = edited('rate = "70%"', 'rate = "75%"')

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    facts = refused.value.facts
    assert (facts["found"], facts["printed"], facts["article"]) == ("75%", "70%", "一（一）")


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_bytes(SHIPPED.read_text(encoding="utf-8").encode("gb18030"))

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    assert refused.value.facts["problem"] == "not-utf8"


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(tmp_path / "none.toml")

    assert refused.value.facts["problem"] == "unreadable"


def test_a_file_too_long_to_be_recorded_is_refused(edited: Edited) -> None:
    more = '[[commitment]]\narticle = "七"\nsummary_zh = "长"\nsummary_en = "{}"\n'
    sixty = "".join(more.format("x" * 490) for _ in range(60))
    path = edited("[[commitment]]", sixty + "[[commitment]]")

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    assert refused.value.facts["problem"] == "too-long"


def test_a_fee_paid_whole_may_become_a_share_of_it(edited: Edited) -> None:
    path = edited('formula = "whole-fee"', 'formula = "share-of-fee"\nrate = "90%"')
    text = path.read_text(encoding="utf-8")
    old = '{ printed = "全额", sets = ["measures.city-online-fair"] }'
    new = '{ printed = "90%", sets = ["measures.city-online-fair.rate"] }'
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    policy = read_policy_file(path).policy

    assert policy.measures["city-online-fair"].formula == ShareOfFee(rate_bp=9000)
