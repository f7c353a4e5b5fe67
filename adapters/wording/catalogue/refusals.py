"""What a refusal says to the person who asked: the rule, the facts, the way out."""

from __future__ import annotations

from adapters.wording.catalogue.money import MONEY_REFUSALS, money_words
from adapters.wording.catalogue.papers import PAPER_REFUSALS
from adapters.wording.catalogue.seal import SEAL
from adapters.wording.translation import gettext as _
from domain.money import yuan
from domain.refusals import Fact, Refusal

REFUSALS: dict[str, str | tuple[str, str]] = {
    **MONEY_REFUSALS,
    "claim-unknown": (
        "没有申报编号为 {claim_no} 的申报。请核对编号，可用 subsidy claims 查看全部申报。",
        "No claim has the number {claim_no}. Check it; `subsidy claims` lists every claim.",
    ),
    "claim-not-pending": (
        "申报 {claim_no} 已不在待核定状态（现为 {status}），只有待核定的申报才能核定或驳回。"
        "如系申请人改变主意，请用 subsidy withdraw。",
        "Claim {claim_no} is no longer pending (it is {status}); only pending claims are decided or "
        "rejected. If the applicant changed their mind, use `subsidy withdraw`.",
    ),
    "request-conflicts": (
        "申报 {claim_no} 已经办理过 {verb}，内容与本次不同，未作任何记录。"
        "已记录的决定不能改写；用 subsidy history {claim_no} 查看当时的内容。",
        "Claim {claim_no} was already handled by `{verb}` with other content; nothing was recorded. "
        "What is recorded is not rewritten: see `subsidy history {claim_no}`.",
    ),
    "claim-conflicts": (
        "申报编号 {claim_no} 已登记过，内容与本次不同。申报编号不能重复使用："
        "请改正该行，或撤回原申报后用新编号申报。",
        "Claim number {claim_no} is already recorded with other content. Numbers are never reused: "
        "correct the line, or withdraw that claim and file under a new number.",
    ),
    "duplicate-invoice": (
        "发票 {invoice} 已用于本企业的申报 {other}。一张发票只能申报一次："
        "请核对发票号码，或先撤回那一笔。",
        "Invoice {invoice} already stands on this enterprise's claim {other}. An invoice is claimed "
        "once: check its number, or withdraw that claim first.",
    ),
    "store-not-found": (
        "找不到账本 {store}。请用 --store（或 SUBSIDY_STORE）指明账本；"
        "第一次 subsidy backfill 会建立账本。",
        "There is no ledger at {store}. Name it with --store (or SUBSIDY_STORE); the first "
        "`subsidy backfill` makes one.",
    ),
    "store-not-a-file": (
        "账本路径 {store} 是文件夹，或其上级文件夹不存在。请指明一个文件。",
        "The ledger's path {store} is a folder, or its folder does not exist. Name a file.",
    ),
    "store-unreadable": (
        "{store} 无法作为账本读写（{problem}）。请核对路径和权限；如文件已损坏，请从备份恢复。",
        "{store} cannot be read or written as a ledger ({problem}). Check the path and permissions; "
        "restore a damaged file from its backup.",
    ),
    "store-not-supported": (
        "不支持 {scheme}:// 形式的账本。请使用 SQLite 文件（一个路径，或 sqlite:///路径），"
        "或 postgresql:// 数据库。",
        "Ledgers at {scheme}:// are not supported. Use a SQLite file (a path, or sqlite:///path), or "
        "a database: postgresql://…",
    ),
    "store-unavailable": (
        "连接 {store} 失败或中断（{problem}）。请核对地址、角色和口令，"
        "或等数据库恢复。已确认登记的都已保存；把同一命令再执行一次即可，不会重复登记。",
        "The connection to {store} failed or was lost ({problem}). Check the address, the role and "
        "its password, or wait until the server is back. What was acknowledged is kept; the same "
        "command said again records nothing twice.",
    ),
    "views-differ": (
        "{store} 的视图与账本不符（{problem}），未签发任何文件。请先用 subsidy verify 核验账本与封存，"
        "无误后执行 subsidy rebuild 重建视图，再执行一次。",
        "The views of {store} differ from the log ({problem}); nothing was signed. Say `subsidy "
        "verify` with the seal first; if the log is sound, `subsidy rebuild`, then the same again.",
    ),
    "store-forbidden": (
        "{store} 不允许此操作（{problem}）。登记须用 subsidy_writer 成员的数据库角色，查询须用 "
        "subsidy_reader 成员的角色；只读副本只供查询。",
        "{store} does not allow this ({problem}). To record, use a role that is a member of "
        "subsidy_writer; to read, one of subsidy_reader; a read-only replica only answers.",
    ),
    "roles-not-granted": (
        "未能建立数据库角色（{problem}），一项也未授予。请由账本各表的所有者、且有权建立角色者，"
        "在 PostgreSQL 17 或更新版本上再执行一次。",
        "The database roles were not made ({problem}); nothing was granted. Say it again as the "
        "owner of the ledger's tables who may also create roles, on PostgreSQL 17 or newer.",
    ),
    "password-in-address": (
        "账本地址中不得含有口令。请从地址中去掉口令，改用 PGPASSFILE 指明的口令文件。",
        "An address with a password in it is refused. Take it out and use a file named by "
        "PGPASSFILE.",
    ),
    "store-busy": (
        "其他人正在写入同一账本，已重试 {attempts} 次仍未轮到，未作任何记录。请稍后再试。",
        "Others are writing to this ledger; after {attempts} tries nothing was recorded. Try again.",
    ),
    "bad-uscc": (
        "{uscc} 不是有效的统一社会信用代码（18 位，末位为校验码）。请核对。",
        "{uscc} is not a valid unified social credit code (18 characters, the last a check). "
        "Check it.",
    ),
    "version-unknown": (
        "没有第 {version} 版政策，现有 {versions} 版。用 subsidy policy list 查看。",
        "There is no policy version {version}; there are {versions}. See `subsidy policy list`.",
    ),
    "measure-unknown": (
        "政策中没有项目 {measure}。用 subsidy policy show 查看全部项目。",
        "The policy has no measure {measure}. `subsidy policy show` lists them.",
    ),
    "policy-file-invalid": (
        "政策文件 {file} 的 {where} 不能接受（{problem}）：{found}。请按 docs/policy-file.md 改正后再用。",
        "Policy file {file}: {where} does not hold ({problem}): {found}. Correct it as "
        "docs/policy-file.md says.",
    ),
    "policy-path-unknown": (
        "政策中没有参数 {path}（相近的是 {nearest}）。用 subsidy policy show 查看全部路径。",
        "The policy has no parameter {path} (the nearest is {nearest}). `subsidy policy show` lists "
        "every path.",
    ),
    "policy-path-unknown/none": (
        "政策中没有参数 {path}。用 subsidy policy show 查看全部路径。",
        "The policy has no parameter {path}. `subsidy policy show` lists every path.",
    ),
    "policy-id-differs": (
        "这份文件是另一项政策（{found}），账本管的是 {expected}，不能作为它的新版。请另立账本，或核对文件。",
        "This file is another policy ({found}); the ledger's is {expected}. Use a ledger of its own, or "
        "check the file.",
    ),
    "policy-value-invalid/not-allowed": (
        "{path} 不能取 {value}，只能是：{allowed}。",
        "{path} cannot be {value}; it is one of: {allowed}.",
    ),
    "policy-value-invalid/waits-for-its-list": (
        "{path} 暂不能取 {value}：这种理解所依据的名单尚未收入政策文件。请先在新版政策文件中补上名单。",
        "{path} cannot be {value} yet: the list it needs is not in the policy file. Add the list in a "
        "version of its own first.",
    ),
    "policy-value-invalid/days-out-of-order": (
        "末日 {value} 早于首日。请核对 --first-day 和 --last-day。",
        "The last day {value} is before the first. Check --first-day and --last-day.",
    ),
    "version-unknown/empty": (
        "账本在那时还没有任何一版政策。",
        "The ledger had no policy version then.",
    ),
    "policy-value-invalid": (
        "参数 {path} 不能取值 {value}（{problem}）。写法如 80%、25000、5。",
        "Parameter {path} cannot be {value} ({problem}). Write it as 80%, 25000 or 5.",
    ),
    "request-conflicts/reorder": (
        "文件 {document} 已就封顶项目 {cap} 确定次序为“{order}”，与本次不同，未作任何记录。"
        "确要变更，请凭新的文件另行登记。",
        "Document {document} already settled the order under {cap} as `{order}`, not as asked now; "
        "nothing was recorded. To change it, record another document.",
    ),
    "position-unknown": (
        "账本没有位置 {position}，现在的最后位置是 {last}。请给出 0 至 {last} 之间的位置。",
        "The log has no position {position}; its last is {last}. Give one from 0 to {last}.",
    ),
    "bad-time": (
        "看不懂时间 {text}。写法如 2022-09-30（当日终了）或 2022-09-30T17:00（北京时间）。",
        "{text} is no time. Write 2022-09-30 (its end) or 2022-09-30T17:00 (Beijing time).",
    ),
    "enterprise-unknown": (
        "账本中没有企业 {uscc} 的申报。请核对统一社会信用代码。",
        "No claim of enterprise {uscc} is recorded. Check its code.",
    ),
    "cap-unknown": (
        "政策中没有代码为 {cap} 的封顶项目。现有代码：{known}。",
        "The policy has no cap {cap}. Its caps: {known}.",
    ),
    "cap-needs-year": (
        "封顶项目 {cap} 按年计，请用 --year 指明年度。",
        "The cap {cap} counts by year: name it with --year.",
    ),
    "cap-has-no-year": (
        "封顶项目 {cap} 不按年计，覆盖整个政策期。请去掉 --year。",
        "The cap {cap} spans the whole policy: leave --year out.",
    ),
    "claim-ended": (
        "申报 {claim_no} 已由人工终结（现为 {status}），不参与任何次序。"
        "如仍要申报，请另用新编号；用 subsidy history {claim_no} 查看经过。",
        "Claim {claim_no} was ended by people (it is {status}) and takes part in no order. To claim "
        "again, file a new number; `subsidy history {claim_no}` tells what happened.",
    ),
    "no-cap": (
        "申报 {claim_no} 不受任何封顶限制（或事项日期无政策适用），不占他人额度。"
        "用 subsidy explain 查看其核定过程。",
        "Claim {claim_no} is under no cap (or no version governs its day): nobody loses by it. See "
        "`subsidy explain`.",
    ),
    "no-policy-on-day": (
        "{day} 不在任何一版政策的有效期内，没有可修订的版本。用 subsidy policy list 查看各版适用日期。",
        "No version governs {day}, so there is none to amend. `subsidy policy list` shows the days.",
    ),
    "text-unreadable": (
        "读不了政策文本 {file}（{problem}）。请给出 UTF-8 或 GB18030 编码的文本文件。",
        "The policy text {file} cannot be read ({problem}). Give a text file in UTF-8 or GB18030.",
    ),
}
REFUSALS |= PAPER_REFUSALS
REFUSALS |= SEAL

