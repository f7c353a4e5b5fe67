"""Withdraw a claim; what it was granted is given back."""

from __future__ import annotations

import argparse

from domain.commands.enterprise import WithdrawClaim
from scripts.ending import arguments, end

__all__ = ["arguments", "run"]


def run(args: argparse.Namespace) -> int:
    return end(args, WithdrawClaim(claim_no=args.claim, words=args.reason))
