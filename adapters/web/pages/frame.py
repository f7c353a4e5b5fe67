"""What stands around every page: who is logged in, where the page is, at which position it answers.

    render("claim.html", frame, claim=claim)

fills a template in the frame's language. What a template is handed is escaped; a value that it
names and is not handed is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from adapters.web.api.table import part
from adapters.wording.catalogue.beyond.roles import role_names
from adapters.wording.translation import N_, gettext, ngettext, pgettext, speaking
from domain.calendar import clock
from domain.money import signed_yuan, yuan

WEB = Path(__file__).parents[1]
STATIC = WEB / "static"
TEMPLATES = WEB / "templates"
SHOWN_END = 4  # characters of a masked code
STAFF = frozenset({"clerk", "approver", "finance", "cashier", "auditor"})
PLACES: tuple[tuple[str, str, str, frozenset[str]], ...] = (  # of the header; last, whose it is
    ("/", N_("Overview"), "o", STAFF | {"admin"}),
    ("/claims", N_("Register"), "c", STAFF),
    ("/approve", N_("Approval"), "a", frozenset({"approver"})),
    ("/imports", N_("Import"), "i", frozenset({"clerk"})),
    ("/policy", N_("Policy"), "p", STAFF),
    ("/budget", N_("Budget"), "b", STAFF),
    ("/batches", N_("Payment"), "y", STAFF),
    ("/audit", N_("Audit"), "u", frozenset({"approver", "finance", "auditor"})),
    ("/accounts", N_("Accounts"), "n", frozenset({"admin"})),
)
OF_NOW = (  # pages that have nothing to say of an earlier position: accounts, and what is done
    "/accounts", "/approve", "/claims/new", "/do", "/first", "/imports", "/jobs", "/journal",
    "/login", "/me", "/oidc", "/papers/check", "/password", "/password-link", "/policy/draft",
    "/policy/words", "/receipt",
)  # fmt: skip
OF_NOW_ENDS = ("/changes", "/pay", "/proof")  # of pages of a proposal, a batch and a claim


class LoggedIn(Protocol):
    """What a frame shows of a session."""

    @property
    def account(self) -> str: ...
    @property
    def shown(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...


class Kept(Protocol):
    """A filter that is kept: its name, and where it leads."""

    @property
    def name(self) -> str: ...
    @property
    def where(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the header. key: goes there after `g`. within: the page lies there."""

    path: str
    name: str
    key: str
    within: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step of the way to a page: its name, and its path but for the page itself."""

    name: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """What an answer rests on.

    policy: the number of the version in force. sealed: the position of the last seal; None before
    the first. digest: the SHA-256 of the answer as the API and
    `--json` have it; empty where a page has several.
    """

    position: int
    recorded_at: datetime | None
    policy: int | None
    sealed: int | None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a page.

    path, query: of the request, without the prefix. prefix: what the server is behind, `/butie`;
    empty at the root. position, known_at: what the request asks for; None where it asks for now.
    foot: None where nobody is logged in. single_keys: whether single letters act. notice: what an
    administrator has to know. kept: returns the filters that who is logged in keeps of a page.
    was_sent: it answers a form, whose words its address does not hold. has_address: it can be asked
    for. tables: the listings made for the page, by name. read_only: nothing is recorded here.
    """

    title: str
    language: Literal["zh", "en"]
    path: str
    query: str = ""
    prefix: str = ""
    crumbs: Sequence[Crumb] = ()
    session: LoggedIn | None = None
    position: int | None = None
    known_at: str | None = None
    foot: Foot | None = None
    page: int = 1
    single_keys: bool = True
    kept: Callable[[str], Sequence[Kept]] | None = None
    notice: str = ""
    was_sent: bool = False
    has_address: bool = True
    tables: dict[str, Any] = field(default_factory=dict, compare=False)
    read_only: bool = False

    def url(self, path: str) -> str:
        """Return a path of this server as the browser asks for it."""
        return f"{self.prefix}{path}"

    def link(self, path: str) -> str:
        """Return a path at the position that this page answers at, and a file in its language."""
        of_api = path.startswith("/api/")
        if self.position is None and self.known_at is None and not of_api:
            return self.url(path)
        asked: dict[str, Any] = {}
        if not is_of_now(path):
            asked = {"position": self.position, "known_at": self.known_at}
        if of_api:
            asked["lang"] = self.language
        words = urlencode({name: value for name, value in asked.items() if value is not None})
        return self.url(path) + (f"{'&' if '?' in path else '?'}{words}" if words else "")

    def here(self, changes: Mapping[str, str | None]) -> str:
        """Return this page with other words in its query; None takes a word out."""
        kept = [pair for pair in self.asked if pair[0] not in changes]
        added = [(name, value) for name, value in changes.items() if value is not None]
        words = urlencode(kept + added)
        return self.url(self.path) + (f"?{words}" if words else "")

    def static(self, name: str) -> str:
        """Return where a file beside the pages lies; another content is another address."""
        return f"{self.prefix}/static/{name}?v={_digest(name)}"

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The words of the query, in order."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def page_shown(self) -> int:
        """Which page of a table this is, as its title says; 1 where there are no others."""
        words = [word for name, word in self.asked if name == "page"][-1:]
        asked = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 9]
        return max([self.page, *asked])

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters kept of this page: the name and the path of each."""
        kept = self.kept(self.path) if self.kept is not None else ()
        return [(each.name, self.url(each.where)) for each in kept]

    @property
    def places(self) -> list[Place]:
        """The places of the header that the session's roles open."""
        roles = self.session.roles if self.session else frozenset()
        return [
            Place(
                path=path,
                name=name,
                key=key,
                within=self.path == path or (path != "/" and self.path.startswith(f"{path}/")),
            )
            for path, name, key, whose in PLACES
            if roles & whose
        ]

    @property
    def role_names(self) -> str:
        return role_names(self.session.roles if self.session else ())


def is_of_now(path: str) -> bool:
    """Say whether a page, by its path, is of now alone."""
    bare = path.partition("?")[0]
    within = bare == "/audit" or any(bare == each or bare.startswith(f"{each}/") for each in OF_NOW)
    return within or bare.endswith(OF_NOW_ENDS)


def render(
    template: str,
    frame: Frame,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Return a page, or a part of one that a template makes by itself."""
    return HTMLResponse(filled(template, frame, **values), status_code=status, headers=headers)


def filled(template: str, frame: Frame, **values: object) -> Markup:
    """Return a template filled in, in the frame's language."""
    with speaking(frame.language):
        return Markup(environment().get_template(template).render(frame=frame, **values))


@cache
def environment() -> Environment:
    """Return what reads the templates."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"_": gettext, "ngettext": ngettext, "pgettext": pgettext}
    made.filters |= {
        "yuan": yuan, "signed": signed_yuan, "day": day, "moment": clock, "masked": masked,
        "part": part,
    }  # fmt: skip
    return made


def day(when: date | None) -> str:
    """Return a day as documents and files have it; empty for none."""
    return when.isoformat() if when else ""


def masked(code: str) -> str:
    """Return a code with all but its end hidden; its length is not shown."""
    return f"****{code[-SHOWN_END:]}"


@cache
def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]
