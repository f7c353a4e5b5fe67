"""Whether one enterprise may carry on another, and what may be asked of a code that is carried on.

Raises Refusal `enterprise-succeeded`, `succession-of-itself`, `succession-out-of-order`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.commands.enterprise import EnterpriseCommand, EraseAccounts
from domain.commands.succession import Divide, Succeed
from domain.enterprise.state import Enterprise
from domain.events.succession import EnterpriseSucceeded, EnterpriseSucceeds, SuccessionEvent
from domain.identity import skeleton
from domain.refusals import Refusal


def succeed(
    command: Succeed, old: Enterprise, heir: Enterprise, ordered: Mapping[str, int]
) -> tuple[EnterpriseSucceeded, EnterpriseSucceeds] | None:
    """Return what is recorded of both; None where the same was recorded before.

    old: of the code itself, as it was until another carried it on. ordered: its claims whose
    transfer is ordered and not made, each with its batch. Raises Refusal as the module says, and
    `enterprise-unknown`, `request-conflicts`, `succession-and-transfer`, `transfer-ordered`.
    """
    if command.predecessor == command.successor:
        raise Refusal("succession-of-itself", uscc=command.predecessor)
    succeeded = EnterpriseSucceeded(
        kind=command.kind,
        successor=command.successor,
        on=command.on,
        document=command.document,
    )
    said = old.kin.successor
    if isinstance(said, EnterpriseSucceeded) and _alike(said) == _alike(succeeded):
        return None
    must_be_free(command, command.predecessor, old, {command.successor: heir})
    must_not_be_moving(command.predecessor, old)
    must_not_be_moving(command.successor, heir)
    for claim_no, batch in ordered.items():  # the order names the account of the code
        uscc = command.predecessor
        raise Refusal("transfer-ordered", claim_no=claim_no, uscc=uscc, batch=batch)
    succeeds = EnterpriseSucceeds(
        kind=command.kind,
        predecessor=command.predecessor,
        on=command.on,
        document=command.document,
    )
    return succeeded, succeeds


def must_be_free(
    command: Succeed | Divide, code: str, old: Enterprise, heirs: Mapping[str, Enterprise]
) -> None:
    """Raise Refusal unless a code is known and goes on, and so do those that are to carry it on."""
    said = old.kin.successor
    if said is not None:
        if skeleton(said.document) == skeleton(command.document):
            facts = {"document": command.document, "uscc": code}
            raise Refusal("request-conflicts", verb="succeed", **facts)
        raise _succeeded(code, said.successor, said)
    if old.length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=code)
    for each, heir in heirs.items():
        if heir.kin.successor is not None:
            raise _succeeded(each, heir.kin.successor.successor, heir.kin.successor)
    _must_follow(command.on, old, *heirs.values())


def must_not_be_moving(code: str, enterprise: Enterprise) -> None:
    """Raise Refusal `succession-and-transfer` where an enterprise moved between counties."""
    if enterprise.transfers is not None and enterprise.transfers.standing:
        raise Refusal("succession-and-transfer", uscc=code)


def must_go_on(command: EnterpriseCommand, enterprise: Enterprise) -> None:
    """Raise Refusal `enterprise-succeeded` where a command is about a code that is carried on.

    What is kept of its accounts may be erased.
    """
    code, kin = getattr(command, "uscc", ""), enterprise.kin
    if kin.successor is not None and not isinstance(command, EraseAccounts):
        raise _succeeded(code, kin.successor.successor, kin.successor)
    if code in kin.predecessors:
        raise _succeeded(code, kin.code, kin.predecessors[code])


def _succeeded(code: str, successor: str, event: SuccessionEvent) -> Refusal:
    return Refusal(
        "enterprise-succeeded",
        uscc=code,
        successor=successor,
        on=event.on.isoformat(),
        document=event.document,
    )


def _alike(event: EnterpriseSucceeded) -> tuple[str, str, date, str]:
    return event.kind, event.successor, event.on, skeleton(event.document)


def _must_follow(on: date, *enterprises: Enterprise) -> None:
    """Raise Refusal where a succession of either was of a later day."""
    earlier = [each for firm in enterprises for each in firm.kin.predecessors.values()]
    latest = max(earlier, key=lambda each: each.on, default=None)
    if latest is not None and on < latest.on:
        raise Refusal(
            "succession-out-of-order",
            on=on.isoformat(),
            other=latest.predecessor,
            before=latest.on.isoformat(),
        )
