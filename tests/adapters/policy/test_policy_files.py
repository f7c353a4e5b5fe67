"""The shipped policy file, and what a file says as the ledger reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from adapters.policy.file.files import read_policy_file
from adapters.policy.patch import with_values
from adapters.policy.paths import SHIPPED
from adapters.policy.readings import reading_notes
from domain.policy import conditions, terms
from domain.policy.compiling.patching import chosen_of
from domain.policy.measures import Policy
from domain.policy.references import Reference
from tests.adapters.policy.editing import Edited
from tests.domain.given import POLICY, amended


def test_the_tests_of_the_domain_read_the_shipped_file_as_the_product_does(
    shipped: Policy,
) -> None:
    settings = {
        "measures.overseas-trademark.rate": "33.33%",
        "measures.key-exhibition.booths_per_exhibition": "6",
        "measures.trade-warning-point.awards.wenzhou-excellent": "0.5",
        "caps.trademarks-in-all.limit": "20000.01",
        "caps.certifications-per-year.limit": "1",
        "readings.rounding": "wan-down",
    }
    read, made = with_values(shipped, settings), amended(settings)

    for ours, theirs in ((POLICY, shipped), (made, read)):
        assert ours.kinds == theirs.kinds
        assert ours.measures == theirs.measures
        assert ours.caps == theirs.caps
        assert ours.lists == theirs.lists
        assert (ours.exclusions, ours.together) == (theirs.exclusions, theirs.together)
        assert (ours.settings, ours.bearing) == (theirs.settings, theirs.bearing)


def test_every_shipped_measure_is_of_a_kind_and_of_every_kind_there_is_a_measure(
    shipped: Policy,
) -> None:
    assert (len(shipped.kinds), len(shipped.measures), len(shipped.caps)) == (15, 23, 16)
    assert {measure.kind for measure in shipped.measures.values()} == set(shipped.kinds)
    assert sum(len(measures) for measures in shipped.measures_of.values()) == 23


def test_the_shipped_readings_are_the_defaults(shipped: Policy) -> None:
    notes = reading_notes(shipped)

    assert [note.name for note in notes] == list(shipped.source["readings"])
    assert len(notes) == 17
    for note in notes:
        assert chosen_of(shipped.source["readings"][note.name]) == note.default
        assert all(note.rivals.values()) == (note.name != "belt_and_road")


def test_values_are_read_as_an_officer_writes_them(shipped: Policy) -> None:
    each, rate, most, highest = shipped.measures["other-exhibition"].terms
    (trademark_fee, trademark_rate) = shipped.measures["overseas-trademark"].terms
    (award,) = shipped.measures["trade-warning-point"].terms
    (exporter,) = shipped.measures["key-export-credit-insurance"].when

    assert each == terms.Each(fact="booth_fees_fen")
    assert rate == terms.Rate(rate_bp=5000, bonuses=(), up_to_bp=None, named="rate_bp")
    assert most == terms.AtMost(most=1_500_000, named="per_booth_fen", per_item=False)
    assert highest == terms.Highest(limit=3, named="booths_per_exhibition", per_item=True)
    fee = Reference(fact="fee_fen", unit="_fen")
    assert trademark_fee == terms.Of(value=fee, less=None, named="fee_fen")
    assert trademark_rate == rate
    assert isinstance(exporter, conditions.Within)
    assert (exporter.at_least, exporter.below) == (1_000_000_000, None)
    assert award == terms.Award(
        amount=terms.ByWord(
            fact="grade",
            figures={
                "province-excellent": 20_000_000,
                "province-qualified": 10_000_000,
                "wenzhou-excellent": 10_000_000,
                "wenzhou-qualified": 5_000_000,
            },
        )
    )
    assert shipped.caps["trade-remedy-in-all"].limit == 70_000_000


def test_the_shipped_lists_of_countries_are_complete(shipped: Policy) -> None:
    along, rcep = shipped.lists["belt_and_road"], shipped.lists["rcep"]

    assert len(along.members) == 65
    assert rcep.since is not None
    assert len(rcep.since) == 14
    assert rcep.since["PH"] == date(2023, 6, 2)
    assert not {"CN", "JP", "KR", "AU", "NZ"} & along.members


def test_only_two_measures_need_exports_of_ones_own(shipped: Policy) -> None:
    needing = {
        name
        for name, measure in shipped.measures.items()
        if any(need.code == "self-export" for need in measure.needs)
    }

    assert needing == {"product-certification", "overseas-trademark"}


def test_a_copy_of_the_shipped_file_with_a_byte_order_mark_reads_the_same(
    tmp_path: Path, shipped: Policy
) -> None:
    path = tmp_path / "copy.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPED.read_bytes())

    assert read_policy_file(path) == shipped


def test_a_fee_paid_whole_may_become_a_share_of_it(edited: Edited) -> None:
    path = edited('pays = [{ of = "fee" }]', 'pays = [{ of = "fee" }, { rate = "90%" }]')
    edited(
        '{ printed = "全额", sets = ["measures.city-online-fair"] }',
        '{ printed = "90%", sets = ["measures.city-online-fair.rate"] }',
    )

    _fee, rate = read_policy_file(path).measures["city-online-fair"].terms

    assert rate == terms.Rate(rate_bp=9000, bonuses=(), up_to_bp=None, named="rate_bp")


def test_a_measure_may_go_and_its_article_print_nothing(edited: Edited) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    start, end = text.index("[measures.aeo-advanced]"), text.index("[measures.case-by-case]")
    path = edited(text[start:end], "")
    start, end = text.index("[kinds.aeo]"), text.index("[kinds.case-by-case]")
    edited(text[start:end], "")
    start, end = text.index("[caps.aeo-once]"), text.index("[caps.warehouse-once]")
    edited(text[start:end], "")
    note = 'note_zh = "另有规定", note_en = "elsewhere"'
    edited('sets = ["caps.aeo-once.limit"]', note)
    edited('sets = ["measures.aeo-advanced.award"]', note)
    edited('    "aeo",\n', "")

    policy = read_policy_file(path)

    assert "aeo" not in policy.kinds
    assert len(policy.measures) == 22


NEW_KIND = """
[kinds.hedging]
zh = "套期保值"
en = "hedging"
day = "成交日期"
cost = "fee"
facts.fee = { is = "amount", zh = "手续费" }
facts.volume = { is = "quantity", zh = "数量" }

[measures.hedging]
article = "七"
title_zh = "套期保值手续费"
title_en = "Fees of hedging"
kind = "hedging"
pays = [
    { of = "fee" },
    { rate = "2/3" },
    { at_most = { price = "0.5", of = "volume" }, name = "each" },
]

[[inferred]]
article = "七"
paths = ["measures.hedging.rate", "measures.hedging.each"]
note_zh = "另行规定。"
note_en = "Set by the bureau."
"""


def test_a_file_may_bring_a_kind_and_a_measure_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8") + NEW_KIND, encoding="utf-8")

    policy = read_policy_file(path)

    assert [each.id for each in policy.measures_of["hedging"]] == ["hedging"]
    assert list(policy.kinds["hedging"].facts) == ["fee", "volume"]
