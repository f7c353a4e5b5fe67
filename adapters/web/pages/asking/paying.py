"""The page that pays a batch: what is asked, what would be paid and by whose approval, then once.

What was shown is what is paid: where the lines or their sum differ by the time it is sent, they are
shown again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.ledger.handling.units import Author
from adapters.web.pages.acts import act_path
from adapters.web.pages.asking.batch import CASHIER, crumbs, parts
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.forms import Form, typed_values
from adapters.web.pages.frame import render
from adapters.web.pages.tables import Listing
from adapters.web.pages.work.doing import done
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.table import Column, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.commands.money import PayBatch
from domain.identity import skeleton
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server
    from projections.money.batches import BatchDetails
    from projections.money.made import ForeseenPayment

_VERB = "batch pay"
_ASKED = ("receipt", "on", "backdated")
_SEEN = "seen"  # a field: the lines and the sum that the payer was shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A payment that is asked for. foreseen: None where its receipt paid before."""

    values: Mapping[str, Any]
    foreseen: ForeseenPayment | None
    names: Mapping[str, str]


def routes(server: Server) -> list[BaseRoute]:
    """Return the page that pays a batch."""
    roles = frozenset({CASHIER})
    return [entry(server, "/batches/{number:number}/pay", roles, _pay, ("GET", "POST"))]


def _pay(visit: Visit) -> Response:
    """Ask, show what would be paid, or pay. Raises Refusal `server-read-only`."""
    visit.server.to_call(_VERB)
    if not visit.was_sent or visit.word("step") == "change":
        return _asking(visit)
    try:
        asked = _foreseen(visit)
        if asked.foreseen is not None and not asked.foreseen.payable:
            return _barred(visit, asked.foreseen)
        if asked.foreseen is not None and (
            visit.word("step") != "send" or visit.word(_SEEN) != _seen(asked.foreseen)
        ):
            visit.try_out(_VERB, asked.values)  # what is refused of it is not shown once more
            return _check(visit, asked, asked.foreseen)
        answered = visit.carry_out(_VERB, asked.values)
    except Unreadable as problem:
        return _asking(visit, dict(problem.problems), 422)
    except Refusal as refusal:
        return _asking(visit, {"": sentence(refusal)}, 409)
    number = visit.path["number"]
    frame = visit.frame(_("Batch {number} paid").format(number=number), crumbs(int(number)))
    return done(frame, answered, f"/batches/{number}")


def _foreseen(visit: Visit) -> _Asked:
    """Return what would be paid by what was typed. Raises Unreadable, and Refusal as paying would.

    Lines that another has to pay are left to them.
    """
    values = typed_values([_parameter(visit, name) for name in _ASKED], visit.sent, {})
    missing = [(name, _("is missing")) for name in ("receipt", "on") if name not in values]
    if missing:
        raise Unreadable(tuple(missing))
    try:
        on = date.fromisoformat(values["on"])
    except ValueError:
        said = _("not a day: {given}").format(given=values["on"])
        raise Unreadable((("on", said),)) from None
    number = int(visit.path["number"])
    values["number"] = number
    command = PayBatch(
        batch=number,
        receipt=values["receipt"],
        on=on,
        only=None,
        backdated=values.get("backdated"),
    )
    session = visit.session
    author = Author(by=session.account, login=session.login)
    with visit.look() as look:
        details = look.batch(number)
        if _paid_before(details, command.receipt):
            return _Asked(values=values, foreseen=None, names={})
        foreseen, names = look.foreseen_payment(command, author), look.names()
    if foreseen.barred:
        values["only"] = [line.claim_no for line in foreseen.payable]
    return _Asked(values=values, foreseen=foreseen, names=names)


def _paid_before(batch: BatchDetails, receipt: str) -> bool:
    """Say whether a receipt was entered: the same once more records nothing."""
    return skeleton(receipt) in {skeleton(payment.receipt) for payment in batch.payments}


def _seen(foreseen: ForeseenPayment) -> str:
    return f"{len(foreseen.payable)}:{foreseen.amount_fen}:{foreseen.transferred_fen}"


def _check(visit: Visit, asked: _Asked, foreseen: ForeseenPayment) -> Response:
    form = _form(visit, {}, seen=_seen(foreseen))
    changed = visit.word("step") == "send"
    return render(
        "asking/pay.html",
        form.frame,
        status=409 if changed else 200,
        form=form,
        changed=changed,
        foreseen=foreseen,
        barred=_barred_listing(foreseen, asked.names, form),
    )


def _barred_listing(foreseen: ForeseenPayment, names: Mapping[str, str], form: Form) -> Listing:
    """Return the lines that are not the payer's to pay, and why."""
    columns = (
        Column(pgettext("column", "claim")),
        Column(pgettext("batch", "enterprise")),
        Column(pgettext("column", "amount"), "fen"),
        Column(pgettext("column", "why")),
    )
    rows = [
        (
            line.claim_no,
            names.get(line.uscc, line.uscc),
            line.amount_fen,
            "" if line.bars is None else sentence(line.bars),
        )
        for line in foreseen.barred
    ]
    table = Table(title=_("Not yours to pay"), columns=columns, rows=rows)
    return Listing(table=table, frame=form.frame, sortable=False, rows_a_page=max(1, len(rows)))


def _barred(visit: Visit, foreseen: ForeseenPayment) -> Response:
    """Say that none of the lines is the payer's to pay."""
    first = foreseen.barred[0].bars
    assert first is not None, "a line that another has to pay says why"
    said = _("None of its {count} lines is yours to pay. {why}")
    message = said.format(count=len(foreseen.barred), why=sentence(first))
    return _asking(visit, {"": message}, 409)


def _asking(visit: Visit, errors: Mapping[str, str] | None = None, status: int = 200) -> Response:
    number = int(visit.path["number"])
    with visit.look() as look:
        details = look.batch(number)  # one that is not there is a page of its own
        today = look.day
    form = _form(visit, errors or {})
    others = f"{act_path(_VERB)}?number={number}&next=/batches/{number}"
    return render(
        "asking/pay_form.html",
        form.frame,
        status=status,
        form=form,
        others=others,
        parts=parts(details, today),
    )


def _form(visit: Visit, errors: Mapping[str, str], seen: str = "") -> Form:
    number = int(visit.path["number"])
    title = _("Pay batch {number}").format(number=number)
    kept: Sequence[tuple[str, str]] = ((_SEEN, seen),) if seen else ()
    return Form(
        frame=visit.frame(title, crumbs(number, title)),
        action=f"/batches/{number}/pay",
        title=title,
        parameters=[_parameter(visit, name) for name in _ASKED],
        send=_("Pay"),
        typed=visit.sent or None,
        errors=errors,
        kept=kept,
        warning=_("A payment cannot be taken back; what did not arrive is recorded line by line."),
    )


def _parameter(visit: Visit, name: str) -> Any:
    return visit.server.verbs[_VERB].parameter(name)
