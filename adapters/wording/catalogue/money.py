"""What a refusal about budgets, batches and payments says: the rule, the facts, the way out."""

from __future__ import annotations

MONEY_REFUSALS: dict[str, tuple[str, str]] = {
    "claim-in-batch": (
        "申报 {claim_no} 列入过第 {batch} 批拨付，不能撤回。如认定不应享受，请用 subsidy revoke 撤销。",
        "Claim {claim_no} was taken into payment batch {batch}: it is not withdrawn. If it should not stand, "
        "use `subsidy revoke`.",
    ),
    "claim-revoked": (
        "申报 {claim_no} 已按 {document} 撤销，不能再撤回。用 subsidy history {claim_no} 查看。",
        "Claim {claim_no} was revoked by {document} and cannot be withdrawn. See `subsidy history "
        "{claim_no}`.",
    ),
    "claim-not-decided": (
        "申报 {claim_no} 没有可撤销的核定（现为 {status}）。待核定的请用 subsidy reject 驳回。",
        "Claim {claim_no} has no decision to revoke (it is {status}). Reject a pending one with "
        "`subsidy reject`.",
    ),
    "budget-unknown": (
        "{year} 年没有预算。请先用 subsidy budget appropriate {year} 登记年初预算。",
        "There is no budget for {year}. Record one with `subsidy budget appropriate {year}`.",
    ),
    "budget-closed": (
        "{year} 年预算已结转关账。请在 {next_year} 年办理。",
        "The budget of {year} was carried over and is closed. Use that of {next_year}.",
    ),
    "budget-line-unknown": (
        "{year} 年预算没有科目 {line}。用 subsidy budget show {year} 查看，用 subsidy budget line 设立。",
        "The budget of {year} has no line {line}. `subsidy budget show {year}` lists them; `subsidy "
        "budget line` names one.",
    ),
    "budget-line-all": (
        "科目 all 总在（{year} 年同样），收纳其他科目未列的项目，不能另设。请换一个名称。",
        "The line `all` always exists (in {year} too) and holds what no other line names. Choose "
        "another name.",
    ),
    "budget-same-line": (
        "调剂须在两个科目之间进行，本次转出转入都是 {line}。请改正其中一个。",
        "A transfer is between two lines; both are {line}. Correct one of them.",
    ),
    "measure-taken": (
        "项目 {measure} 在 {year} 年已列入科目 {line}。一个项目只属于一个科目，请去掉它。",
        "Measure {measure} is already on line {line} of {year}. A measure is on one line: leave it "
        "out.",
    ),
    "budget-short": (
        "{year} 年科目 {line} 可动用 {money_fen} 元，不足 {amount_fen} 元"
        "（已拨付和公示中的不能移出）。请减少金额，或先追加、调入。",
        "Line {line} of {year} can give away {money_fen} yuan, not {amount_fen} (what is paid or in "
        "publicity stays). Take less, or supplement the line first.",
    ),
    "batch-open": (
        "{year} 年还有未办结的批次（第 {batch} 批），不能结转。请先拨付或处理其异议。",
        "Batch {batch} of {year} is still open: nothing is carried over. Pay it or resolve its "
        "objections first.",
    ),
    "no-next-year": (
        "{year} 年是账本能登记的最后一个预算年度，不能结转到下一年。请核对年度。",
        "{year} is the last budget year that the ledger takes: there is no next one to carry over to. "
        "Check the year.",
    ),
    "money-spent-since": (
        "撤回这笔抵扣后，{year} 年科目 {line} 会短缺 {short_fen} 元：那笔钱已另有去处。"
        "请先向该科目（或其结转到的年度）追加或调入。",
        "Undoing this set-off would leave line {line} of {year} short of {short_fen} yuan: that money "
        "has gone elsewhere since. Supplement that line (or the year it was carried to) first.",
    ),
    "nothing-unpaid": (
        "{year} 年科目 {line} 没有已核定而未拨付、且不在其他批次中的申报。用 subsidy budget show {year} 查看。",
        "Line {line} of {year} has no approved, unpaid claim outside a batch. See `subsidy budget show "
        "{year}`.",
    ),
    "no-money": (
        "{year} 年科目 {line} 可用 {money_fen} 元，待拨 {owed_fen} 元，没有一笔能列入，未编制批次。"
        "请先追加、调入，或改用 --shortage pro-rata、放宽舍入与最低数。",
        "Line {line} of {year} has {money_fen} yuan for {owed_fen} owed: no claim would get any, and "
        "no batch was computed. Supplement the line, or try `--shortage pro-rata` or other rounding.",
    ),
    "batch-unknown": (
        "没有第 {batch} 批。用 subsidy batch list 查看。",
        "There is no batch {batch}. See `subsidy batch list`.",
    ),
    "claim-not-in-batch": (
        "申报 {claim_no} 不在第 {batch} 批。用 subsidy batch show {batch} 查看。",
        "Claim {claim_no} is not in batch {batch}. See `subsidy batch show {batch}`.",
    ),
    "batch-not-published": (
        "第 {batch} 批尚未公示，不能拨付。请先用 subsidy batch publish {batch}。",
        "Batch {batch} was not published and cannot be paid. Use `subsidy batch publish {batch}` first.",
    ),
    "nothing-to-publish": (
        "第 {batch} 批已没有可拨付或异议中的行，不必公示。用 subsidy batch show {batch} 查看，另行编制一批。",
        "Batch {batch} has no line left that is free or held: there is nothing to publish. See `subsidy "
        "batch show {batch}` and compute another.",
    ),
    "notice-too-late": (
        "第 {batch} 批的公示须在 {last} 之前期满，否则没有可以拨付的日期。请提前公示或缩短天数。",
        "The notice of batch {batch} must be over before {last}, for it is paid later. Begin it on an "
        "earlier day or take fewer days.",
    ),
    "notice-not-over": (
        "第 {batch} 批公示到 {ends}（含当日），尚未期满，不能拨付。请在次日起的日期拨付。",
        "The notice of batch {batch} ends on {ends}; it cannot be paid until the day after. Pay it on "
        "a later day.",
    ),
    "nothing-free": (
        "第 {batch} 批没有可拨付的行（已拨付、异议中或等候资金）。用 subsidy batch show {batch} 查看。",
        "Batch {batch} has no line free to be paid (paid, held or waiting). See `subsidy batch show "
        "{batch}`.",
    ),
    "approver-cannot-pay": (
        "申报 {claim_no} 由 {approved_by} 核定（或重新核定调增），不能再由 {paid_by} 拨付：核定与拨付须由不同的人办理。"
        "请由他人拨付。",
        "Claim {claim_no} was approved (or raised) by {approved_by} and cannot be paid by {paid_by}: "
        "one approves, another pays. Have somebody else pay.",
    ),
    "line-not-free": (
        "第 {batch} 批中申报 {claim_no} 现为 {state}，不能提出异议。已拨付的如有问题，请用 subsidy revoke。",
        "Claim {claim_no} in batch {batch} is {state}: no objection can hold it. Of a paid one, use "
        "`subsidy revoke`.",
    ),
    "no-objection": (
        "第 {batch} 批中申报 {claim_no} 没有待处理的异议。用 subsidy batch show {batch} 查看。",
        "Claim {claim_no} in batch {batch} has no objection to resolve. See `subsidy batch show "
        "{batch}`.",
    ),
    "line-not-paid": (
        "第 {batch} 批中申报 {claim_no} 现为 {state}，没有可退回的拨付。用 subsidy batch show {batch} 查看。",
        "Claim {claim_no} in batch {batch} is {state}: there is no payment to undo. See `subsidy batch "
        "show {batch}`.",
    ),
    "payment-recovered": (
        "第 {batch} 批对申报 {claim_no} 的拨付已有部分追回，不能再记为拨付失败。请核对回单。",
        "Part of what batch {batch} paid for claim {claim_no} came back already, so the payment cannot "
        "have failed. Check the receipts.",
    ),
    "nothing-owed-back": (
        "申报 {claim_no} 没有应退回的款项。如认定不应享受，请先用 subsidy revoke 撤销。",
        "Nothing is owed back for claim {claim_no}. If it should not stand, use `subsidy revoke` first.",
    ),
    "repaid-before-paid": (
        "申报 {claim_no} 的款项于 {paid_on} 拨付，退回不能早于该日。请核对到账日期。",
        "Claim {claim_no} was paid on {paid_on}: nothing of it came back before. Check the day of the "
        "receipt.",
    ),
    "more-than-owed-back": (
        "申报 {claim_no} 应退回 {owed_fen} 元，少于本次的 {amount_fen} 元。请核对回单，多收的退还企业。",
        "Claim {claim_no} owes back {owed_fen} yuan, less than {amount_fen}. Check the receipt and "
        "return what is too much.",
    ),
    "request-conflicts/revoke": (
        "申报 {claim_no} 已撤销，理由或文号与本次不同，未作任何记录。用 subsidy history {claim_no} 查看。",
        "Claim {claim_no} was revoked with another reason or document; nothing was recorded. See "
        "`subsidy history {claim_no}`.",
    ),
    "request-conflicts/budget": (
        "文件 {document} 已就 {year} 年同一科目登记过 {on} 的{kind} {amount_fen} 元，与本次不同，未作任何记录。"
        "确要变更，请凭新的文件另行登记。",
        "Document {document} already stands for {amount_fen} yuan {kind} on {on}, of the same line of "
        "{year}; nothing was recorded. To change it, record another document.",
    ),
    "request-conflicts/budget line": (
        "{year} 年科目 {line} 已设立，所列项目与本次不同，未作任何记录。请另设一个科目。",
        "Line {line} of {year} exists with other measures; nothing was recorded. Name another line.",
    ),
    "request-conflicts/batch compute": (
        "文件 {document} 已编制第 {batch} 批，条件与本次不同，未作任何记录。请用新的文号。",
        "Document {document} already computed batch {batch} on other terms; nothing was recorded. Use "
        "another document.",
    ),
    "request-conflicts/batch publish": (
        "第 {batch} 批已于 {on} 起公示 {days} 天，与本次不同，未作任何记录。公示期不能改写。",
        "Batch {batch} was published on {on} for {days} days, not as asked now; nothing was recorded. "
        "A notice is not rewritten.",
    ),
    "request-conflicts/batch pay": (
        "回单 {receipt} 已用于第 {batch} 批 {on} 的拨付，未作任何记录。请核对回单号。",
        "Receipt {receipt} already paid batch {batch} on {on}; nothing was recorded. Check its number.",
    ),
    "request-conflicts/batch object": (
        "第 {batch} 批中申报 {claim_no} 已有异议（“{words}”），理由与本次不同，未作任何记录。"
        "如有新的情况，请在处理该异议的文件中写明（subsidy batch resolve）。",
        "Claim {claim_no} in batch {batch} was objected to in other words (“{words}”); nothing was "
        "recorded. Put what is new into the document that resolves it (`subsidy batch resolve`).",
    ),
    "request-conflicts/batch resolve": (
        "第 {batch} 批中申报 {claim_no} 的异议已按 {document} 处理（{how}），结论或文号与本次不同，"
        "未作任何记录。如其后认定不应享受，请用 subsidy revoke 撤销。",
        "The objection to claim {claim_no} in batch {batch} was {how} by {document}, not as asked now; "
        "nothing was recorded. If the claim should not stand after all, use `subsidy revoke`.",
    ),
    "request-conflicts/batch fail": (
        "第 {batch} 批中申报 {claim_no} 已记为拨付失败（“{words}”），理由与本次不同，未作任何记录。"
        "如需重新拨付，请用 subsidy batch compute 列入新的批次。",
        "The payment of claim {claim_no} in batch {batch} failed already (“{words}”); nothing was "
        "recorded. To pay it again, take it into a new batch with `subsidy batch compute`.",
    ),
    "request-conflicts/recovery record": (
        "回单 {receipt} 已用于申报 {of} 的追回，内容与本次不同，未作任何记录。请核对回单号。",
        "Receipt {receipt} already stands for money repaid for claim {of}; nothing was recorded. Check "
        "its number.",
    ),
}
RESOLUTIONS = {"upheld": "成立", "dismissed": "不成立"}
MOVEMENT_KINDS = {
    "appropriated": "年初预算",
    "supplemented": "追加",
    "returned": "收回",
    "transferred": "调剂",
}
LINE_STATES = {
    "free": ("可拨付", "free"),
    "held": ("异议中", "held"),
    "paid": ("已拨付", "paid"),
    "failed": ("未拨付", "failed"),
    "waiting": ("等候资金", "waiting"),
}
