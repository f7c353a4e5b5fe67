"""The command that serves a ledger: its pages and its API, for as long as it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.options import COMMON, Common
from scripts.cli.values import MANY, flag, text, value, whole
from scripts.serving.provider import NONE, AtProvider

if TYPE_CHECKING:
    from adapters.web.server import Server
    from adapters.web.settings import Settings

HOST, PORT = "127.0.0.1", 8400
PORT_MAX = 65_535


def _port(given: str) -> int:
    port = whole(given)
    if not 1 <= port <= PORT_MAX:
        raise ValueError(_("from 1 to {most}").format(most=f"{PORT_MAX:,}"))
    return port


def _prefix(given: str) -> str:
    prefix = "/" + given.strip("/")
    return "" if prefix == "/" else prefix


def serve(
    *,
    host: Annotated[str, value(text, "ADDRESS", N_("the address to listen at"))] = HOST,
    port: Annotated[int, value(_port, "N", N_("the port to listen at"))] = PORT,
    socket: Annotated[
        Path | None, value(Path, "FILE", N_("a Unix socket to listen at instead"))
    ] = None,
    auth: Annotated[
        Literal["local", "proxy", "oidc"],
        Parameter(help=N_("by passwords of its own, by what a proxy says, or at a provider")),
    ] = "local",
    proxy_header: Annotated[
        str, value(text, "NAME", N_("the header in which the proxy says who asks"))
    ] = "X-Forwarded-User",
    trust: Annotated[
        tuple[str, ...],
        value(text, "ADDRESS", N_("proxies that are believed; unix: the socket")),
        MANY,
    ] = (),
    host_name: Annotated[
        tuple[str, ...], value(text, "NAME", N_("the names by which browsers ask for it")), MANY
    ] = (),
    root_path: Annotated[
        str, value(_prefix, "PATH", N_("the path under which a proxy has it"))
    ] = "",
    insecure_cookies: Annotated[
        bool, flag(N_("cookies go without TLS too: on one machine, for a trial"))
    ] = False,
    read_only: Annotated[bool, flag(N_("nothing is recorded: for auditors"))] = False,
    seal: Annotated[
        Path | None, value(Path, "DIR", N_("the folder of the seal, for receipts and packs"))
    ] = None,
    seal_key: Annotated[
        Path | None, value(Path, "FILE", N_("the key that receipts and packs are signed by"))
    ] = None,
    provider: AtProvider = NONE,
    at: Common = COMMON,
) -> int:
    from adapters.web.settings import Settings

    if auth == "proxy" and not trust:
        raise Misuse(_("--auth proxy takes --trust ADDRESS: whose header is believed"))
    _check(trust)
    where = f"http://{host}:{port}" if socket is None else f"unix:{socket}"
    is_near = socket is None and host in ("127.0.0.1", "localhost")
    here = _for_browsers(host_name, where if is_near else "")
    settings = Settings(
        address=at.store,
        hosts=host_name,
        prefix=root_path,
        secure=not (insecure_cookies or is_near),
        read_only=read_only,
        seal=seal,
        seal_key=seal_key,
        accounts_key=at.accounts_key,
        proxy_header=proxy_header if auth == "proxy" else None,
        trusted=trust,
        provider=provider.settings(here, root_path) if auth == "oidc" else None,
    )
    return _run(settings, host, port, socket, at)


def _check(trust: tuple[str, ...]) -> None:
    """Raise Misuse where a proxy is named by what is not an address."""
    from adapters.web.people.outside.proxy import Proxy

    try:
        Proxy("-", trust)
    except ValueError as problem:
        raise Misuse(f"--trust: {problem}") from problem


def _run(settings: Settings, host: str, port: int, socket: Path | None, at: Common) -> int:
    """Serve until a signal ends it; what is asked until then is answered."""
    import sys

    from adapters.web.application import served
    from adapters.web.observing import log_to
    from adapters.web.running import run
    from adapters.web.server import Server
    from scripts.serving.listening import listening
    from scripts.serving.verbs import every_verb

    with at.opened() as ledger:
        if not ledger.exists():
            raise Refusal("store-not-found", store=ledger.name)
    log_to(sys.stderr)
    where = f"http://{host}:{port}" if socket is None else f"unix:{socket}"
    with listening(host, port, socket) as door, Server(settings, every_verb()) as server:
        started = run(
            served(server),
            door=door,
            prefix=settings.prefix,
            say=lambda: _say(server, where, at),
            ending=server.jobs.end_streams,
        )
    return 0 if started else 1


def _say(server: Server, where: str, at: Common) -> None:
    """Say where it is served, how the first administrator comes in, and whose hands may be one."""
    import sys

    from adapters.wording.catalogue.beyond.serving import UNSEPARATED

    if not server.rooms.hands_are_separated():
        note(_(UNSEPARATED))
    settings = server.settings
    note(_("Served at {where}; Ctrl+C ends it").format(where=where))
    if settings.provider is not None:
        note(_("Officers come back from the provider to {}").format(settings.provider.return_to))
    token = server.people.first.make("serve") if settings.has_passwords else None
    if token is not None:
        link = f"{_for_browsers(settings.hosts, where)}{settings.prefix}/first/{token}"
        said = _("No administrator yet. Open within an hour, once: {link}").format(link=link)
        at.tell({"served": where, "first_link": link}, lambda: said)
    else:
        at.tell({"served": where}, lambda: None)
    sys.stdout.flush()


def _for_browsers(names: tuple[str, ...], where: str) -> str:
    """Return what browsers put before a path; nothing where only the proxy's name would do."""
    if names:
        return f"https://{names[0]}"
    return where if where.startswith("http") else ""
