"""The register of claims (台账): a filter that stands in the address, sorted and cut into pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import STAFF, render
from adapters.web.pages.reading.links import claim_path, crumbs, enterprise_path
from adapters.web.pages.tables import ROWS_A_PAGE, Listing
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.figures import page_keys, page_table
from adapters.wording.claims.words import kinds, statuses
from adapters.wording.policy.titles import measure_titles, policy_title
from adapters.wording.translation import gettext as _
from domain.money import parse_typed_yuan
from domain.refusals import Refusal
from projections.claims.figures.pages import SORTS, ClaimsPage, Turn
from projections.claims.listing import Wanted

if TYPE_CHECKING:
    from adapters.web.desk.keeping import DeskLook
    from adapters.web.server import Server
    from domain.policy.book import PolicyBook

FIRST = (
    "claim_no", "enterprise", "policy", "kind", "occurred_on", "measure", "status", "declared_fen",
    "granted_fen", "reason",
)  # fmt: skip
TEXTS = ("name", "uscc", "policy", "kind", "measure", "status", "town", "officer")
DAYS = ("since", "until", "recorded_since", "recorded_until")
AMOUNTS = {"min": "min_fen", "max": "max_fen"}
LIMIT = 9  # digits of a page's number


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for. values: as the API takes them; errors: by field, in words."""

    values: Mapping[str, Any]
    errors: Mapping[str, str]


def routes(server: Server) -> list[BaseRoute]:
    return [entry(server, "/claims", STAFF, _show, then=True)]


def _show(visit: Visit) -> Response:
    number = visit.query.get("number", "").strip()
    missing = _missing(visit, number) if number else ""
    if number and not missing:
        return visit.redirect(claim_path(number))
    asked = read_filter(visit.query)
    if missing:  # then a part of one
        asked = replace(asked, values={**asked.values, "search": number})
    sort = visit.query.get("sort", "")
    turn_by = sort if sort.removeprefix("-") in SORTS else Turn().sort
    with visit.look() as look:
        book = look.book
        wanted = _wanted({} if asked.errors else asked.values, look)
        answer = _page(visit, look, wanted, turn_by)
    frame = visit.frame(_("Register"), crumbs((_("Register"), "")))
    keys = page_keys(book)
    status = {word: name for name, word in statuses().items()}
    sent = [(name, str(value)) for name, value in asked.values.items()]
    code, state = keys.index("uscc"), keys.index("status")
    listing = Listing(
        table=page_table(answer, book),
        frame=frame,
        keys=keys,
        total=answer.total,
        sorts=frozenset(SORTS),
        first=FIRST,
        summed=("declared_fen", "granted_fen"),
        sums={"declared_fen": answer.declared_fen, "granted_fen": answer.granted_fen},
        links={
            "claim_no": lambda row: claim_path(str(row[0])),
            "enterprise": lambda row: enterprise_path(str(row[code])),
        },
        tags={"status": lambda row: status.get(str(row[state]), "")},
        saves=True,
        export=("/api/v1/claims", sent),
    )
    return render(
        "reading/claims.html",
        frame,
        status=422 if asked.errors else 200,
        listing=listing,
        answer=answer,
        errors=asked.errors,
        missing=_having(number) if missing and answer.total else missing,
        asked=visit.query,
        choices=_choices(book),
    )


def read_filter(query: Mapping[str, str]) -> Filter:
    """Return what a query asks for; days and amounts that cannot be read are named."""
    words = {name: word.strip() for name, word in query.items() if word.strip()}
    values: dict[str, Any] = {name: words[name] for name in TEXTS if name in words}
    errors: dict[str, str] = {}
    year = words.get("year", "")
    if year:
        if year.isascii() and year.isdigit() and len(year) == 4:
            values["year"] = int(year)
        else:
            errors["year"] = _("Four digits: 2022")
    for name in DAYS:
        if name in words:
            try:
                values[name] = date.fromisoformat(words[name])
            except ValueError:
                errors[name] = _("Year-month-day: 2022-03-07")
    for name, field in AMOUNTS.items():
        if name in words:
            try:
                values[field] = parse_typed_yuan(words[name])
            except ValueError:
                errors[name] = _("In yuan, at most two decimals: 12,345.67")
    if values.get("status", "submitted") not in statuses():
        errors["status"] = _("not known")
    return Filter(values, errors)


def _wanted(values: Mapping[str, Any], look: DeskLook) -> Wanted:
    given = dict(values)
    prefix = look.prefix(given.pop("policy", None))
    least, most = given.pop("min_fen", None), given.pop("max_fen", None)
    return Wanted(prefix=prefix, least_fen=least, most_fen=most, **given)


def _page(visit: Visit, look: DeskLook, wanted: Wanted, sort: str) -> ClaimsPage:
    """Return the page that is asked for, or the last there is."""
    word = visit.query.get("page", "")
    asked = int(word) if word.isascii() and word.isdigit() and len(word) < LIMIT else 1
    answer = _turned(look, wanted, sort, max(1, asked))
    pages = max(1, -(-answer.total // ROWS_A_PAGE))
    return answer if asked <= pages else _turned(look, wanted, sort, pages)


def _turned(look: DeskLook, wanted: Wanted, sort: str, page: int) -> ClaimsPage:
    """Ask for a page; what the views do not know folds every enterprise, so that it is kept."""
    turn = Turn(sort=sort, limit=ROWS_A_PAGE, offset=(page - 1) * ROWS_A_PAGE)
    if not wanted.needs_details:
        return look.claims_page(wanted, turn)
    return look.kept(("claims", wanted, turn), lambda: look.claims_page(wanted, turn))


def _missing(visit: Visit, number: str) -> str:
    """Say that there is no claim of a number; nothing where there is one."""
    with visit.look() as look:
        try:
            look.claim(number)
        except Refusal as refusal:
            return sentence(refusal)
    return ""


def _having(part: str) -> str:
    return _(
        "No claim has the number {number}: these have it as a part of their number, or of the"
        " enterprise's code or name."
    ).format(number=part)


def _choices(book: PolicyBook) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen from in each list, with what it is called."""
    policies = book.policies if book.has_several else ()
    return {
        "kind": list(kinds(book).items()),
        "measure": list(measure_titles(book).items()),
        "status": list(statuses().items()),
        "policy": [(name, policy_title(name, book)) for name in policies],
    }
