"""A whole ledger verified: its rows, its views and, with a folder, what was sealed of it.

Three passes over the log, of a long log each in a process of its own, so that two cores take it in
turns. Each holds a page at a time, and a number for each stream.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.files.durable import read_regular
from adapters.files.gc_pause import gc_paused
from adapters.files.outputs import CHECKPOINT
from adapters.ledger.handling.clock import now
from adapters.ledger.handling.publishing import named_keys
from adapters.ledger.ledger import Ledger
from adapters.ledger.processes.starting import context, none_left_behind, settle_in, uninterrupted
from adapters.ledger.processes.writing import APART_FROM_EVENTS
from adapters.ledger.store import Store
from adapters.seal.folder import SealFolder
from adapters.seal.keys import trusted_key
from adapters.seal.notes import VerifierKey
from adapters.seal.sealer.succession import Retired, retired_keys, unvouched_keys, vouched
from adapters.seal.signing.timestamps import read_roots
from adapters.seal.verify.answers import (
    UNREADABLE,
    Faults,
    LedgerVerified,
    SignatureLine,
    TimeStamp,
    Unvouched,
    judged,
)
from adapters.seal.verify.check_accounts import check_accounts
from adapters.seal.verify.check_files import check_files
from adapters.seal.verify.check_lines import check_lines
from adapters.seal.verify.check_rows import BROKEN, check_rows
from adapters.seal.verify.check_tiles import check_tiles
from adapters.seal.verify.check_timestamps import check_timestamps, times_of
from adapters.seal.verify.check_views import check_views
from adapters.seal.verify.lag import lag
from adapters.seal.verify.quorum import check_quorum
from adapters.stores.opening import location_of
from adapters.stores.place import Location
from adapters.views.problems import ViewsUnreadable
from domain.calendar import clock_text
from domain.events.store import KeyNamed
from domain.refusals import Refusal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

Kept = Sequence[tuple[str, bytes]]
AHEAD_MAX = timedelta(minutes=5)  # of this computer's clock, that a log written elsewhere may be


def verify(
    ledger: Ledger,
    seal: Path | None,
    trusted: Sequence[str],
    checkpoints: Sequence[Path] = (),
    require: int = 0,
    roots: Path | None = None,
) -> LedgerVerified:
    """Verify a ledger. Reads; writes nothing.

    trusted: verifier keys, or files of them, whose signatures count besides those the folder and
    the log name; none to count those. checkpoints: files of checkpoints that somebody kept.
    require: how many of the witnesses trusted must have cosigned the last checkpoint. roots: a file
    of the certificates whose time stamps count. Raises `key-invalid`, `extra-missing`,
    `timestamp-roots-unreadable`, `store-not-found`, `seal-not-found`, `file-unreadable`.
    """
    keys, anchors = list(map(trusted_key, trusted)), read_roots(roots)
    kept = [(str(path), _read(path)) for path in checkpoints]
    place = location_of(ledger.address)
    with ledger.open_store() as store:
        head = store.handler.position()
        clock = _clock(store, head)
        unvouched = _unvouched(store)
        accounts = check_accounts(store, head)
    if seal is not None and not seal.is_dir():
        raise Refusal("seal-not-found", folder=str(seal))
    with _pool(head) as pool, none_left_behind():
        with uninterrupted():
            views = pool.submit(_views, place)
            of_rows = pool.submit(_rows, place, head)
        tiles, sealed, believed, lines = Faults(), 0, keys, tuple[SignatureLine, ...]()
        stamps: tuple[TimeStamp, ...] = ()
        if seal is not None:
            tiles, sealed, believed = _tiles(place, head, seal, keys, kept, require)
            lines = check_lines(SealFolder(seal), keys, tiles)
            stamps = _stamps(place, SealFolder(seal), anchors, tiles)
        faults = [*of_rows.result(), *tiles, *clock, *_guards(place), *views.result()]
    with ledger.open_store() as store:  # what an erasure had begun is recorded by now
        faults += filter(accounts.__contains__, check_accounts(store, head) if accounts else ())
    return LedgerVerified(
        **judged(head, faults),
        unsealed=head - sealed,
        unsealed_since=None if seal is None else _since(place, sealed, head),
        keys=tuple(map(str, believed)),
        anchored=bool(keys),
        unvouched=tuple(unvouched),
        signatures=lines,
        timestamps=stamps,
        read_only=_is_read_only(place),
    )


def _pool(head: int) -> Executor:
    """Return what runs two of the passes: processes, or a thread until those are worth a start."""
    how = context()
    if head < APART_FROM_EVENTS[how.get_start_method()]:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(2, mp_context=how, initializer=settle_in)


def _is_read_only(place: Location) -> bool:
    try:
        place.must_be_writable()
    except Refusal as refusal:
        return refusal.code == "store-read-only"
    return False


def _read(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError as problem:
        raise Refusal("file-unreadable", file=str(path), problem=problem.strerror) from problem


def _rows(place: Location, head: int) -> Faults:
    with _opened(place, faults := Faults()) as opened:
        faults += check_rows(opened.handler.recorder, head)
    return faults


def _clock(store: Store, head: int) -> Faults:
    """Say where the log is ahead of this computer: every later event bears its last time."""
    faults = Faults()
    with suppress(ValueError):  # the check of rows reports a row without a time
        if head and (last := store.handler.recorder.time_of(head)) > now() + AHEAD_MAX:
            faults.add(head, "clock-behind-log", clock_text(last))
    return faults


def _unvouched(store: Store) -> list[Unvouched]:
    try:
        return list(unvouched_keys(store.handler))
    except (ValueError, *BROKEN):
        return []  # the check of rows reports it


def _retired(store: Store) -> list[Retired]:
    try:
        return retired_keys(store.handler)
    except (ValueError, *BROKEN):
        return []  # the check of rows reports it


def _since(place: Location, sealed: int, head: int) -> str | None:
    """Return when the first event that is not sealed was recorded, where that can be read."""
    with suppress(ValueError), _opened(place, Faults()) as opened:
        return lag(opened.handler, sealed, head).unsealed_since
    return None


def _guards(place: Location) -> Faults:
    faults = Faults()
    try:
        for guard in place.guards():
            faults.add(None, guard.code, guard.name)
    except Refusal as refusal:
        faults.add(None, refusal.code, str(refusal.facts.get("problem", "")))
    return faults


def _views(place: Location) -> Faults:
    faults = Faults()
    if place.has_views():
        with _opened(place, faults) as opened:
            faults += check_views(opened.handler, opened.views)
    return faults


def _tiles(
    place: Location,
    head: int,
    seal: Path,
    keys: Sequence[VerifierKey],
    kept: Kept,
    require: int,
) -> tuple[Faults, int, list[VerifierKey]]:
    faults, sealed, folder, trusted = Faults(), 0, SealFolder(seal), list(keys)
    with _opened(place, faults) as opened:
        trusted = trusted or _trusted(opened, folder, faults)
        retired = _retired(opened)
        log = opened.handler.recorder
        sealed = check_tiles(log, head, folder, trusted, retired, kept, faults)
        # A folder's own witnesses count only where its own keys do.
        known, own = keys or folder.witnesses(), folder.every_own()
        check_quorum(folder.read(CHECKPOINT), known, own, require, faults)
    faults += check_files(folder)
    return faults, sealed, trusted


def _stamps(
    place: Location, folder: SealFolder, anchors: Sequence[Certificate], faults: Faults
) -> tuple[TimeStamp, ...]:
    with _opened(place, faults) as opened:
        return check_timestamps(folder, anchors, times_of(opened.handler.recorder), faults)
    return ()


def _trusted(opened: Store, folder: SealFolder, faults: Faults) -> list[VerifierKey]:
    """Return the folder's keys. Once the log names keys, they must be those it names."""
    keys = folder.verifiers()
    try:
        named = named_keys(opened.handler)
    except ValueError:
        return keys  # the check of rows reports it
    known = {name for event in named for name in (event.key, event.replaces)}
    for key in keys:
        if known and str(key) not in known:
            faults.add(None, "key-not-named", str(key))
    for event, before in zip(named, [None, *named], strict=False):
        false = isinstance(event, KeyNamed) and event.vouched is not None and not vouched(event)
        if false or (before is not None and before.key != event.replaces):
            faults.add(None, "key-not-vouched", event.key)
    return keys


@contextmanager
def _opened(place: Location, faults: Faults) -> Iterator[Store]:
    """Yield a store of its own connections; what cannot be read at all becomes a fault."""
    opened = Store(place)
    with opened.handler, gc_paused():
        try:
            yield opened
        except (*BROKEN, ViewsUnreadable) as broken:
            faults.add(None, UNREADABLE, str(broken))
        except Refusal as refusal:
            faults.add(None, refusal.code, str(refusal.facts.get("problem", "")))
        finally:
            opened.views.backend.close()
