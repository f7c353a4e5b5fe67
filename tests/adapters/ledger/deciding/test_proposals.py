"""Policy versions where hands are separated: put forward by one, recorded by another."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger.handling.publishing import carry_out_policy
from adapters.ledger.handling.units import Author, ProposalOutcome
from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.docket import Docket
from adapters.ledger.treasury.carrying_out import carry_out_money
from domain.commands.money import SeparateHands
from domain.commands.policy import ConfirmVersion, DeclineVersion, PublishPolicy
from domain.refusals import Refusal
from tests.domain.given import amended
from tests.support.by_hand import rows
from tests.support.command import asked, subsidy
from tests.support.few_claims import amend, amounts, few_claims
from tests.support.ledgers import opened
from tests.support.stores import address

CHEN, WANG, LI = (Author(by=name, login=f"web:{name}") for name in ("chen", "wang", "li"))
RATE = "measures.overseas-trademark.rate"
DRAFT = PublishPolicy(policy=amended({RATE: "60%"}))
OTHER = PublishPolicy(policy=amended({RATE: "70%"}))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger of one version whose hands are separated."""
    made = few_claims(tmp_path)
    asked(made, "store", "prepare", "--separate-hands", "--by", "chief")
    return made


def put_forward(store: Path, command: PublishPolicy = DRAFT, by: Author = CHEN) -> int:
    with opened(store) as writer:
        outcome = carry_out_policy(writer, command, by)
    assert isinstance(outcome, ProposalOutcome)
    return outcome.proposal


def confirmed(store: Path, number: int, by: Author) -> list[str]:
    """Have an officer confirm a proposal; return the topics of what that recorded."""
    with opened(store) as writer:
        outcome = carry_out_policy(writer, ConfirmVersion(proposal=number), by)
    return [each.event.TOPIC for each in outcome.events]


def versions(store: Path) -> list[int]:
    return [each["version"] for each in asked(store, "policy", "list")]


def test_every_command_that_records_a_version_puts_it_forward(store: Path, tmp_path: Path) -> None:
    before = amounts(store)
    days = ("--first-day", "2024-01-01", "--last-day", "2024-12-31", "--announced-on", "2023-03-01")
    file = tmp_path / "p.toml"
    shipped = Path("domain/policy/policies/yueqing-foreign-trade.toml").read_text("utf-8")
    file.write_text(shipped.replace("announced_on = 2022-09-01", "announced_on = 2022-09-02"))

    said = [
        amend(store, f"{RATE}=60%").json,
        asked(store, "policy", "repeal", *days, "--document", "D"),
        asked(store, "policy", "publish", file),
        amend(store, f"{RATE}=60%").json,
    ]

    assert [(each["version"], each["proposal"]) for each in said] == [
        (None, 1),
        (None, 2),
        (None, 3),
        (None, 1),
    ]
    assert versions(store) == [1]
    asked(store, "reassess")
    assert amounts(store) == before
    states = [(each["proposal"], each["state"]) for each in asked(store, "policy", "proposals")]
    assert states == [(1, "waiting"), (2, "waiting"), (3, "waiting")]


def test_the_version_recorded_already_is_not_put_forward(store: Path) -> None:
    with opened(store) as writer:
        again = PublishPolicy(policy=writer.handler.book().versions[-1].policy)

        assert carry_out_policy(writer, again, CHEN).events == ()
    assert asked(store, "policy", "proposals") == []


def test_another_confirms_and_then_claims_are_worked_out_by_it(store: Path) -> None:
    number = put_forward(store)

    said = asked(store, "policy", "confirm", str(number), "--by", "officer")
    again = asked(store, "policy", "confirm", str(number), "--by", "officer")

    assert (said["version"], again) == (2, {"version": 2})
    asked(store, "reassess")
    assert amounts(store)["T-1"] == 1_200_000
    (shown,) = asked(store, "policy", "proposals")
    assert (shown["by"], shown["login"], shown["ended_by"]) == ("chen", "web:chen", "officer")
    assert (shown["state"], shown["version"], shown["words"]) == ("confirmed", 2, None)
    types = [each["type"] for each in asked(store, "history", "proposals")]
    assert types == ["version-proposed", "version-confirmed"]


def test_the_command_line_refuses_its_own_proposal_and_lets_it_be_withdrawn(store: Path) -> None:
    amend(store, f"{RATE}=60%")

    ran = subsidy("policy", "confirm", "1", "--by", "another", "--store", store, "--json")
    asked(store, "policy", "decline", "1", "--reason", "the number is missing", "--by", "another")
    after = subsidy("policy", "confirm", "1", "--store", store, "--json")

    assert (ran.code, ran.json["code"]) == (1, "proposer-cannot-confirm")  # by the login
    assert (after.code, after.json["code"]) == (1, "proposal-declined")
    assert versions(store) == [1]


def test_a_version_that_reopens_decisions_does_so_when_it_is_confirmed(store: Path) -> None:
    settings = {RATE: "60%", "readings.new_version": "reopen"}
    number = put_forward(store, PublishPolicy(policy=amended(settings)))
    before = amounts(store)["T-1"]

    topics = confirmed(store, number, WANG)

    assert topics[:2] == ["version-confirmed", "policy-published.2"]
    assert set(topics[2:]) == {"claim-reassessed.2"}
    assert (before, amounts(store)["T-1"]) == (1_000_000, 1_200_000)


