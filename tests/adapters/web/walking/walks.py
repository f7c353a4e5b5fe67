"""A walk over the pages of a server: every link of a page, some times for each kind of address."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from starlette.routing import BaseRoute, Match

from adapters.web.application import application
from adapters.web.guard import LANGUAGE
from adapters.web.pages.every import pages
from adapters.web.server import Server
from adapters.web.who import COOKIE, Who
from tests.adapters.web.served import Served

PAGES_MAX = 1_500  # of one walk
REDIRECTS_MAX = 4
OF_TABLES = {"sort", "cols", "with", "page", "export"}
HTML = "text/html; charset=utf-8"


class Links(HTMLParser):
    """What a page names. language: of its root element. links: where each leads, and its text.

    forms: where each form that posts is sent to.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language = ""
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.forms: list[str] = []
        self.text = text
        self.tables = 0
        self._text: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self.tables += tag == "table"
        if tag == "form" and given.get("method") == "post":
            self.forms.append(given.get("action") or "")
        source = given.get("href") if tag == "a" else given.get("src") if tag != "script" else None
        if source and not source.startswith(("#", "data:")):
            self.links.append((source, ""))
            self._text = [] if tag == "a" else None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._text is not None:
            self.links[-1] = (self.links[-1][0], "".join(self._text).strip())
            self._text = None


def words_of(path: str) -> set[str]:
    """Return the words of a path's query, without the name of a table before them."""
    pairs = parse_qsl(urlsplit(path).query, keep_blank_values=True)
    return {name.rpartition(".")[2] for name, _word in pairs}


def routes_of(server: Server) -> list[BaseRoute]:
    """Return every route of a server, in the order in which they are tried."""
    return list(application(server, Who(server.people), pages(server)).routes)


def route_of(path: str, routes: Iterable[BaseRoute]) -> BaseRoute | None:
    """Return the route that a GET of a path comes to; None where it comes to none."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(path).path, "headers": []}
    return next((each for each in routes if each.matches(scope)[0] == Match.FULL), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page that a walk came to. place: its route and the names in its query. by: where the link
    to it stands.
    """

    path: str
    place: str
    by: str
    status: int
    media: str
    name: str
    page: Links | None


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk of one officer in one language.

    each: how often a kind of address is asked for. within: the paths that are gone on to.
    """

    web: Served
    role: str
    language: str = ""
    each: int = 1
    within: Callable[[str], bool] = lambda _path: True
    cookies: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    routes: list[BaseRoute] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.routes = routes_of(self.web.server)

    def __call__(self, *starts: str) -> Iterator[Seen]:
        """Yield each page that is come to, from some paths on."""
        self._choose()
        waits = deque((start, "") for start in starts)
        known = set(starts)
        while waits:
            path, by = waits.popleft()
            place = self.place(path)
            if self.asked[place] >= self.each:
                continue
            self.asked[place] += 1
            assert self.asked.total() < PAGES_MAX, "the walk does not end"
            seen = self._seen(path, place, by)
            yield seen
            if words_of(path) & OF_TABLES:
                continue  # the same page, and every link of it but those of a table
            for link, _text in seen.page.links if seen.page else ():
                bare = link.partition("#")[0]
                switches = (
                    "lang" in words_of(bare) and "export=" not in bare and "/api/" not in bare
                )
                if bare not in known and self.within(bare) and not switches:
                    known.add(bare)
                    waits.append((bare, path))

    def place(self, path: str) -> str:
        """Return the kind of an address: its route, and which words its query has."""
        route = route_of(path, self.routes)
        named = getattr(route, "path", urlsplit(path).path)
        return f"{named}?{'&'.join(sorted(words_of(path)))}"

    def _choose(self) -> None:
        """Choose the language as an officer does, by a page that sets a cookie."""
        self.web.client.cookies.clear()
        self.cookies = f"{COOKIE}={self.web.tokens[self.role]}"
        if self.language:
            answer = self.web.client.get(
                f"/login?lang={self.language}", headers={"cookie": self.cookies}
            )
            self.cookies += f"; {LANGUAGE}={answer.cookies[LANGUAGE]}"
        self.web.client.cookies.clear()

    def _seen(self, path: str, place: str, by: str) -> Seen:
        at, answer = path, None
        for _time in range(REDIRECTS_MAX):
            answer = self.web.client.get(
                at, headers={"cookie": self.cookies}, follow_redirects=False
            )
            at = answer.headers.get("location", "").partition("#")[0]
            if not at:
                break
        assert answer is not None, "asked once at least"
        media = answer.headers.get("content-type", "")
        return Seen(
            path=path,
            place=place,
            by=by,
            status=answer.status_code,
            media=media,
            name=answer.headers.get("content-disposition", ""),
            page=Links(answer.text) if media == HTML else None,
        )
