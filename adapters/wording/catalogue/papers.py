"""What refusals about enterprises, accounts and papers say."""

from __future__ import annotations

PAPER_REFUSALS: dict[str, tuple[str, str]] = {
    "enterprise-unknown/register": (
        "账本中没有企业 {uscc} 的任何记录。请核对统一社会信用代码，"
        "或先用 subsidy enterprise register 登记企业。",
        "Nothing is recorded of enterprise {uscc}. Check its code, or enter it first with "
        "`subsidy enterprise register`.",
    ),
    "request-conflicts/register": (
        "企业 {uscc} 已登记，名称为“{name}”，与本次不同，未作任何记录。"
        "名称有变请用 subsidy enterprise rename 并注明日期。",
        "Enterprise {uscc} is already registered as `{name}`, not as given now; nothing was "
        "recorded. If its name changed, use `subsidy enterprise rename` with the day.",
    ),
    "request-conflicts/rename": (
        "企业 {uscc} 最近登记的名称已是“{name}”，日期或文号与本次不同，未作任何记录。"
        "要更正日期，请先在原日期登记回原名称，再按新的日期登记。",
        "The name last recorded of enterprise {uscc} is `{name}` already, with another day or "
        "document; nothing was recorded. To correct the day, record the former name again on the "
        "day as it is, then this one on the right day.",
    ),
    "bad-account": (
        "账号应为 8 至 34 位数字或大写字母（空格和连字符不计）。为保密，此处不重复所给账号。"
        "请核对后重试。",
        "An account has 8 to 34 digits or capital letters, spaces and hyphens aside. What was "
        "given is not repeated here. Check it and try again.",
    ),
    "account-file-unreadable": (
        "读不了账号文件 {file}。请给出只含账号的文本文件，或用 - 从标准输入读取。",
        "The account's file {file} cannot be read. Give a text file that holds the number alone, "
        "or - for standard input.",
    ),
    "account-changed": (
        "企业 {uscc} 的收款账户刚被他人另行登记，本次未作任何记录。"
        "请用 subsidy enterprise show 查看后再定。",
        "Somebody else just named another account of enterprise {uscc}; nothing was recorded. See "
        "`subsidy enterprise show` first.",
    ),
    "no-account": (
        "企业 {uscc} 没有登记过收款账户，没有可删除的内容。请核对代码。",
        "No account of enterprise {uscc} was ever named: nothing to erase. Check its code.",
    ),
    "private-unreadable": (
        "{file} 中的账户信息无法读写（{problem}）。文件只对其所有者开放，数据库只对 subsidy_writer "
        "的成员开放，请核对权限。账本不依赖账户信息：文件确实损坏时可删除，再重新登记账户。",
        "The accounts in {file} cannot be read or written ({problem}). A file of them is open to "
        "its owner only, in a database they are open to members of subsidy_writer: check the "
        "permissions. The log does not need them: a broken file may be deleted, and the accounts "
        "named again.",
    ),
    "account-differs": (
        "企业 {uscc} 的账号与账本中的承诺值不符，可能被改动过，不能据以拨付或核对。"
        "请用 subsidy enterprise check {uscc} 查看，删除后重新登记账户。",
        "The account kept of enterprise {uscc} is not the one the log commits to: nothing is paid "
        "or checked by it. See `subsidy enterprise check {uscc}`; erase it and name it again.",
    ),
    "paper-without-source": (
        "账本中没有 {what} 的数据，无法制表。请核对编号。",
        "The ledger has nothing of {what} to print. Check its number.",
    ),
    "paper-format": (
        "{file} 不是可用的格式。文书文件名请以 .xlsx 或 .csv 结尾。",
        "{file} is no format of papers. End its name in .xlsx or .csv.",
    ),
    "paper-unwritable": (
        "无法写入 {file}（{problem}）。请换一个文件夹或核对权限。",
        "{file} cannot be written ({problem}). Choose another folder, or check the permissions.",
    ),
    "paper-unreadable": (
        "读不了 {file}（{problem}）。请核对文件名和权限。",
        "{file} cannot be read ({problem}). Check its name and permissions.",
    ),
    "not-a-paper": (
        "{file} 不是账本打印的文书：没有文书编号和账本位置。请给出原件。",
        "{file} is no paper that a ledger printed: it names neither its number nor a log position. "
        "Give the file as printed.",
    ),
}