def test_a_rehearsal_tries_a_proposal_out(store: Path) -> None:
    put_forward(store)

    tried = asked(store, "rehearse", "--proposal", "1")
    misused = subsidy("rehearse", "--proposal", "1", "--set", f"{RATE}=70%", "--store", store)
    unknown = subsidy("rehearse", "--proposal", "2", "--store", store, "--json")

    assert {each["claim_no"] for each in tried["changes"]} >= {"T-1", "T-3"}
    assert (misused.code, unknown.json["code"]) == (2, "proposal-unknown")


def test_a_proposal_shows_every_figure_against_what_governs_its_days(store: Path) -> None:
    amend(store, f"{RATE}=60%", first_day="2023-01-01", last_day="2023-12-31")
    with opened(store) as writer:
        carry_out_policy(writer, ConfirmVersion(proposal=1), WANG)
    amend(store, "caps.certifications-per-year.limit=2", document="D-2")

    parts = asked(store, "policy", "proposal", "2")["parts"]

    assert [(each["against"], each["first_day"], each["last_day"]) for each in parts] == [
        (1, "2022-01-01", "2022-12-31"),
        (2, "2023-01-01", "2023-12-31"),
        (1, "2024-01-01", "2024-12-31"),
    ]
    reverted = {row["path"]: (row["old"], row["new"]) for row in parts[1]["differences"]}
    assert reverted[RATE] == ("60%", "50%")
    assert RATE not in {row["path"] for row in parts[0]["differences"]}


def test_an_open_writer_decides_on_what_others_recorded_meanwhile(store: Path) -> None:
    with opened(store) as here, opened(store) as there:
        carry_out_policy(here, DRAFT, CHEN)
        carry_out_policy(there, ConfirmVersion(proposal=1), WANG)
        second = carry_out_policy(there, OTHER, WANG)
        assert isinstance(second, ProposalOutcome)

        done = carry_out_policy(here, ConfirmVersion(proposal=second.proposal), CHEN)

    assert [each.event.TOPIC for each in done.events] == ["version-confirmed", "policy-published.2"]
    assert versions(store) == [1, 2, 3]


def test_of_two_proposals_on_one_book_the_second_confirmed_is_stale(store: Path) -> None:
    docket = Docket(address(store))
    put_forward(store, DRAFT)
    put_forward(store, OTHER)
    answers = [
        docket.hand_in(ConfirmVersion(proposal=number), who)
        for number, who in ((1, CHEN), (1, WANG), (2, WANG), (1, LI))
    ]
    with docket:
        said = [answer.exception(timeout=120) for answer in answers]

    codes = [problem.code if isinstance(problem, Refusal) else None for problem in said]
    assert codes == ["proposer-cannot-confirm", None, "proposal-stale", None]
    assert versions(store) == [1, 2]
    assert [each["state"] for each in asked(store, "policy", "proposals")] == ["confirmed", "stale"]


def test_a_writer_that_read_the_settings_before_does_not_record_alone(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    with opened(store) as writer, opened(store) as other:
        assert writer.handler.separation().hands_at is None
        carry_out_money(other, SeparateHands(), WANG)

        outcome = carry_out_policy(writer, DRAFT, CHEN)

    assert isinstance(outcome, ProposalOutcome)
    assert versions(store) == [1]


def test_where_hands_are_not_separated_one_command_records_a_version(tmp_path: Path) -> None:
    store = few_claims(tmp_path)

    assert amend(store, f"{RATE}=60%").json == {"version": 2}
    assert asked(store, "policy", "proposals") == []
    audit = subsidy("audit", "separation", "--store", store, "--json").json
    assert [each["alone"] for each in audit["versions"]] == [False, False]


def test_the_reason_of_a_refusal_is_recorded_as_it_can_be_read(store: Path) -> None:
    put_forward(store)
    with opened(store) as writer, pytest.raises(Refusal) as refusal:
        carry_out_policy(writer, DeclineVersion(proposal=1, words="no\u200b"), WANG)

    assert refusal.value.code == "bad-character"


def test_a_ledger_of_separated_hands_is_given_its_first_version_as_it_is_made(
    tmp_path: Path,
) -> None:
    store = tmp_path / "ledger.db"
    file = Path("domain/policy/policies/yueqing-foreign-trade.toml")
    asked(store, "store", "prepare", "--separate-hands")
    number = asked(store, "policy", "publish", file)["proposal"]
    asked(store, "store", "prepare", "--policy", file)

    ran = subsidy("policy", "confirm", str(number), "--store", store, "--json")

    assert ran.json["code"] == "proposer-cannot-confirm"
    assert versions(store) == [1]
    assert asked(store, "audit", "separation")["wrong"] == 0
    assert asked(store, "reperform")["false_rows"] == []


def test_an_answer_of_earlier_knows_nothing_of_what_was_put_forward_since(store: Path) -> None:
    position = len(rows(store))
    put_forward(store)

    with Ledger(address(store)) as ledger, ledger.look(position) as look:
        assert look.proposed_versions() == ()
        with pytest.raises(Refusal, match="proposal-unknown"):
            look.proposed_changes(1)
