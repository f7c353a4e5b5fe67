"""Pages by which officers come in and go: logging in, the first link, a password of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import problems
from adapters.web.guard import EVERYBODY, LOGGED_IN
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import render
from adapters.web.pages.work.doing import following
from adapters.web.people.entrance import Entered
from adapters.web.people.sessions import ABSOLUTE
from adapters.web.who import COOKIE, address_of
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

PATH = "/login"


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages by which officers come in and go."""
    leaving = entry(server, "/logout", EVERYBODY, _logout, ("POST",))
    if not server.settings.has_passwords:  # there is no password to be sent
        return [entry(server, PATH, EVERYBODY, _login), leaving]
    return [
        entry(server, PATH, EVERYBODY, _login, ("GET", "POST")),
        leaving,
        entry(server, "/first/{token}", EVERYBODY, _first, ("GET", "POST")),
        entry(server, "/password-link/{token}", EVERYBODY, _by_link, ("GET", "POST")),
        entry(server, "/password", LOGGED_IN, _password, ("GET", "POST"), first=True),
    ]


def _login(visit: Visit) -> Response:
    """Ask for a name and a password, and let in who has them."""
    if not visit.was_sent:
        return asking_in(visit)
    name, password, code = (visit.word(each) for each in ("account", "password", "code"))
    try:
        entered = visit.server.people.entrance.log_in(
            name, password, code=code.strip(), address=_address(visit), had=token_of(visit)
        )
    except Refusal as refusal:
        return asking_in(visit, refusal, name, asks_code=refusal.code == "code-needed")
    where = "/password" if entered.session.must_change else following(visit)
    # Where another used the link, its owner learns it at the first login after.
    if visit.server.people.links.see(entered.session.account):
        where = "/me?by-link=1"
    return _in(visit, entered, where)


def asking_in(
    visit: Visit, refusal: Refusal | None = None, name: str = "", *, asks_code: bool = False
) -> Response:
    """Return the page on which one logs in; refusal: why the last try did not succeed."""
    answer = None if refusal is None else problems.refused(refusal)
    retry = {} if answer is None else {"retry-after": answer.headers.get("retry-after", "")}
    frame = visit.frame(_("Log in"))
    if not visit.was_sent and frame.path != PATH:  # once is what that path may be asked
        frame = replace(frame, path=PATH, query="")
    return render(
        "login.html",
        frame,
        status=200 if answer is None else answer.status_code,
        headers={each: value for each, value in retry.items() if value},
        error="" if refusal is None else sentence(refusal),
        account=name,
        asks_code=asks_code or bool(visit.word("code")),
        next=visit.query.get("next", "") or visit.word("next"),
        outside=_outside(visit),
        has_passwords=visit.server.settings.has_passwords,
    )


def _outside(visit: Visit) -> str:
    """Return where a browser goes to log in elsewhere; nothing where it does not."""
    if visit.server.provider is None:
        return ""
    where = visit.query.get("next", "")
    words = f"?next={quote(where, safe='')}" if where else ""
    return f"{visit.request.scope.get('root_path', '')}/oidc/start{words}"


def _logout(visit: Visit) -> Response:
    token = token_of(visit)
    if token:
        visit.server.people.entrance.log_out(token, address=_address(visit))
    answer = visit.redirect(PATH)
    answer.delete_cookie(COOKIE, path=_path(visit), httponly=True, samesite="strict")
    return answer


def _first(visit: Visit) -> Response:
    """Make the first administrator, of whom opens the link that the server printed."""
    people, token, error = visit.server.people, visit.path["token"], ""
    good = people.first.is_good(token)
    if visit.was_sent and good:
        name, password = visit.word("account"), visit.word("password")
        try:
            if password != visit.word("again"):
                raise Refusal("passwords-differ")
            account = people.first.use(token, name, visit.word("shown") or name, password)
        except Refusal as refusal:
            error = sentence(refusal)
        else:
            entered = people.entrance.let_in(
                account, f"web:{account.name}", "first link", address=_address(visit)
            )
            return _in(visit, entered, "/accounts")
    elif not good:
        raise Refusal("link-over")
    frame = visit.frame(_("The first administrator"))
    status = 422 if error else 200
    return render(
        "first.html", frame, status=status, error=error, account=visit.word("account"),
        shown=visit.word("shown"),
    )  # fmt: skip


def _by_link(visit: Visit) -> Response:
    """Let who opens a link choose the account's password; logging in comes after, with a code."""
    links, token, error = visit.server.people.links, visit.path["token"], ""
    link = links.good(token)
    if visit.was_sent:
        try:
            if visit.word("password") != visit.word("again"):
                raise Refusal("passwords-differ")
            links.use(token, visit.word("password"), _address(visit))
        except Refusal as refusal:
            if refusal.code == "link-over":
                raise
            error = sentence(refusal)
        else:
            return visit.redirect(PATH)
    frame = visit.frame(_("A password for {account}").format(account=link.account))
    status = 422 if error else 200
    return render("by_link.html", frame, status=status, error=error, link=link)


def _password(visit: Visit) -> Response:
    """Ask for another password of one's own; the session goes on under another token."""
    session, error = visit.session, ""
    people = visit.server.people
    if visit.was_sent:
        try:
            if visit.word("password") != visit.word("again"):
                raise Refusal("passwords-differ")
            account = people.accounts.change_password(
                session.account, visit.word("old"), visit.word("password")
            )
        except Refusal as refusal:
            error = sentence(refusal)
        else:
            entered = people.entrance.let_in(
                account, f"web:{account.name}", "password", address=_address(visit),
                had=token_of(visit),
            )  # fmt: skip
            return _in(visit, entered, "/")
    frame = visit.frame(_("Another password"))
    return render(
        "password.html", frame, status=422 if error else 200, error=error,
        must=session.must_change,
    )  # fmt: skip


def _in(visit: Visit, entered: Entered, path: str) -> Response:
    return kept_by(visit, visit.redirect(path), entered)


def kept_by(visit: Visit, answer: Response, entered: Entered) -> Response:
    """Have the browser keep the token of a session, by an answer."""
    answer.set_cookie(
        COOKIE,
        entered.token,
        max_age=int(ABSOLUTE.total_seconds()),
        path=_path(visit),
        secure=visit.server.settings.secure,
        httponly=True,
        samesite="strict",
    )
    return answer


def _address(visit: Visit) -> str:
    return address_of(visit.request, visit.server.settings.trusted)


def token_of(visit: Visit) -> str | None:
    """Return the token that the browser sends."""
    return visit.request.cookies.get(COOKIE)


def _path(visit: Visit) -> str:
    return visit.request.scope.get("root_path", "") or "/"
