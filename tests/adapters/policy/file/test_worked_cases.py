"""Cases worked by hand beside a policy file: how they come out, and what cannot be read of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.policy.file.cases import WorkedClaim, cases_beside, must_agree, worked
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.refusals import Refusal
from tests.domain.policy.small import document

FACTS = {
    "name": "Fair", "grade": "good", "country": "DE", "new": True, "staff": 5, "area": "100",
    "fee": "1000", "budget": "1000", "sold_usd": "1000", "booths": ["300", "100"],
}  # fmt: skip
TRADE = {"record": "trade", "year": 2023, "amounts": {"total": "700.50", "us_usd": "3"}}


def policy(per: str = "enterprise", **sections: Any) -> Policy:
    """Half of the fee, at most 600 yuan a year; a single yuan where fewer than three work there."""
    cap = {
        "article": "一", "title_zh": "限", "title_en": "Cap", "limit": "600", "unit": "money",
        "period": "year", "per": per, "measures": ["first"],
    }  # fmt: skip
    when = [{"fact": "staff", "at_least": 3}]
    pays = [{"of": "fee"}, {"rate": "50%"}]
    return compiled(document(pays, when=when, caps={"yearly": cap}) | sections)


def claim(granted: str, on: str = "2023-05-01", **more: Any) -> dict[str, Any]:
    facts = FACTS | more.pop("facts", {})
    return {"kind": "work", "on": on, "granted": granted, "facts": facts} | more


def written(value: Any) -> str:
    """Return TOML of a value; days stand without quotes."""
    match value:
        case dict():
            pairs = (f"{key} = {written(of)}" for key, of in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case str() if value[:4].isdigit() and value[4:5] == "-":
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


def cases(folder: Path, *every: dict[str, Any]) -> Path:
    file = folder / "small.cases.toml"
    file.write_text(f"case = {written(list(every))}\n", encoding="utf-8")
    return file


def case(*claims: dict[str, Any], title: str = "one", **more: Any) -> dict[str, Any]:
    return {"title": title, "claims": list(claims)} | more


def refused(folder: Path, *every: dict[str, Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        worked(policy(), cases(folder, *every))
    assert (refusal.value.code, refusal.value.facts["file"]) == (
        "policy-cases-invalid", "small.cases.toml",
    )  # fmt: skip
    return str(refusal.value.facts["problem"])


def test_claims_of_a_case_are_decided_one_after_another_and_those_of_another_apart(
    tmp_path: Path,
) -> None:
    few = claim("1", facts={"staff": 2})
    file = cases(
        tmp_path,
        case(claim("500"), claim("100", reason="cap-reached"), claim("500", on="2024-05-01"), few),
        case(claim("500.00"), title="other"),
    )

    assert worked(policy(), file) == [
        WorkedClaim(case=of, claim=number, measure=measure, expected_fen=fen, granted_fen=fen,
                    expected_reason=reason, reason=reason)
        for of, number, measure, fen, reason in (
            ("one", 1, "first", 50_000, None), ("one", 2, "first", 10_000, "cap-reached"),
            ("one", 3, "first", 50_000, None), ("one", 4, "rest", 100, None),
            ("other", 1, "first", 50_000, None),
        )
    ]  # fmt: skip


def test_a_case_agrees_in_its_amount_and_in_the_reason_if_it_gives_one(tmp_path: Path) -> None:
    file = cases(
        tmp_path,
        case(claim("500"), claim("100")),
        case(claim("500"), claim("100", reason="cap-reached")),
        case(claim("500"), claim("100", reason="already-funded")),
        case(claim("500", reason="cap-reached"), claim("99.99", reason="cap-reached")),
    )

    agreeing = [each.agrees for each in worked(policy(), file)]

    assert agreeing == [True, True, True, True, True, False, False, False]


def test_every_type_of_fact_is_read_as_a_claim_states_it(tmp_path: Path) -> None:
    when = [
        {"fact": "grade", "is": ["best"]}, {"fact": "country", "on": "near"}, "new",
        {"fact": "staff", "at_least": 7, "below": 8}, {"fact": "area", "at_least": "12.5"},
        {"fact": "sold_usd", "at_least": "2", "below": "2.01"},
    ]  # fmt: skip
    facts = {"grade": "best", "country": "FR", "staff": 7, "area": "12.5", "sold_usd": "2",
             "booths": ["30.01", "5"]}  # fmt: skip
    of_booths = compiled(document([{"each": "booths"}, {"highest": 2}], when=when))
    file = cases(
        tmp_path,
        case(claim("35.01", facts=facts)),
        case(claim("1", facts=facts | {"new": False})),
        case(claim("1", facts=facts | {"area": "12.49"})),
    )

    answer = worked(of_booths, file)

    assert [(each.measure, each.granted_fen) for each in answer] == [
        ("first", 3_501), ("rest", 100), ("rest", 100),
    ]  # fmt: skip


def test_records_other_support_and_the_day_of_filing_are_those_of_the_case(tmp_path: Path) -> None:
    when = [{"record": "trade", "field": "total", "at_least": "700.50"}]
    said = document([{"of": "fee"}], when=when)
    said["kinds"]["work"]["cost"] = "fee"
    of_trade = compiled(said)
    other = TRADE | {"year": 2024}
    file = cases(
        tmp_path,
        case(claim("1000"), records=[other, TRADE]),
        case(claim("1"), records=[other]),
        case(claim("400", other_support="600"), records=[TRADE]),
        case(claim("1000", filed="2024-02-01"), records=[TRADE]),
        case(claim("1"), records=[TRADE | {"amounts": {"total": "700.49", "us_usd": "3"}}]),
    )

    answer = worked(of_trade, file)

    assert [each.granted_fen for each in answer] == [100_000, 100, 40_000, 100_000, 100]


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"staff": True}, "staff: True"),
        ({"staff": "5"}, "staff: 5"),
        ({"new": 1}, "new: 1"),
        ({"grade": "worst"}, "grade: worst"),
        ({"fee": "1,000"}, None),
        ({"booths": ["x"]}, None),
        ({"more": 1}, f"a claim of work states {', '.join(FACTS)}"),
    ],
)
def test_a_fact_that_is_not_of_its_type_is_named(
    facts: dict[str, Any], problem: str | None, tmp_path: Path
) -> None:
    said = refused(tmp_path, case(claim("1", facts=facts)))

    assert said == problem if problem else said


def test_what_a_file_of_cases_lacks_or_has_beside_is_named_by_its_place(tmp_path: Path) -> None:
    without = claim("1")
    del without["granted"]

    assert refused(tmp_path, case(claim("1"), without)) == "case.1.claims.2.granted"
    assert refused(tmp_path, case(claim("1")), case(title="none")) == "case.2.claims"
    assert refused(tmp_path, case(claim("1", more=1))) == "case.1.claims.1.more"
    assert refused(tmp_path, case(claim("1"), records=[TRADE | {"year": "2023"}])) == (
        "case.1.records.1.year"
    )
    assert refused(tmp_path) == "case"
    assert refused(tmp_path, case(claim("1", kind="play"))) == "'play'"
    assert refused(tmp_path, case(claim("1"), records=[TRADE | {"record": "x"}])) == "'x'"


def test_claims_of_several_enterprises_share_a_cap_over_all_and_no_other(tmp_path: Path) -> None:
    claims = [claim("500", enterprise="A"), claim("100", enterprise="B"), claim("0")]
    file = cases(tmp_path, case(*claims))

    assert [each.granted_fen for each in worked(policy("all"), file)] == [50_000, 10_000, 0]
    assert [each.granted_fen for each in worked(policy(), file)] == [50_000, 50_000, 50_000]


def test_a_file_of_cases_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "small.cases.toml"
    for content in (b"case = [", b"\xff", None):
        file.unlink(missing_ok=True)
        if content is not None:
            file.write_bytes(content)

        with pytest.raises(Refusal) as refusal:
            worked(policy(), file)

        assert (refusal.value.code, refusal.value.facts["file"]) == (
            "policy-cases-invalid", file.name,
        )  # fmt: skip
        assert "\n" not in str(refusal.value.facts["problem"])


def test_a_policy_stands_only_with_its_cases(tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    must_agree(policy(), file)  # none beside it
    cases(tmp_path, case(claim("500"), claim("100")))
    must_agree(policy(), file)
    cases(tmp_path, case(claim("500")), case(claim("500"), claim("99"), title="b"),
          case(claim("1")))  # fmt: skip

    with pytest.raises(Refusal) as refusal:
        must_agree(policy(), file)

    assert cases_beside(file) == tmp_path / "small.cases.toml"
    assert (refusal.value.code, dict(refusal.value.facts)) == (
        "policy-cases-differ",
        {"file": "small.cases.toml", "case": "b", "claim": 2, "expected_fen": 9_900,
         "granted_fen": 10_000, "reason": "cap-reached", "differing": 2},
    )  # fmt: skip
