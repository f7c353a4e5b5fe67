"""The page of one's own account: a second factor, how the pages work, and filters that are kept."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import segno
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import problems
from adapters.web.api.own import unsaved
from adapters.web.guard import LANGUAGES, LOGGED_IN, language_cookie
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import Crumb, render
from adapters.web.pages.people.words import TOKEN_KEYS, tokens_table
from adapters.web.pages.tables import Listing
from adapters.web.people.tokens import DAYS_MAX
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.beyond.roles import ROLES
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

DAYS = 90  # of a token, where no other number is typed


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of one's own account."""
    post = ("POST",)
    return [
        entry(server, "/me", LOGGED_IN, _show),
        entry(server, "/me/settings", LOGGED_IN, _set, post),
        entry(server, "/me/factor", LOGGED_IN, _factor, ("GET", "POST")),
        entry(server, "/me/factor.svg", LOGGED_IN, _picture),
        entry(server, "/me/factor/code", LOGGED_IN, _confirm, post),
        entry(server, "/me/tokens", LOGGED_IN, _make_token, post),
        entry(server, "/me/tokens/{id:number}/revocation", LOGGED_IN, _revoke_token, post),
        entry(server, "/me/filters", LOGGED_IN, _save, post),
        entry(server, "/me/filters/{id:number}/removal", LOGGED_IN, _remove, post),
    ]


def _show(
    visit: Visit, once: tuple[str, str] | None = None, refusal: Refusal | None = None
) -> Response:
    """Show one's own account. once: a token that was made, which is shown in this answer alone."""
    server, session = visit.server, visit.session
    account = server.people.accounts.get(session.account)
    tokens = server.people.tokens.of_account(account.name)
    frame = visit.frame(
        _("My account"), (Crumb(name=_("Overview"), path="/"), Crumb(name=_("My account")))
    )
    return render(
        "people/own.html",
        frame,
        status=200 if refusal is None else problems.refused(refusal).status_code,
        error="" if refusal is None else sentence(refusal),
        once=once,
        roles=ROLES,
        days=DAYS,
        days_max=DAYS_MAX,
        tokens=Listing(table=tokens_table(tokens), frame=frame, keys=TOKEN_KEYS, sortable=False),
        in_force=[token for token in tokens if token.revoked_at is None],
        account=account,
        filters=server.filters.of(session.account),
        done=visit.query.get("done") == "1",
        by_link=visit.query.get("by-link") == "1",
        links=server.people.links.used_by(account.name),
        has_password=server.settings.has_passwords,
    )


def _make_token(visit: Visit) -> Response:
    """Make a token of who is logged in: nobody makes one of another, and no program makes one."""
    session, days = visit.session, visit.word("days")
    if session.login.startswith("token:"):
        raise HTTPException(403)
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
    name, given = session.account, visit.sent.get("roles", ())
    try:
        token, made = visit.server.people.tokens.make(name, given, number, name)
    except Refusal as refusal:
        return _show(visit, refusal=refusal)
    said = _("Token number {number} of {name}").format(number=made.id, name=name)
    return _show(visit, (said, token))


def _revoke_token(visit: Visit) -> Response:
    name = visit.session.account
    visit.server.people.tokens.revoke(int(visit.path["id"]), name, name=name)
    return visit.redirect("/me?done=1")


def _set(visit: Visit) -> Response:
    """Keep how the pages work for this account, and their language in this browser."""
    name = visit.session.account
    visit.server.people.accounts.set_preferences(
        name,
        name,
        one_session=bool(visit.word("one_session")),
        single_keys=bool(visit.word("single_keys")),
    )
    answer = visit.redirect("/me?done=1")
    if visit.word("language") in LANGUAGES:
        cookie = language_cookie(visit.word("language"), visit.request.scope)
        answer.headers.append("set-cookie", cookie)
    return answer


def _factor(visit: Visit, refusal: Refusal | None = None) -> Response:
    """Begin with a second factor, or show the one that waits for its first code."""
    accounts, name = visit.server.people.accounts, visit.session.account
    if visit.was_sent and refusal is None:
        accounts.begin_factor(name)
        return visit.redirect("/me/factor")
    begun = accounts.begun_factor(name)
    if begun is None:
        return visit.redirect("/me")
    secret, address = begun
    return render(
        "people/factor.html",
        visit.frame(_("Second factor"), _way(_("Second factor"))),
        status=200 if refusal is None else 422,
        error="" if refusal is None else sentence(refusal),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        address=address,
    )


def _picture(visit: Visit) -> Response:
    """Return the address of the secret that waits as a picture for a telephone."""
    begun = visit.server.people.accounts.begun_factor(visit.session.account)
    if begun is None:
        raise HTTPException(404)
    out = BytesIO()
    segno.make(begun[1], micro=False, error="m").save(
        out, kind="svg", scale=5, border=4, light="#fff", dark="#000", xmldecl=False
    )
    return Response(out.getvalue(), media_type="image/svg+xml")


def _confirm(visit: Visit) -> Response:
    """Put the second factor in force by its first code, and show the recovery codes once."""
    name = visit.session.account
    try:
        codes = visit.server.people.accounts.confirm_factor(name, visit.word("code"), name)
    except Refusal as refusal:
        return _factor(visit, refusal)
    frame = visit.frame(_("Recovery codes"), _way(_("Recovery codes")))
    return render("people/recovery.html", frame, codes=codes)


def _save(visit: Visit) -> Response:
    """Keep the filter of a page, and go back to it."""
    words = (visit.word("name"), visit.word("path"), visit.word("query"))
    try:
        saved = visit.server.filters.save(visit.session.account, *words)
    except ValueError:
        raise Unreadable((("", unsaved()),)) from None
    return visit.redirect(saved.where)


def _remove(visit: Visit) -> Response:
    visit.server.filters.remove(visit.session.account, int(visit.path["id"]))
    return visit.redirect("/me")


def _way(name: str) -> tuple[Crumb, ...]:
    return (
        Crumb(name=_("Overview"), path="/"),
        Crumb(name=_("My account"), path="/me"),
        Crumb(name=name),
    )
