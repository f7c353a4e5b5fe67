"""Enterprises themselves: names and accounts as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adapters.accounts.accounts import CONTACT, StoredAccount
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.log.codec import decode
from adapters.log.recorder import Log
from domain.enterprise.registered.registration import NamedAccount, Registration, evolve
from domain.events.registration import AccountNamed, RegistrationEvent
from domain.identity import Actor
from domain.refusals import Refusal
from domain.value import fields_of
from projections import parties as answers
from projections.money.holds import holds_of
from projections.parties import succeeded, succeeding
from projections.transfers import recorded_transfers


def registrations(
    recorder: Log, until: int, usccs: Iterable[str] | None = None
) -> dict[str, Registration]:
    """Return what was recorded of enterprises themselves until a log position, by code.

    usccs: only these; None for all. Who has no such event is not in it.
    """
    known: dict[str, Registration] = {}
    for row in recorder.registrations(usccs):
        if row.id > until:
            continue
        recorded = decode(row.id, row)
        event, actor = recorded.event, Actor(recorded.by, recorded.login)
        assert isinstance(event, RegistrationEvent), f"of another topic: {event!r}"
        registration = known.setdefault(row.originator_id, Registration())
        evolve(registration, event, actor)
        if isinstance(event, AccountNamed):
            registration.accounts[-1].position = row.id
    return known


def name_of(look: Snapshot, uscc: str) -> str | None:
    """Return an enterprise's name at the position looked at; None where none is known.

    As registered, else as on its latest claim.
    """
    name = _name_of(look, uscc)
    return None if name is None else look.shown_names([(uscc, name)]).get(name, name)


def _name_of(look: Snapshot, uscc: str) -> str | None:
    """Return the name as it is recorded; that of the code before it where only the code changed."""
    known = registrations(look.store.handler.recorder, look.position, [uscc]).get(uscc)
    if known is not None and known.name is not None:
        return known.name
    if uscc in look.successions.olds:
        for old in look.code(uscc).kin.predecessors.values():
            if old.kind == "rename-code":
                return _name_of(look, old.predecessor)
    return look.names_on_claims([uscc]).get(uscc)


def names_of(look: Snapshot, codes: Sequence[str] | None = None) -> dict[str, str]:
    """Return enterprises' names at the position looked at, by code; of all for None."""
    known = registrations(look.store.handler.recorder, look.position, codes)
    names = look.names_on_claims(codes)
    names |= {uscc: name for uscc in known if (name := known[uscc].name) is not None}
    olds = look.successions.olds.keys() & set(codes or ())  # they may have an older code's name
    names |= {code: name for code in olds if (name := _name_of(look, code)) is not None}
    shown = look.shown_names(names.items())
    return {uscc: shown.get(name, name) for uscc, name in names.items()}


def enterprise_of(look: Snapshot, uscc: str) -> answers.EnterpriseProfile:
    """Return an enterprise as it stood at the position looked at.

    Raises `enterprise-unknown` when nothing was recorded of it by then.
    """
    enterprise = look.code(uscc)
    kin = enterprise.kin
    if enterprise.length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    registration = enterprise.registration
    latest = registration.name or _name_of(look, uscc)
    every = [*(name.name for name in registration.names), *filter(None, [latest])]
    shown = look.shown_names((uscc, name) for name in every)
    names = tuple(
        answers.EnterpriseName(**name._replace(name=shown.get(name.name, name.name))._asdict())
        for name in registration.names
    )
    profile = answers.EnterpriseProfile(
        uscc=uscc,
        position=look.position,
        registered=bool(names),
        name=None if latest is None else shown.get(latest, latest),
        names=names,
        account=_account(look, uscc, registration),
        holds=holds_of(look.family(uscc, whole=True)),
        contacts=tuple(
            answers.Contact(
                claim_no=kept.account_id.removeprefix(CONTACT),
                name=kept.value.bank,
                phone=kept.value.number,
            )
            for kept in sorted(look.store.private.of([uscc]))
            if kept.account_id.startswith(CONTACT)
        ),
        succeeds=succeeded(kin),
        succeeded_by=succeeding(kin),
    )
    transfers = recorded_transfers(enterprise.transfers)
    if not transfers:
        return profile
    shared = fields_of(answers.EnterpriseProfile, profile)
    return answers.MovedEnterprise(**shared, transfers=transfers)


def check_commitments(look: Snapshot, uscc: str | None = None) -> list[answers.AccountCheck]:
    """Return every account named by the position looked at, or one enterprise's, by code.

    What is kept is as of now, whatever the position: so is what was erased later.
    Raises `enterprise-unknown` when nothing was recorded of the one asked for.
    """
    if uscc is None:
        look.everything()
    elif look.code(uscc).length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    return account_checks(look.store, look.position, uscc)


def account_checks(store: Store, until: int, uscc: str | None = None) -> list[answers.AccountCheck]:
    """Return every account named by a log position, or one enterprise's, by code."""
    recorder, only = store.handler.recorder, None if uscc is None else [uscc]
    then = registrations(recorder, until, only)
    now = registrations(recorder, store.handler.position(), only)
    named_by_now = (account for known in now.values() for account in known.accounts)
    erased = {account.account_id for account in named_by_now if account.erased}
    accounts = [(code, account) for code in sorted(then) for account in then[code].accounts]
    private, ids = store.private, [account.account_id for _, account in accounts]
    kept = private.held(ids)
    locked = private.locked(account_id for account_id in ids if account_id not in kept)
    return [
        answers.AccountCheck(
            uscc=code,
            account_id=account.account_id,
            commitment=account.commitment,
            state=_state(code, account, kept.get(account.account_id), erased, locked),
        )
        for code, account in accounts
    ]


def _account(look: Snapshot, uscc: str, registration: Registration) -> answers.MaskedAccount | None:
    """Return the account named last by then."""
    checks = check_commitments(look, uscc)
    if not checks:
        return None
    latest, accounts = checks[-1], registration.accounts
    kept = look.store.private.held([latest.account_id]).get(latest.account_id)
    shown = kept if latest.state == "matches" else None
    return answers.MaskedAccount(
        account_id=latest.account_id,
        commitment=latest.commitment,
        state=latest.state,
        masked=None if shown is None else shown.value.masked,
        bank=None if shown is None else shown.value.bank,
        bank_no=None if shown is None else shown.value.bank_no or None,
        holder=None if shown is None else shown.value.holder or None,
        confirmed=tuple(each.document for each in accounts[-1].confirmed) if accounts else (),
    )


def _state(
    uscc: str,
    account: NamedAccount,
    kept: StoredAccount | None,
    erased: set[str],
    locked: set[str],
) -> answers.AccountState:
    if kept is None and account.account_id not in locked:
        return "erased" if account.account_id in erased else "missing"
    if account.account_id in erased:
        return "not-erased"
    if kept is None:
        return "locked"
    same = kept.uscc == uscc and kept.commitment == account.commitment
    return "matches" if same else "differs"
