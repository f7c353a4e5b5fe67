"""The command `subsidy`: finds the verb, reads its arguments, runs it, tells a refusal.

Only the verb asked for is imported, so that a question costs little.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType

from domain.refusals import Refusal
from scripts.options import common, print_json

VERBS: dict[str, tuple[str, str, str]] = {
    "backfill": ("backfill", "读入、检查、登记申报", "read, check and record claims"),
    "approve": ("approve", "核定申报", "decide claims"),
    "reject": ("reject", "驳回申报", "an officer's no"),
    "withdraw": ("withdraw", "撤回申报", "the applicant's change of mind"),
    "exports": ("exports", "登记年度出口额", "record a year's exports"),
    "claims": ("claims", "申报台账", "list claims"),
    "explain": ("explain", "逐步说明一笔核定", "explain one claim, step by step"),
    "remaining": ("remaining", "企业剩余额度", "allowances an enterprise has left"),
    "totals": ("totals", "核定合计", "what was granted"),
    "history": ("history", "企业、申报、政策等的全部事件", "every event of a subject"),
    "enterprise register": ("enterprise_register", "企业登记", "enter an enterprise's name"),
    "enterprise rename": ("enterprise_rename", "企业更名", "its name from a day on"),
    "enterprise account": ("enterprise_account", "登记收款账户", "name the account to pay it on"),
    "enterprise erase": ("enterprise_erase", "删除账户信息", "remove an account's value for good"),
    "enterprise show": ("enterprise_show", "企业名称与账户", "names over time; the account masked"),
    "enterprise check": (
        "enterprise_check",
        "核对账户承诺值",
        "accounts against their commitments",
    ),
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
    "budget line": ("budget_line", "设立预算科目", "name a line of a budget year"),
    "budget appropriate": ("budget_appropriate", "年初预算", "initial appropriation"),
    "budget supplement": ("budget_supplement", "追加预算", "add money during the year"),
    "budget return": ("budget_return", "收回预算", "money back to the treasury"),
    "budget transfer": ("budget_transfer", "科目间调剂", "from one line to another"),
    "budget carry-over": ("budget_carry_over", "结转下年", "close a year, carry what is left"),
    "budget show": ("budget_show", "预算执行情况", "a budget year in figures"),
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
    "store prepare": ("store_prepare", "准备账本", "prepare a store"),
    "seal": ("seal", "封存账本", "seal the log: tiles and a signed checkpoint"),
    "key new": ("key_new", "生成封存私钥", "make a key to seal with"),
    "key show": ("key_show", "显示公钥", "print the verifier key"),
    "proof": ("proof", "出具收据（收录证明）", "a receipt: proof that an event is in the log"),
    "proof check": ("proof_check", "离线核验收据", "check a receipt, offline"),
    "verify": ("verify", "全面核验账本", "verify the log, the seal and the views"),
    "audit-pack": ("audit_pack", "导出审计包", "everything an auditor needs, in one file"),
    "audit-pack check": ("audit_pack_check", "离线核验审计包", "check a pack, offline"),
    "audit duplicates": ("audit_duplicates", "重复申报", "the same paper claimed twice"),
    "audit delays": ("audit_delays", "办理时限", "how long things wait, and for whom"),
    "audit sample": ("audit_sample", "审计抽样", "draw a sample, the same for everybody"),
    "audit separation": ("audit_separation", "职责分离", "two roles in one hand"),
    "rebuild": ("rebuild", "重建视图", "drop the views and fold the log again"),
}
INTERRUPTED = (
    "已中断。已确认登记的都已保存；把同一文件再读入一次即可继续。",
    "Interrupted. What was acknowledged is kept; feed the same file in again to go on.",
)
TRIES_BEFORE = 2  # another process may have changed damaged views without mending them
WITH_VALUE = ("--store", "--lang", "--by", "--position", "--known-at")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or found wrong, 2 misused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a narrow terminal is no reason to fail
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        print(f"output-unwritable: {problem.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(argv: Sequence[str] | None) -> int:
    verb, rest = _split(list(sys.argv[1:] if argv is None else argv))
    if verb is None:
        return _help(rest)
    module = importlib.import_module(f"scripts.{VERBS[verb][0]}")
    _, zh, en = VERBS[verb]
    parser = argparse.ArgumentParser(
        prog=f"subsidy {verb}", description=f"{zh} / {en}", allow_abbrev=False
    )
    common(parser)
    module.arguments(parser)
    args = parser.parse_args(rest)
    try:
        return _answered(module, args)
    except Refusal as refusal:
        return _refused(refusal, args)
    except KeyboardInterrupt:
        print("\n" + INTERRUPTED[args.lang == "en"], file=sys.stderr)
        return 130


def _answered(module: ModuleType, args: argparse.Namespace) -> int:
    for _ in range(TRIES_BEFORE):
        try:
            return int(module.run(args))
        except Refusal as refusal:
            if refusal.code != "views-emptied":
                raise
    return int(module.run(args))  # what it recorded, it does not record again


def _split(argv: list[str]) -> tuple[str | None, list[str]]:
    """Return the verb and all other arguments; options may stand before the verb."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] in WITH_VALUE else 1
    for words in (2, 1):
        verb = " ".join(argv[at : at + words])
        if verb in VERBS:
            return verb, [*argv[at + words :], *argv[:at]]
    return None, argv


def _help(argv: list[str]) -> int:
    asked = bool({"-h", "--help"} & set(argv))
    out = sys.stdout if asked else sys.stderr
    print("usage: subsidy VERB …  (subsidy VERB --help)\n", file=out)
    for verb, (_, zh, en) in VERBS.items():
        print(f"  {verb:<20}{en}  {zh}", file=out)
    return 0 if asked else 2


def _refused(refusal: Refusal, args: argparse.Namespace) -> int:
    from adapters.presentation.wording import sentence  # needed only now

    said = sentence(refusal, args.lang)
    print(said, file=sys.stderr)
    if args.json:
        print_json({"code": refusal.code, "message": said})
    return 1


if __name__ == "__main__":
    sys.exit(main())
