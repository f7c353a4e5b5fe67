"""Policy files that are refused by the name of the key at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.policy.file.files import read_policy_file
from adapters.policy.paths import SHIPPED
from domain.refusals import Refusal
from tests.adapters.policy.editing import Edited

RATE = '{ rate = "70%" }'
KEY_CAP = "[caps.key-exhibitions-per-year]"
KEY_RATE = "measures.key-exhibition.pays.2"
REFUSED = [
    # keys
    ('day = "展会结束日期"\n', "", "kinds.exhibition.day", "missing"),
    ('kind = "exhibition"\n', "", "measures.key-exhibition.kind", "missing"),
    ('kind = "exhibition"\n', 'kind = "exhibition"\nkid = "x"\n', "measures.key-exhibition.kid",
     "unknown"),
    ('id = "yueqing', 'colour = "red"\nid = "yueqing', "colour", "unknown"),
    ('currency = "CNY"', "", "currency", "missing"),
    ('currency = "CNY"', 'currency = "yuan"', "currency", "malformed"),
    ('is = "text", zh = "展会名称"', 'is = "string", zh = "展会名称"',
     "kinds.exhibition.facts.exhibition.is", "not-allowed"),
    ('is = "text", zh = "展会名称"', 'is = "text", zh = "展会名称", size = 1',
     "kinds.exhibition.facts.exhibition.size", "unknown"),
    ("most = 200", "most = 0", "kinds.exhibition.facts.booth_fees.most", "out-of-range"),
    ('plausible = "2000000"', 'plausible = "2,000,000"', "kinds.exhibition.plausible",
     "not-an-amount"),
    ("[records.exports]", "[records.Exports]", "records.Exports", "malformed"),
    # terms
    (RATE, "{ rate = 70 }", f"{KEY_RATE}.rate", "not-a-text"),
    (RATE, '{ rate = "70" }', f"{KEY_RATE}.rate", "not-a-rate"),
    (RATE, '{ rate = "70.1234567%" }', f"{KEY_RATE}.rate", "not-a-rate"),
    (RATE, '{ rate = "0%" }', f"{KEY_RATE}.rate", "out-of-range"),
    (RATE, '{ rate = "1000.01%" }', f"{KEY_RATE}.rate", "out-of-range"),
    (RATE, '{ rate = "70%", rat = 1 }', f"{KEY_RATE}.rat", "unknown"),
    (RATE, '{ rats = "70%" }', KEY_RATE, "not-one-verb"),
    (RATE, '"70%"', KEY_RATE, "wrong-type"),
    ('{ each = "booth_fees" }', '{ each = "booths" }', "measures.key-exhibition.pays.1.each",
     "unknown-fact"),
    ('"20000"', '"2万"', "measures.key-exhibition.pays.3.at_most", "not-an-amount"),
    ('"20000"', '"0.00"', "measures.key-exhibition.pays.3.at_most", "out-of-range"),
    ('"20000"', "20000.0", "measures.key-exhibition.pays.3.at_most", "not-a-text"),
    ("highest = 4", "highest = 0", "measures.key-exhibition.pays.4.highest", "not-a-count"),
    ("highest = 4", "highest = true", "measures.key-exhibition.pays.4.highest", "not-a-count"),
    ('province-excellent = "200000"', 'province-excellent = "-1"',
     "measures.trade-warning-point.pays.1.award.province-excellent", "not-an-amount"),
    ('province-excellent = "200000", ', "",
     "measures.trade-warning-point.pays.1.award.province-excellent", "missing"),
    ('{ of = "executed_usd" }', '{ of = "executed" }', "measures.offshore-outsourcing.pays.1.of",
     "unknown-fact"),
    ('{ per = "500000", name = "per_usd", blocks = "whole" }, ', "",
     "measures.offshore-outsourcing.pays.2", "unit-differs"),
    # conditions
    ('when = ["key"]', 'when = ["keys"]', "measures.key-exhibition.when.1", "unknown-fact"),
    ('when = ["key"]\n', "", "measures.key-exhibition.when", "takes-all-before"),
    ('on = "belt_and_road"', 'on = "belt"', "measures.belt-road-rcep-exhibition.when.1.any.1.on",
     "unknown-list"),
    ('{ fact = "title", is = "zhejiang" }', '{ fact = "title", is = "wenzhuo" }',
     "measures.zhejiang-export-brand.when.1.is", "unknown-word"),
    ('record = "exports"', 'record = "imports"', "measures.key-export-credit-insurance.when.1",
     "unknown-record"),
    ('at_least = "10000000"', "at_least = 10000000",
     "measures.key-export-credit-insurance.when.1.at_least", "not-a-text"),
    ('line = { code = "booths"', 'line = { code = "booth"', "measures.key-exhibition.line.code",
     "not-allowed"),
    # days and texts
    ('title_zh = "重点', 'title_zh = "\\n重点', "measures.key-exhibition.title_zh", "malformed"),
    ('title_zh = "重点境外展会展位费"', 'title_zh = " "', "measures.key-exhibition.title_zh",
     "empty"),
    ("last_day = 2024-12-31", "last_day = 2021-12-31", "last_day", "days-out-of-order"),
    ("last_day = 2024-12-31", 'last_day = "2024-12-31"', "last_day", "wrong-type"),
    ("last_day = 2024-12-31", "last_day = 2024-12-31T12:00:00", "last_day", "wrong-type"),
    ('order = "decided"', 'order = "late"', "settings.order", "not-allowed"),
    # measures and caps
    ("[measures.key-exhibition]", "[measures.key-exhibitions]", "caps.key-exhibitions-per-year"
     ".measures", "unknown-measure"),
    ('kind = "aeo"', 'kind = "aoe"', "measures.aeo-advanced.kind", "unknown-kind"),
    (KEY_CAP, "[caps.key-exhibition-per-year]", "readings.exhibition_counter.rivals.one",
     "unknown-path"),
    (KEY_CAP, "[caps.Key]", "caps.Key", "malformed"),
    ('measures = ["key-exhibition"]', 'measures = ["key"]',
     "caps.key-exhibitions-per-year.measures", "unknown-measure"),
    ('measures = ["key-exhibition"]', "measures = []", "caps.key-exhibitions-per-year.measures",
     "empty"),
    ('measures = ["key-exhibition"]', 'measures = ["key-exhibition", "key-exhibition"]',
     "caps.key-exhibitions-per-year.measures", "repeated"),
    ('limit = 3\nunit = "count"', 'limit = "3"\nunit = "count"',
     "caps.key-exhibitions-per-year.limit", "not-a-count"),
    ('limit = "30000"', "limit = 30000", "caps.trademarks-in-all.limit", "wrong-type"),
    ('limit = "30000"', "limit = 3000", "caps.trademarks-in-all.limit", "not-a-text"),
    ('unit = "count"', 'unit = "fen"', "caps.key-exhibitions-per-year.unit", "not-allowed"),
    ('per = "enterprise"', 'per = "warehouse"', "caps.key-exhibitions-per-year.per", "not-allowed"),
    ('per = "enterprise"\nmeasures = ["aeo', 'per = "item"\nmeasures = ["aeo',
     "caps.aeo-once.per", "kind-without-item"),
    ('period = "year"', 'period = "month"', "caps.key-exhibitions-per-year.period", "not-allowed"),
    ('way = "two-way"', 'way = "both"', "exclusions.一（三）.way", "not-allowed"),
    ('pays = "both"', 'pays = "one"', "together.二（一）.pays", "not-allowed"),
    # readings
    ("[readings.rounding]", "[readings.Rounding]", "readings.Rounding", "malformed"),
    ('default = "separate"', 'default = "apart"', "readings.exhibition_counter.rivals",
     "repeated"),
    ('default = "separate"', 'default = "separate"\nchosen = "none"',
     "readings.exhibition_counter.chosen", "not-allowed"),
    ('default = "along"', 'default = "along"\nchosen = "signed"', "readings.belt_and_road.chosen",
     "waits-for-its-list"),
    ('bears_on = ["brand"]', 'bears_on = ["brands"]', "readings.brand_stack.bears_on",
     "unknown-kind"),
    ('rivals.signed = "waits"', "", "readings.belt_and_road.rivals", "missing"),
    ('"lists.rcep.at_once" = true', '"list.rcep.at_once" = true',
     "readings.rcep_membership.rivals.signed", "unknown-path"),
    ('{ "settings.order" = "best" }', '{ "settings.order" = "worst" }',
     "readings.late_claim_order.rivals.best", "not-allowed"),
    ('share_of_guaranteed.of" = "guarantee_fee"', 'share_of_guaranteed.of" = "fee"',
     "readings.fx_guarantee.rivals.fee", "unknown-fact"),
    ('"together.zhejiang-export-brand.pays"', '"together.brand.pays"',
     "readings.brand_stack.rivals.higher", "unknown-path"),
    # lists
    ('"MN", "RU",', '"MN", "MN",', "lists.belt_and_road.members", "repeated"),
    ('"MN", "RU",', '"MN", "CN",', "lists.belt_and_road", "not-allowed"),
    ('"MN", "RU",', '"MN", "Russia",', "lists.belt_and_road.members.2", "malformed"),
    ("SG = 2022-01-01", "sg = 2022-01-01", "lists.rcep.since.sg", "malformed"),
    ('en = "RCEP in force"', 'en = "RCEP in force"\nmembers = ["SG"]', "lists.rcep",
     "members-or-since"),
    # articles, figures, inferences
    ('article = "一（一）"', 'article = "九"', "measures.key-exhibition.article",
     "unknown-article"),
    ('id = "三（一）"', 'id = "九"', "measures.case-by-case.article",
     "unknown-article"),
    ('id = "一（二）"', 'id = "一（一）"', "article", "repeated"),
    ('id = "八"', 'id = "八"\nsize = 1', "article.八.size", "unknown"),
    ('printed = "70%"', 'printed = "几成"', "article.一（一）", "not-a-figure"),
    ('printed = "70%"', 'printed = "70% 5万元"', "article.一（一）", "not-a-figure"),
    ('printed = "70%"', 'printed = "71%"', "measures.key-exhibition.rate", "figure-differs"),
    ('printed = "70%"', 'printed = "70万元"', "measures.key-exhibition.rate", "figure-differs"),
    ('printed = "50万美元"', 'printed = "50万元"', "measures.offshore-outsourcing.per_usd",
     "figure-differs"),
    ('printed = "2万元"', 'printed = "2万美元"', "measures.key-exhibition.per_booth",
     "figure-differs"),
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


REOPEN = '{ "settings.new_version" = "reopen" }'
NO_POLICY = [  # rivals that are not a policy of this form, and what else is not refused by name
    (REOPEN, '{ "settings.new_versions" = "reopen" }', "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "caps.aeo-once.perod" = "year" }', "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "caps.aeo-once.period" = "month" }', "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "caps.aeo-once.measures" = 5 }', "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "lists.rcep.at_once" = "yes" }', "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "measures.aeo-advanced.pays" = 5 }', "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "exclusions.other-online-exhibition" = "gone" }',
     "readings.new_version.rivals.reopen"),
    (REOPEN, '{ "exclusions.other-online-exhibition.way" = "never" }',
     "readings.new_version.rivals.reopen"),
    ("[lists.rcep]", '[lists.none]\nzh = "无"\nen = "none"\nmembers = []\n\n[lists.rcep]',
     "lists.none"),
    ('zh = "注册费", en = "registration fee" }',
     'zh = "注册费", en = "registration fee" }\nfacts.fee_fen = { is = "text", zh = "注" }',
     "kinds.trademark.facts"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where"), NO_POLICY)
def test_what_is_no_policy_of_this_form_is_refused_by_the_name_of_its_key(
    edited: Edited, old: str, new: str, where: str
) -> None:
    path = edited(old, new)

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    assert refused.value.facts["where"].startswith(where)


def test_a_figure_that_differs_is_refused_with_both_sides(edited: Edited) -> None:
    path = edited('rate = "70%"', 'rate = "75%"')

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    facts = refused.value.facts
    assert (facts["found"], facts["printed"], facts["article"]) == ("75%", "70%", "一（一）")


def test_a_word_nearly_right_is_refused_with_the_right_one(edited: Edited) -> None:
    path = edited('{ each = "booth_fees" }', '{ each = "booth_fee" }')

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    assert refused.value.facts["nearest"] == "booth_fees"


def test_a_rival_that_is_no_policy_is_refused_with_the_path_it_breaks(edited: Edited) -> None:
    path = edited('{ "settings.order" = "best" }', '{ "settings.order" = "worst" }')

    with pytest.raises(Refusal) as refused:
        read_policy_file(path)

    assert refused.value.facts["path"] == "settings.order"


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
