"""One enterprise carries on what another has: claims, account, items, debts, figures, orders.

What both were granted counts together from then on. What was decided before stays decided on the
account that it was decided on: see `Era`.
"""

from __future__ import annotations

from domain.enterprise.kin.kinship import Era
from domain.enterprise.state import ByClaim, Enterprise, Reached, Scope


def inherit(heir: Enterprise, code: str, old: Enterprise, old_code: str, position: int) -> None:
    """Let an enterprise carry on another, from a log position on. code: the heir's.

    The heir is changed in place. Its own name, figures and chosen orders go before the other's.
    """
    heir.kin.names |= old.kin.names | _names(old) | _names(heir)
    _inherit_kinship(heir, code, old, old_code, position)
    take_over(heir, old)
    heir.records = {**old.records, **heir.records}
    heir.records_ever |= old.records_ever
    heir.orders = {**old.orders, **heir.orders}
    heir.orders_ever = {**old.orders_ever, **heir.orders_ever}
    heir.debts = {**old.debts, **heir.debts}
    heir.in_batches |= old.in_batches
    heir.registration.holds = [*old.registration.holds, *heir.registration.holds]
    heir.matters = {**heir.matters, **old.matters}
    heir.identified, heir.identified_until = {}, 0


def take_over(heir: Enterprise, old: Enterprise) -> None:
    """Let an enterprise have another's claims, with all that deciding asks of them."""
    heir.reached = _last_reached(heir, old)
    heir.claims = ByClaim({**old.claims, **heir.claims})
    heir.decided = sorted(
        [*old.decided, *heir.decided], key=lambda number: heir.claims[number].decided_at
    )
    heir.account.take_over(old.account)
    for invoice, numbers in old.by_invoice.items():
        heir.by_invoice[invoice] = [*numbers, *heir.by_invoice.get(invoice, ())]
    for item, numbers in old.holders.items():
        heir.holders[item] = [*numbers, *heir.holders.get(item, ())]


def _inherit_kinship(
    heir: Enterprise, code: str, old: Enterprise, old_code: str, position: int
) -> None:
    kin, theirs = heir.kin, old.kin
    if heir.decided and old.decided:
        kin.eras = (_era(old, old_code, position), _era(heir, code, position))
    elif old.decided:
        kin.eras = theirs.eras  # its account goes on under the new code
    taken = kin.predecessors.pop(old_code)
    kin.code = code
    kin.predecessors |= {**theirs.predecessors, old_code: taken}
    own = dict.fromkeys(old.claims, old_code)
    kin.filed_under |= own | theirs.filed_under
    kin.lengths |= {old_code: old.length, **theirs.lengths}


def _names(enterprise: Enterprise) -> set[str]:
    """Return what an enterprise was called: as registered, and on its claims."""
    on_claims = {claim.submitted.enterprise for claim in enterprise.claims.values()}
    return on_claims | {name.name for name in enterprise.registration.names}


def _era(enterprise: Enterprise, code: str, position: int) -> Era:
    closed = enterprise.kin.closed()
    return Era(
        code=code,
        decided=tuple(number for number in enterprise.decided if number not in closed),
        records=enterprise.records,
        rules={account: chosen.order for account, chosen in enterprise.orders.items()},
        before=enterprise.kin.eras,
        ended_at=position,
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
