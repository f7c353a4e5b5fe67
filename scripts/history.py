"""Every event of an enterprise, a claim or another stream, in order, with both dates."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from adapters.money.treasury import must_be_told
from adapters.presentation.history import answer, show
from adapters.recall import Look
from domain.events import KEYS_STREAM, POLICY_STREAM, Recorded
from domain.identity import is_uscc
from domain.streams import SETTINGS_STREAM, of_money
from scripts.options import claim_no, looking, print_json, recalled

STREAMS = {
    "policy-book": POLICY_STREAM,
    "keys": KEYS_STREAM,
    "settings": SETTINGS_STREAM,
    KEYS_STREAM: KEYS_STREAM,
    SETTINGS_STREAM: SETTINGS_STREAM,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument(
        "subject",
        type=claim_no,
        metavar="USCC|CLAIM_NO|budget:YEAR|batch:N|policy-book|keys|settings",
        help="企业、申报、预算年度、批次、政策、封存公钥或账本设置 / an enterprise, a claim, "
        "a budget year, a batch, the policy book, the keys that seal, or the store's settings",
    )


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        events = list(_events(look, args.subject))
        book = look.book
    if args.json:
        print_json([answer(recorded) for recorded in events])
    else:
        show(events, book, args.lang)
    return 0


def _events(look: Look, subject: str) -> Iterable[Recorded]:
    """Return the events of a subject; a claim that bears a stream's name goes before it.

    Raises Refusal `claim-unknown`, `batch-unknown`, `budget-unknown`.
    """
    if is_uscc(subject) or of_money(subject):
        must_be_told(look, subject)
        return look.stream(subject)
    if subject in STREAMS and not look.store.ledger.recorder.owners([subject]):
        return look.stream(STREAMS[subject])
    mine = look.stream(look.owner(subject))
    return (one for one in mine if getattr(one.event, "claim_no", None) == subject)
