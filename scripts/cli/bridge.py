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
    "backfill": ("backfill", "读入、检查、登记申报", "read, check and record claims"),
    "approve": ("approve", "核定申报", "decide claims"),
    "reject": ("reject", "驳回申报", "an officer's no"),
    "withdraw": ("withdraw", "撤回申报", "the applicant's change of mind"),
    "exports": ("exports", "登记年度出口额", "record a year's exports"),
    "paper notice": ("paper_notice", "公示表", "a batch's public notice"),
    "paper payments": ("paper_payments", "拨付表", "a batch's payment list, accounts in full"),
    "paper statement": ("paper_statement", "对账单", "an enterprise's statement"),
    "paper budget": ("paper_budget", "预算执行表", "a budget year's report"),
    "paper check": ("paper_check", "核对文书", "whether a paper is what the ledger printed"),
    "policy list": ("policy_list", "政策版本", "policy versions"),
    "policy show": ("policy_show", "政策条款与参数", "a version, measure by measure"),
    "policy publish": ("policy_publish", "登记一版政策", "record a policy version"),
    "policy amend": ("policy_amend", "按参数修订政策", "record a version with values set anew"),
    "policy diff": ("policy_diff", "两版政策的差别", "what differs between two versions"),
    "policy readings": ("policy_readings", "文本未写明处的理解", "readings and their rivals"),
    "policy check": ("policy_check", "与政策文本逐数核对", "prove the file against the text"),
    "rehearse": ("rehearse", "试算重新核定", "what a reassessment would change"),
    "reassess": ("reassess", "重新核定，只记差额", "record what differs by now"),
    "late": ("late", "迟到的申报：谁得谁失", "a late claim: who gains, who gives back"),
    "reorder": ("reorder", "按文件确定先后次序", "settle who goes first under a cap"),
    "reperform": ("reperform", "审计复算", "work every decision out again"),
    "revoke": ("revoke", "撤销核定", "take a grant away by a finding"),
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
