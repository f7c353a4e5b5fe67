"""The accounts of officers, for their administrator, who sees no claims."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import problems
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import Crumb, render
from adapters.web.pages.people.words import TOKEN_KEYS, accounts_table, state, tokens_table
from adapters.web.pages.tables import Listing
from adapters.web.people.names import key
from adapters.web.people.roles import Role
from adapters.wording.catalogue.beyond.roles import ROLES
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from domain.calendar import clock
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.people.account import Account
    from adapters.web.people.proving.links import PasswordLink
    from adapters.web.server import Server

ADMIN = frozenset[str]({Role.ADMIN})
KEYS = ("account", "name", "roles", "state", "factor", "changed", "by")

Once = tuple[str, str]  # what is shown once: what it is, and itself
Act = Callable[[Visit, str, str], Once | None]


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of accounts."""
    doing: dict[str, Act] = {
        "roles": _roles,
        "disabling": partial(_able, able=False),
        "enabling": partial(_able, able=True),
        "unlocking": _unlock,
        "factor-removal": _remove_factor,
    }
    if server.settings.has_passwords:
        doing["password-link"] = _password_link
    if server.settings.provider is not None:
        doing |= {"identities": _link, "identity-removal": _unlink}
    path = "/accounts/{name}"
    acts = [
        entry(server, f"{path}/{name}", ADMIN, partial(_do, act), ("POST",))
        for name, act in doing.items()
    ]
    revoking = f"{path}/tokens/{{id:number}}/revocation"
    return [
        entry(server, "/accounts", ADMIN, _every, ("GET", "POST")),
        entry(server, path, ADMIN, _show),
        *acts,
        entry(server, revoking, ADMIN, partial(_do, _revoke), ("POST",)),
    ]


def _every(visit: Visit) -> Response:
    """List the accounts; make another of what was sent."""
    people, refusal, once = visit.server.people, None, None
    if visit.was_sent:
        name, by = visit.word("account"), visit.session.account
        shown, given = visit.word("shown") or name, visit.sent.get("roles", ())
        try:
            if not visit.server.settings.has_passwords:
                made = people.accounts.add(name, shown, given, None, by)
                return visit.redirect(f"{account_path(made.name)}?done=1")
            made, token, link = people.add_with_link(name, shown, given, by)
            once = _once(visit, made.name, token, link)
        except Refusal as refused:
            refusal = refused
    frame = visit.frame(_("Accounts"), _way())
    every = people.accounts.all()
    listing = Listing(
        table=accounts_table(every, by_password=visit.server.settings.has_passwords),
        frame=frame,
        keys=KEYS,
        links={"account": lambda row: account_path(str(row[0]))},
        saves=True,
    )
    return render(
        "people/accounts.html",
        frame,
        status=200 if refusal is None else problems.refused(refusal).status_code,
        error="" if refusal is None else sentence(refusal),
        once=once,
        listing=listing,
        roles=ROLES,
        typed=visit,
    )


def _show(
    visit: Visit, refusal: Refusal | None = None, once: Once | None = None, done: bool = False
) -> Response:
    """Show an account and what may be done with it."""
    people = visit.server.people
    account = people.accounts.get(visit.path["name"])
    frame = visit.frame(account.shown, _way(account.name))
    tokens, provider = people.tokens.of_account(account.name), visit.server.settings.provider
    return render(
        "people/account.html",
        frame,
        status=200 if refusal is None else problems.refused(refusal).status_code,
        error="" if refusal is None else sentence(refusal),
        once=once,
        done=done or visit.query.get("done") == "1",
        account=account,
        state=state(account, by_password=visit.server.settings.has_passwords),
        own=_is_own(visit, account),
        path=account_path(account.name),
        roles=ROLES,
        tokens=Listing(table=tokens_table(tokens), frame=frame, keys=TOKEN_KEYS, sortable=False),
        has_passwords=visit.server.settings.has_passwords,
        issuer=provider.issuer if provider is not None else "",
        identities=people.identities.of_account(account.name) if provider is not None else (),
        in_force=[token for token in tokens if token.revoked_at is None],
    )


def _do(act: Act, visit: Visit) -> Response:
    """Change an account; what is made is shown once, in this answer alone."""
    name, by = visit.path["name"], visit.session.account
    account = visit.server.people.accounts.get(name)
    try:
        once = act(visit, account.name, by)
    except Refusal as refusal:
        return _show(visit, refusal)
    if once is not None:
        return _show(visit, once=once, done=True)
    return visit.redirect(f"{account_path(account.name)}?done=1")


def _roles(visit: Visit, name: str, by: str) -> None:
    visit.server.people.accounts.set_roles(name, visit.sent.get("roles", ()), by)


def _able(visit: Visit, name: str, by: str, *, able: bool) -> None:
    accounts = visit.server.people.accounts
    (accounts.enable if able else accounts.disable)(name, by)


def _unlock(visit: Visit, name: str, by: str) -> None:
    visit.server.people.entrance.end_waits(name, by)


def _password_link(visit: Visit, name: str, by: str) -> Once:
    """Make a link by which its owner chooses a password; one's own is changed elsewhere."""
    _must_be_anothers(name, by)
    return _once(visit, name, *visit.server.people.links.make(name, by))


def _once(visit: Visit, name: str, token: str, link: PasswordLink) -> Once:
    """Return a link with its address, which is shown once."""
    said = _("Link {number} by which {name} chooses a password, once, until {moment}")
    path = visit.frame("").url(f"/password-link/{token}")
    url = visit.request.url  # behind a proxy that has TLS it is asked without
    origin = f"{'https' if visit.server.settings.secure else url.scheme}://{url.netloc}"
    return (
        said.format(number=link.number, name=name, moment=clock(link.expires_at)),
        f"{origin}{path}",
    )


def _remove_factor(visit: Visit, name: str, by: str) -> None:
    _must_be_anothers(name, by)
    visit.server.people.accounts.remove_factor(name, by)


def _link(visit: Visit, name: str, by: str) -> None:
    """Let a person of the server's provider in as an account."""
    _must_be_anothers(name, by)
    provider = visit.server.settings.provider
    assert provider is not None, "the path is of a server that has one"
    visit.server.people.identities.link(name, provider.issuer, visit.word("subject").strip(), by)


def _unlink(visit: Visit, name: str, by: str) -> None:
    _must_be_anothers(name, by)
    visit.server.people.identities.unlink(name, by)


def _revoke(visit: Visit, name: str, by: str) -> None:
    visit.server.people.tokens.revoke(int(visit.path["id"]), by, name=name)


def _must_be_anothers(name: str, by: str) -> None:
    if key(name) == key(by):
        raise Refusal("own-account", account=name)


def _is_own(visit: Visit, account: Account) -> bool:
    return key(account.name) == key(visit.session.account)


def account_path(name: str) -> str:
    """Return the path of an account's page."""
    return f"/accounts/{quote(name, safe='')}"


def _way(name: str = "") -> tuple[Crumb, ...]:
    first = Crumb(name=_("Overview"), path="/")
    if not name:
        return first, Crumb(name=_("Accounts"))
    return first, Crumb(name=_("Accounts"), path="/accounts"), Crumb(name=name)
