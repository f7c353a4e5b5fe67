"""One enterprise carries on what another has: claims, account, items, debts, figures, orders.

What both were granted counts together from then on. What was decided before stays decided on the
account that it was decided on: see `Era`.
"""

from __future__ import annotations

from domain.enterprise.kin.kinship import Era
from domain.enterprise.kin.shares import PartShare
from domain.enterprise.state import ByClaim, Enterprise, Reached, Scope
from domain.events.succession import EnterpriseTakesPart


def inherit(heir: Enterprise, code: str, old: Enterprise, old_code: str, position: int) -> None:
    """Let an enterprise carry on another, from a log position on. code: the heir's.

    The heir is changed in place. Its own name, figures and chosen orders go before the other's.
    """
    _inherit_kinship(heir, code, old, old_code, position)
    take_over(heir, old)
    heir.records = {**old.records, **heir.records}
    heir.records_ever |= old.records_ever
    heir.orders = {**old.orders, **heir.orders}
    heir.orders_ever = {**old.orders_ever, **heir.orders_ever}
    heir.debts = {**old.debts, **heir.debts}
    heir.in_batches |= old.in_batches
    heir.divided = {**old.divided, **heir.divided}
    heir.registration.holds = [*old.registration.holds, *heir.registration.holds]
    heir.matters = {**heir.matters, **old.matters}
    heir.identified, heir.identified_until = {}, 0


def take_part(
    heir: Enterprise, code: str, old: Enterprise, event: EnterpriseTakesPart, position: int
) -> None:
    """Let an enterprise have its share of another that was split, from a log position on.

    The claims are with one of the parts, and stay on the account that they were decided on; of that
    account, as it stands at any time, each part has used its share. code: the heir's.
    """
    share = PartShare(event.shares, event.place)
    old_code, kept = event.predecessor, event.successor == code
    kin = heir.kin
    kin.code = code
    if _is_used(heir):
        kin.eras, kin.taken = (_era(heir, code, position),), ()
    if kept:
        kin.eras = (_era(old, old_code, position, share), *kin.eras)
        kin.predecessors = {**old.kin.predecessors, **kin.predecessors}
        _have_filed(heir, old, old_code)
        have_claims(heir, old)
        heir.matters = {**heir.matters, **old.matters}
        heir.identified, heir.identified_until = {}, 0
        heir.debts = {**old.debts, **heir.debts}
        heir.in_batches |= old.in_batches
        heir.divided |= old.divided
    else:
        kin.taken = (*kin.taken, (old_code, share))
        heir.divided = {**heir.divided, **old.divided, old_code: old}
    heir.account.divide(old_code, old.account, share, old.decided if kept else ())
    heir.registration.holds = [*old.registration.holds, *heir.registration.holds]


def have_claims(heir: Enterprise, old: Enterprise) -> None:
    """Let an enterprise have another's claims, on the account that they were decided on."""
    heir.claims = ByClaim({**old.claims, **heir.claims})
    heir.decided = sorted(
        [*old.decided, *heir.decided], key=lambda number: heir.claims[number].decided_at
    )
    for invoice, numbers in old.by_invoice.items():
        heir.by_invoice[invoice] = [*numbers, *heir.by_invoice.get(invoice, ())]
    for item, numbers in old.holders.items():
        heir.holders[item] = [*numbers, *heir.holders.get(item, ())]


def take_over(heir: Enterprise, old: Enterprise) -> None:
    """Let an enterprise have another's claims, with all that deciding asks of them."""
    heir.reached = _last_reached(heir, old)
    have_claims(heir, old)
    heir.account.take_over(old.account)


def _inherit_kinship(
    heir: Enterprise, code: str, old: Enterprise, old_code: str, position: int
) -> None:
    kin, theirs = heir.kin, old.kin
    if _is_used(heir) and _is_used(old):
        kin.eras = (_era(old, old_code, position), _era(heir, code, position))
        kin.taken = ()
    elif _is_used(old):  # its account goes on under the new code
        kin.eras, kin.taken = theirs.eras, theirs.taken
    taken = kin.predecessors.pop(old_code)
    kin.code = code
    kin.predecessors |= {**theirs.predecessors, old_code: taken}
    _have_filed(heir, old, old_code)


def _is_used(enterprise: Enterprise) -> bool:
    """Say whether anything counts on an account: grants, or a share of another's."""
    return bool(enterprise.decided or enterprise.kin.eras or enterprise.kin.taken)


def _have_filed(heir: Enterprise, old: Enterprise, old_code: str) -> None:
    """Note under which code the claims taken over were filed."""
    kin, theirs = heir.kin, old.kin
    kin.filed_under |= dict.fromkeys(old.claims, old_code) | theirs.filed_under
    kin.lengths |= {old_code: old.length, **theirs.lengths}


def _era(enterprise: Enterprise, code: str, position: int, share: PartShare | None = None) -> Era:
    closed = enterprise.kin.closed()
    return Era(
        code=code,
        decided=tuple(number for number in enterprise.decided if number not in closed),
        records=enterprise.records,
        rules={account: chosen.order for account, chosen in enterprise.orders.items()},
        before=enterprise.kin.eras,
        ended_at=position,
        share=share,
        taken=enterprise.kin.taken,
    )


def _last_reached(heir: Enterprise, old: Enterprise) -> dict[Scope, Reached]:
    """Return the full caps of both; of one that both had filled, as it was met last."""
    reached = {**old.reached, **heir.reached}
    for scope in old.reached.keys() & heir.reached.keys():
        met = old.reached[scope], heir.reached[scope]
        places = [
            each.claims[met_by.claim_no].decided_at
            for each, met_by in zip((old, heir), met, strict=True)
        ]
        reached[scope] = met[0] if places[0] > places[1] else met[1]
    return reached
