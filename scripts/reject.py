"""Reject a submitted claim, in an officer's own words."""

from __future__ import annotations

import argparse

from domain.commands.enterprise import RejectClaim
from scripts.ending import arguments, end

__all__ = ["arguments", "run"]


def run(args: argparse.Namespace) -> int:
    return end(args, RejectClaim(claim_no=args.claim, words=args.reason))
