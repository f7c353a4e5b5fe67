"""Pages by which officers come in from the bureau's provider of identities.

A browser is sent away with a state in a cookie, and comes back with a code; nothing of either is
kept in an address that stays.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from adapters.web.guard import EVERYBODY
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import render
from adapters.web.pages.people.entering import asking_in, kept_by, token_of
from adapters.web.pages.work.doing import local
from adapters.web.people.entrance import PROVIDER
from adapters.web.people.outside.oidc import RETURN, UNDER_WAY, Provider
from adapters.web.who import address_of
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

STATE = "subsidy_oidc"  # the cookie of the state, and of where to go on at
TRIES, SPAN = 30, timedelta(minutes=1)  # of an address: its officers may share it
PATH_MAX = 1_000  # characters of where to go on at, in the cookie
_OF_A_PATH = "/?#%&=+@:;,!$'()*[]~"  # stay as they are; a header holds nothing but ASCII
_SAID = re.compile(r"[a-z_]{1,40}")  # why a provider says no, as OAuth has it


def routes(server: Server) -> list[BaseRoute]:
    """Return the two pages of a server whose officers log in at a provider; else none."""
    if server.provider is None:
        return []
    return [
        entry(server, "/oidc/start", EVERYBODY, _start),
        entry(server, RETURN, EVERYBODY, _return),
    ]


def _start(visit: Visit) -> Response:
    """Send the browser to the provider."""
    provider, address = _provider(visit), _address(visit)
    try:
        visit.server.people.throttle.count_within(TRIES, SPAN, STATE, address)
        sent = provider.send_away()
    except Refusal as refusal:
        return asking_in(visit, refusal)
    following = quote(local(visit.query.get("next", "")), safe="")
    answer = RedirectResponse(sent.address, status_code=303)
    answer.set_cookie(
        STATE,
        f"{sent.state}.{following if len(following) <= PATH_MAX else ''}",
        max_age=int(UNDER_WAY.total_seconds()),
        path=_path(visit),
        secure=visit.server.settings.secure,
        httponly=True,
        samesite="lax",  # it comes along where the provider leads the browser back
    )
    return answer


def _return(visit: Visit) -> Response:
    """Let in who comes back from the provider, or say why not."""
    people = visit.server.people
    state, _dot, following = visit.request.cookies.get(STATE, "").partition(".")
    try:
        issuer, subject = _came_back(visit, state)
        entered = people.entrance.let_in_from(
            people.identities.of(issuer, subject),
            issuer,
            subject,
            address=_address(visit),
            had=token_of(visit),
        )
    except Refusal as refusal:
        answer: Response = asking_in(visit, refusal)
    else:
        path, prefix = local(unquote(following)), visit.request.scope.get("root_path", "")
        answer = render("people/entered.html", visit.frame(_("Logged in")), following=path)
        # The next page is asked for by this one: a cookie that no other site's page sends goes
        # along with it, which it would not with a redirect of the provider's.
        answer.headers["refresh"] = f"0; url={quote(prefix + path, safe=_OF_A_PATH)}"
        kept_by(visit, answer, entered)
    answer.delete_cookie(STATE, path=_path(visit), httponly=True, samesite="lax")
    return answer


def _came_back(visit: Visit, kept_state: str) -> tuple[str, str]:
    """Return who comes back. Raises Refusal, which is journalled."""
    provider, query = _provider(visit), visit.query
    try:
        if "error" in query:
            said = query["error"]
            raise provider.refused(said if _SAID.fullmatch(said) else "error")
        return provider.came_back(
            code=query.get("code", ""),
            state=query.get("state", ""),
            kept_state=kept_state,
            issuer=query.get("iss"),
        )
    except Refusal:
        visit.server.people.entrance.failed(None, _address(visit), PROVIDER)
        raise


def _provider(visit: Visit) -> Provider:
    provider = visit.server.provider
    assert provider is not None, "the pages are of a server that has one"
    return provider


def _address(visit: Visit) -> str:
    return address_of(visit.request, visit.server.settings.trusted)


def _path(visit: Visit) -> str:
    return f"{visit.request.scope.get('root_path', '')}/oidc"
