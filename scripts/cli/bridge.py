"""Commands not yet written with the kit: each a module with `arguments(parser)`, `run(args)`."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, NoReturn

from cyclopts import App

from scripts.cli.misuse import Misuse
from scripts.cli.noun import noun as new_noun

HERE = __name__
VERBS: dict[str, tuple[str, str, str]] = {
    "batch compute": ("batch_compute", "编制拨付批次", "put a payment batch together"),
    "batch publish": ("batch_publish", "公示批次", "begin a batch's public notice"),
    "batch object": ("batch_object", "提出异议", "hold one line"),
    "batch resolve": ("batch_resolve", "处理异议", "uphold or dismiss an objection"),
    "batch pay": ("batch_pay", "拨付批次", "pay what is free to be paid"),
    "batch fail": ("batch_fail", "拨付失败", "a payment that did not arrive"),
    "batch show": ("batch_show", "批次明细", "a batch and its lines"),
    "batch list": ("batch_list", "全部批次", "every batch"),
    "recovery record": ("recovery_record", "登记追回", "money repaid for a claim"),
    "statement": ("statement", "企业对账单", "an enterprise's statement"),
}


def __getattr__(attribute: str) -> App:
    """Return the app of an old noun."""
    noun = attribute.replace("_", "-")
    below = [verb for verb in VERBS if verb.split()[0] == noun]
    if not below:
        raise AttributeError(attribute)
    app = new_noun(noun)
    for verb in below:
        if verb == noun:
            app.default(_old)
        else:
            app.command(_old, name=verb.split()[1], help=" ".join(VERBS[verb][1:]))
    return app


def _old() -> None:
    """Stand for a command that reads its own words."""


def is_old(verb: str) -> bool:
    """Say whether a command is not yet written with the kit."""
    return verb in VERBS


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Misuse(message)


def prepared(verb: str, words: Sequence[str]) -> Callable[[], int]:
    """Return an old command with its arguments read. Prints its help where that is asked for."""
    module = importlib.import_module(f"scripts.{VERBS[verb][0]}")
    _module, zh, en = VERBS[verb]
    description = f"{zh} / {en}"
    parser = _Parser(prog=f"subsidy {verb}", description=description, allow_abbrev=False)
    from scripts.options import common

    common(parser)
    module.arguments(parser)
    args = parser.parse_args(words)
    return lambda: _run(module, args)


def _run(module: ModuleType, args: Any) -> int:
    return int(module.run(args))
