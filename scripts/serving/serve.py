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
from scripts.cli.values import MANY, flag, text, value
from scripts.serving.listening import USUAL, AtDoor, listening
from scripts.serving.provider import NONE, AtProvider

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Event
    from socket import socket

    from adapters.web.server import Server
    from adapters.web.settings import Settings


def _prefix(given: str) -> str:
    prefix = "/" + given.strip("/")
    return "" if prefix == "/" else prefix


def serve(
    *,
    door: AtDoor = USUAL,
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
) -> None:
    from adapters.web.settings import Settings

    if auth == "proxy" and not trust:
        raise Misuse(_("--auth proxy takes --trust ADDRESS: whose header is believed"))
    _check(trust)
    if door.processes > 1:
        _must_take_several(at.store)
    here = _for_browsers(host_name, door.where if door.is_near else "")
    settings = Settings(
        address=at.store,
        hosts=host_name,
        prefix=root_path,
        secure=not (insecure_cookies or door.is_near),
        read_only=read_only,
        seal=seal,
        seal_key=seal_key,
        accounts_key=at.accounts_key,
        proxy_header=proxy_header if auth == "proxy" else None,
        trusted=trust,
        provider=provider.settings(here, root_path) if auth == "oidc" else None,
    )
    from adapters.web.running import leave

    leave(_run(settings, door, at))


def _check(trust: tuple[str, ...]) -> None:
    """Raise Misuse where a proxy is named by what is not an address."""
    from adapters.web.people.outside.proxy import Proxy

    try:
        Proxy("-", trust)
    except ValueError as problem:
        raise Misuse(f"--trust: {problem}") from problem


def _must_take_several(store: str) -> None:
    """Raise Refusal `processes-one` where one process alone serves a ledger."""
    from adapters.stores.opening import location_of

    place = location_of(store)
    if place.file is not None:
        raise Refusal("processes-one", store=place.name)


def _run(settings: Settings, at_door: AtDoor, at: Common) -> int:
    """Serve until a signal ends it; what is asked until then is answered."""
    with at.opened() as ledger:
        if not ledger.exists():
            raise Refusal("store-not-found", store=ledger.name)
    with listening(at_door.host, at_door.port, at_door.socket) as door:
        if at_door.processes == 1:
            began = _serve(settings, door, lambda server: _say(server, at_door.where, at))
        else:
            began = _serve_by(at_door, settings, door, at)
    return 0 if began else 1


def _serve(settings: Settings, door: socket, say: Callable[[Server], None]) -> bool:
    """Serve by this process; say whether it ever began."""
    import sys

    from adapters.web.application import served
    from adapters.web.observing import log_to
    from adapters.web.running import hold_little, run
    from adapters.web.server import Server
    from scripts.serving.verbs import every_verb

    hold_little()
    log_to(sys.stderr)
    with Server(settings, every_verb()) as server:
        return run(
            served(server),
            door=door,
            prefix=settings.prefix,
            say=lambda: say(server),
            ending=server.jobs.end_streams,
        )


def _serve_by(at_door: AtDoor, settings: Settings, door: socket, at: Common) -> bool:
    """Serve by several processes, which this one looks after."""
    from adapters.web.processes import Processes
    from adapters.web.server import Server
    from scripts.serving.verbs import every_verb

    with Server(settings, every_verb()) as server:
        _say(server, at_door.where, at)
    return Processes(_serve_one, settings, door, at.lang).run(at_door.processes)


def _serve_one(settings: Settings, door: socket, language: str, began: Event) -> bool:
    """Serve by one process of several; began: is set when it does."""
    from adapters.wording.catalogue.refusals import coded
    from adapters.wording.translation import use_language

    use_language(language)
    try:
        return _serve(settings, door, lambda _server: began.set())
    except Refusal as refusal:
        note(coded(refusal))
        return False


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