_ZH = {
    "submitted": "待核定",
    "approved": "已核定",
    "rejected": "不予核定",
    "withdrawn": "已撤回",
    "approve": "核定",
    "reject": "驳回",
    "withdraw": "撤回",
    "decided": "核定先后",
    "matter": "事项日期先后",
    "best": "对企业最有利",
}


def _variant(refusal: Refusal) -> object:
    """Return what picks among the sentences of one code."""
    facts = refusal.facts
    if refusal.code == "policy-path-unknown" and facts.get("nearest") is None:
        return "none"
    if refusal.code == "version-unknown" and facts.get("versions") == 0:
        return "empty"
    return facts.get("verb") or facts.get("problem")


def sentence(refusal: Refusal, lang: str) -> str:
    """Return a refusal in the reader's language, its code in front."""
    said = REFUSALS.get(f"{refusal.code}/{_variant(refusal)}", REFUSALS.get(refusal.code))
    if said is None:
        from adapters.wording.catalogue.intake_sentence import refusal as file_sentence

        return f"{refusal.code}: " + file_sentence(refusal.code, refusal.facts, lang)
    facts = {name: _told(name, value) for name, value in refusal.facts.items()}
    if facts.get("where") == "":
        facts["where"] = "the whole" if lang == "en" else "整体"
    if lang != "en":
        words = _ZH | money_words()
        facts |= {name: words[str(value)] for name, value in facts.items() if str(value) in words}
    text = _(said) if isinstance(said, str) else said[lang == "en"]
    return f"{refusal.code}: " + text.format(**facts)


def _told(name: str, value: Fact) -> Fact:
    """Return an amount as people write it; anything else as it is."""
    return yuan(value) if name.endswith("_fen") and isinstance(value, int) else value
