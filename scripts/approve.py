"""Decide claims by number, or every pending one in order of submission."""

from __future__ import annotations

import argparse
import sys

from adapters.ledger import store
from adapters.ledger.handling.units import Request
from adapters.views import queries
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.answers import show_claims
from domain.commands.enterprise import ApproveClaim
from domain.refusals import Refusal
from scripts.options import amount, author, authored, claim_no, print_json, text

BATCH = 1_000


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("claims", type=claim_no, nargs="*", metavar="CLAIM_NO")
    parser.add_argument(
        "--pending", action="store_true", help="全部待核定申报 / every pending claim"
    )
    parser.add_argument("--reduced-to", metavar="YUAN", type=amount, help="核减至 / at most")
    parser.add_argument(
        "--reason", metavar="TEXT", type=text, help="核减理由 / the officer's words"
    )
    parser.set_defaults(misused=parser.error)


def run(args: argparse.Namespace) -> int:
    if bool(args.claims) == args.pending:
        args.misused("请给出申报编号，或 --pending，二者取一 / give claim numbers or --pending")
    if (args.reduced_to is None) != (args.reason is None):
        args.misused("核减须同时说明理由 / a reduction needs both: --reduced-to YUAN --reason TEXT")
    if args.reduced_to is not None and len(args.claims) != 1:
        args.misused(
            "核减一次只能针对一笔申报 / a reduction is of one claim: CLAIM_NO --reduced-to YUAN"
        )
    who = author(args)
    refused: list[dict[str, str]] = []
    with store.writing(args.store, who) as opened:
        opened.catch_up()
        with opened.views.reading() as connection:
            wanted = queries.pending(connection) if args.pending else []
        owners = opened.handler.recorder.owners(args.claims)
        for claim_no in dict.fromkeys(args.claims):
            if claim_no in owners:
                wanted.append((claim_no, owners[claim_no]))
            else:
                refused.append(_tell(claim_no, Refusal("claim-unknown", claim_no=claim_no), args))
        decided = []
        for start in range(0, len(wanted), BATCH):
            few = wanted[start : start + BATCH]
            units = [Request(uscc=uscc, commands=(_approve(args, who.by, no),)) for no, uscc in few]
            for (claim_no, _), done in zip(
                few, opened.handler.carry_out_all(units, who), strict=True
            ):
                if done.refusal is None:
                    decided.append(claim_no)
                else:
                    refused.append(_tell(claim_no, done.refusal, args))
        opened.catch_up()
        with opened.views.reading() as connection:
            book = opened.handler.book()
            claims = queries.claims_in_order(connection, book, decided)
    if args.json:
        print_json({"decided": claims} | ({"refused": refused} if refused else {}))
    elif claims or not refused:
        show_claims(claims, book, args.lang)
    return 1 if refused else 0


def _approve(args: argparse.Namespace, by: str, claim_no: str) -> ApproveClaim:
    return ApproveClaim(
        claim_no=claim_no,
        by=by,
        if_pending=args.pending,
        reduced_to_fen=args.reduced_to,
        words=args.reason,
    )


def _tell(claim_no: str, refusal: Refusal, args: argparse.Namespace) -> dict[str, str]:
    said = sentence(refusal, args.lang)
    print(said, file=sys.stderr)
    return {"claim_no": claim_no, "code": refusal.code, "message": said}
