"""Which questions have a page of their own, and what stands beside each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.web.pages.asking import pictures
from adapters.web.pages.frame import STAFF
from adapters.wording.translation import N_

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.web.charts.drawing import Chart
    from domain.policy.book import PolicyBook

# Pages among the related that not every officer may see.
MAY_SEE = {
    "/policy/draft": frozenset({"approver", "finance", "auditor"}),
    "/papers/check": STAFF,
    "/enterprises": STAFF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page of one verb. title: in English, `{name}` is a part of the path.

    of: the path of the page above it. acts: verbs that are carried out from here, filled in with
    what the path names. ask_first: the form is shown alone until it is sent, for what costs much or
    needs an answer. first: what is asked until it is sent. related: other pages, each with its
    title; beside: those that depend on the look. picture: a chart of the answer. anchored: articles
    can be linked to. papers: the answer as a paper: title, path, kinds of file.
    """

    path: str
    verb: str
    title: str
    of: str = "/"
    acts: tuple[str, ...] = ()
    ask_first: bool = False
    first: Callable[[Look], Mapping[str, str]] | None = None
    related: tuple[tuple[str, str], ...] = ()
    picture: Callable[[Any, PolicyBook, pictures.Link], Chart] | None = None
    anchored: bool = False
    papers: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    beside: Callable[[Look, Mapping[str, str]], list[tuple[str, str]]] | None = None


def of_last_year(look: Look) -> dict[str, str]:
    """Return the words that ask for the last year that has figures."""
    return {"year": str(look.last_year())}


PAGES = (
    Question(path="/budget", verb="budget list", title=N_("Budget"),
             acts=("budget appropriate", "budget line")),
    Question(
        path="/budget/{year}",
        verb="budget show",
        title=N_("Budget of {year}"),
        of="/budget",
        acts=(
            "budget appropriate", "budget supplement", "budget return", "budget transfer",
            "budget line", "budget rename", "budget regroup", "budget carry-over",
            "budget reopen", "budget correct",
        ),
        related=(("/budget/{year}/sources", N_("Who gave the money")),),
        picture=pictures.budget_chart,
        papers=((N_("Execution of the budget"), "/papers/budget/{year}", ("docx", "pdf", "xlsx")),),
    ),
    Question(
        path="/budget/{year}/sources",
        verb="budget sources",
        title=N_("Who gave the money of {year}"),
        of="/budget/{year}",
    ),
    Question(path="/batches", verb="batch list", title=N_("Payment"), acts=("batch compute",)),
    Question(path="/caps", verb="caps", title=N_("Caps by fullness"), first=of_last_year,
             picture=pictures.fullness_chart),
    Question(
        path="/policy",
        verb="policy list",
        title=N_("Policy"),
        acts=(
            "policy publish", "policy amend", "policy repeal", "policy try", "policy check",
            "reassess",
        ),
        beside=pictures.proposed,
        related=(
            ("/policy/draft", N_("Try a change")),
            ("/policy/proposals", N_("Proposed versions")),
            ("/policy/readings", N_("Readings where the text is silent")),
            ("/policy/words", N_("What a policy file may say")),
        ),
        picture=pictures.versions_chart,
    ),
    Question(
        path="/policy/proposals",
        verb="policy proposals",
        title=N_("Proposed versions"),
        of="/policy",
        beside=pictures.every_proposed,
    ),
    Question(
        path="/policy/readings", verb="policy readings", title=N_("Readings"), of="/policy"
    ),
    Question(
        path="/policy/words",
        verb="policy words",
        title=N_("What a policy file may say"),
        of="/policy",
    ),
    Question(
        path="/policy/{version}",
        verb="policy show",
        title=N_("Policy version {version}"),
        of="/policy",
        anchored=True,
        beside=pictures.neighbours,
    ),
    Question(
        path="/policy/{a}/diff/{b}",
        verb="policy diff",
        title=N_("Versions {a} and {b}"),
        of="/policy",
    ),
    Question(
        path="/audit/duplicates",
        verb="audit duplicates",
        title=N_("Claimed twice"),
        of="/audit",
    ),
    Question(path="/audit/delays", verb="audit delays", title=N_("Delays"), of="/audit"),
    Question(
        path="/audit/sample",
        verb="audit sample",
        title=N_("Sample"),
        of="/audit",
        ask_first=True,
    ),
    Question(
        path="/audit/separation",
        verb="audit separation",
        title=N_("Separation of duties"),
        of="/audit",
    ),
    Question(
        path="/audit/exceptions", verb="audit exceptions", title=N_("Exceptions"), of="/audit"
    ),
    Question(
        path="/rules",
        verb="store rules",
        title=N_("Rules of the office"),
        acts=("store set-rules",),
    ),
    Question(path="/waiting", verb="waiting", title=N_("Waiting for a decision"),
             picture=pictures.waiting_chart),
    Question(
        path="/account-checks",
        verb="enterprise check",
        title=N_("Accounts against their commitments"),
        related=(("/enterprises", N_("Enterprises")),),
    ),
    Question(
        path="/attachment-checks",
        verb="attachment check",
        title=N_("Papers against what was attached"),
        related=(("/papers/check", N_("Is a paper genuine?")),),
    ),
    Question(
        path="/history/{subject}", verb="history", title=N_("History of {subject}")
    ),
    Question(path="/totals", verb="totals", title=N_("Totals")),
)  # fmt: skip
