"""What each run of the Chinese Word templates says in English."""

from __future__ import annotations

_REMEDIES = (
    "{% for remedy in bureau.remedies %}{% if not loop.first %}; {% endif %}{{ remedy.way }} "
    "({{ remedy.organ }}), within {{ remedy.period }} of receiving it{% endfor %}."
)
_REMEDIES_ZH = (
    "{% for remedy in bureau.remedies %}{% if not loop.first %}；{% endif %}"
    "自收到本文书之日起{{ remedy.period }}内向{{ remedy.organ }}{{ remedy.way }}{% endfor %}。"
)
_TOTAL = "{{ letter.total }} {{ letter.currency }}"
_TOTAL_ZH = _TOTAL + "{% if letter.total_words %}（{{ letter.total_words }}）{% endif %}"
_BASIS = "{{ %s.document }}{%% if %s.article %%}, article {{ %s.article }}{%% endif %%}"
_BASIS_ZH = (
    "{{ %s.document }}{%% if %s.article %%} 第{{ %s.article | replace(', ', '、') }}条{%% endif %%}"
)
_CLAIM, _GROUP = ("claim",) * 3, ("group",) * 3
_GAP = "　" * 6

COMMON = {
    "第 ": "Page ",
    " 页，共 ": " of ",
    " 页": "",
    "{{ bureau.name }}（盖章）": "{{ bureau.name }} (seal)",
    "　　年　　月　　日": "Date:                    ",
    "核对：subsidy paper check 本文件；或扫描二维码，subsidy paper check --code 码中文字":
        "To check: subsidy paper check THIS FILE; or scan the code: subsidy paper check --code TEXT",
    "联系：{{ bureau.contact }}，电话{{ bureau.phone }}，地址{{ bureau.address }}。":
        "Contact: {{ bureau.contact }}, telephone {{ bureau.phone }}, address {{ bureau.address }}.",
}  # fmt: skip
TO_ONE = {
    "{{ letter.enterprise }}（统一社会信用代码 {{ letter.uscc }}）：":
        "To {{ letter.enterprise }} (unified social credit code {{ letter.uscc }})",
    f"你单位申报的下列 {{{{ letter.count }}}} 笔补助，经审核予以核定，合计 {_TOTAL_ZH}。":
        "Of the claims that you filed, those below ({{ letter.count }}) were examined and "
        f"approved: {_TOTAL} in all.",
    "你单位申报的下列 {{ letter.count }} 笔补助，经审核不予核定。理由和依据告知如下。":
        "Of the claims that you filed, those below ({{ letter.count }}) were examined and "
        "rejected, for the reasons given.",
    f"你单位已领取的下列补助应予退回，合计 {_TOTAL_ZH}。":
        f"Of the support that was paid to you, {_TOTAL} in all is owed back, for the claims below.",
    "{{ loop.index }}. 申报编号 {{ claim.number }}": "{{ loop.index }}. Claim {{ claim.number }}",
    "项目": "Measure",
    "{{ claim.measure or '（未对应项目）' }}": "{{ claim.measure or '(no measure)' }}",
    "事项": "Matter",
    "{{ claim.kind }}{% if claim.item %}：{{ claim.item }}{% endif %}（{{ claim.day }}）":
        "{{ claim.kind }}{% if claim.item %}: {{ claim.item }}{% endif %} ({{ claim.day }})",
    "依据": "Basis",
    _BASIS_ZH % _CLAIM: _BASIS % _CLAIM,
    "申报日期": "Filed on",
    "申报金额": "Declared",
    "核定金额": "Granted",
    "理由": "Reason",
    "核定过程（金额单位：{{ letter.currency }}）：":
        "How the grant came about (amounts in {{ letter.currency }}):",
    "审核过程（金额单位：{{ letter.currency }}）：":
        "How it was examined (amounts in {{ letter.currency }}):",
    "条款": "Article",
    "计算": "Working",
    "金额": "Amount",
    "{{ step.text }}{% if step.bound %}（按此限定）{% endif %}":
        "{{ step.text }}{% if step.bound %} (this limit held){% endif %}",
    "封顶（{{ cap.article }}）：{{ cap.text }}": "Cap (article {{ cap.article }}): {{ cap.text }}",
    "{{ made.text }}。": "{{ made.text }}.",
    "{{ change.on }} 重新核定：由 {{ change.previous }} 调整为 {{ change.granted }} "
    "{{ letter.currency }}（{{ change.why }}）。":
        "Reassessed on {{ change.on }}: from {{ change.previous }} to {{ change.granted }} "
        "{{ letter.currency }} ({{ change.why }}).",
    "审核意见：{{ claim.words }}": "Words of the officer: {{ claim.words }}",
    f"如对本通知有异议，可以{_REMEDIES_ZH}": f"If you object to this notice: {_REMEDIES}",
    f"如对本告知有异议，可以{_REMEDIES_ZH}": f"If you object to this notice: {_REMEDIES}",
    "已拨付": "Paid",
    "现核定": "Granted now",
    "已退回": "Repaid",
    "已定抵扣": "To be set off",
    "应退回": "Owed back",
    "{{ ground.text }}。": "{{ ground.text }}.",
    "拨付：{{ payment.on }} 第 {{ payment.batch }} 批，凭证 {{ payment.receipt }}，"
    "{{ payment.amount }} {{ letter.currency }}。":
        "Paid on {{ payment.on }} in batch {{ payment.batch }}, receipt {{ payment.receipt }}: "
        "{{ payment.amount }} {{ letter.currency }}.",
    "请自收到本通知书之日起{{ bureau.repayment.period }}内，将应退款项汇至下列账户，并注明申报编号：":
        "Please transfer what is owed back to the account below within "
        "{{ bureau.repayment.period }} of receiving this notice, and state the claim numbers.",
    "户名": "Holder",
    "开户银行": "Bank",
    "账号": "Account",
}  # fmt: skip
LISTS = {
    "{{ letter.budget_year }} 年度补助资金（第 {{ letter.batch }} 批）拟拨付公示"
    "{% if letter.draft %}（未公示稿）{% endif %}":
        "Public notice of support to be paid: {{ letter.budget_year }}, batch {{ letter.batch }}"
        "{% if letter.draft %} (not yet published){% endif %}",
    "根据下列文件和审核结果，现将第 {{ letter.batch }} 批拟拨付补助资金予以公示，共 "
    f"{{{{ letter.enterprises }}}} 家企业 {{{{ letter.count }}}} 笔，合计 {_TOTAL_ZH}。":
        "By the documents named below and as examined, the support of batch {{ letter.batch }} "
        "that is to be paid is hereby made public: claims {{ letter.count }}, enterprises "
        f"{{{{ letter.enterprises }}}}, {_TOTAL} in all.",
    "公示文号：{{ letter.document }}。": "Document: {{ letter.document }}.",
    "公示期：{% if letter.draft %}待公示后确定{% else %}{{ letter.first_day }} 至 "
    "{{ letter.last_day }}{% endif %}。":
        "Days of publicity: {% if letter.draft %}not yet published{% else %}"
        "{{ letter.first_day }} to {{ letter.last_day }}{% endif %}.",
    "公示期内如有异议，请以书面形式向{{ bureau.name }}（{{ bureau.contact }}）反映，并署真实姓名和联系方式。"
    "电话：{{ bureau.phone }}，地址：{{ bureau.address }}。":
        "Objections may be made within these days in writing, with the name of who objects and how "
        "to reach them, to {{ bureau.name }} ({{ bureau.contact }}). Telephone: "
        "{{ bureau.phone }}, address: {{ bureau.address }}.",
    f"依据：{_BASIS_ZH % _GROUP}": f"Basis: {_BASIS % _GROUP}",
    "序号": "No.",
    "企业名称": "Enterprise",
    "统一社会信用代码": "Unified social credit code",
    "申报编号": "Claim",
    "金额（{{ letter.currency }}）": "Amount ({{ letter.currency }})",
    "小计（{{ group.count }} 笔）": "Subtotal (claims: {{ group.count }})",
    "合计（{{ letter.count }} 笔）：{{ letter.total }} {{ letter.currency }}":
        f"Total (claims: {{{{ letter.count }}}}): {_TOTAL}",
    "补助资金对账单": "Statement of support",
    "企业：{{ letter.enterprise }}　统一社会信用代码：{{ letter.uscc }}":
        "Enterprise: {{ letter.enterprise }}   Unified social credit code: {{ letter.uscc }}",
    "曾用名：{{ former.name }}（至 {{ former.until }} 前）":
        "Former name: {{ former.name }} (until {{ former.until }})",
    "适用政策：{{ letter.policy }}": "Policy: {{ letter.policy }}",
    "核定": "Granted",
    "已追回": "Recovered",
    "应拨未拨": "Owed to it",
    "应退未退": "Owed back",
    "明细（金额单位：{{ letter.currency }}；余额为正是应拨企业，为负是企业应退）：":
        "Entries (amounts in {{ letter.currency }}; a balance above nought is owed to the "
        "enterprise, below nought by it):",
    "日期": "Day",
    "批次": "Batch",
    "凭证": "Receipt",
    "余额": "Balance",
    f"企业核对意见：□ 相符　□ 不符（说明附后）　　企业（盖章）：{_GAP}年　　月　　日":
        "The enterprise: □ agrees   □ does not agree (see attached)      Seal:              Date:",
    "编制单位：{{ bureau.name }}　金额单位：{{ letter.currency }}　账本位置：{{ letter.position }}":
        "Prepared by: {{ bureau.name }}   Amounts in {{ letter.currency }}   "
        "Log position: {{ letter.position }}",
    "小计": "Subtotal",
    "合计": "Total",
}  # fmt: skip
REPORTS = {
    "{{ letter.year }} 年度补助资金预算执行表": "Budget report {{ letter.year }}",
    "编制单位：{{ bureau.name }}　金额单位：{{ letter.currency }}　账本位置：{{ letter.position }}"
    "{% if letter.policy %}　适用政策：{{ letter.policy }}{% endif %}":
        "Prepared by: {{ bureau.name }}   Amounts in {{ letter.currency }}   Log position: "
        "{{ letter.position }}{% if letter.policy %}   Policy: {{ letter.policy }}{% endif %}",
    "一、预算": "1. Budget",
    "科目": "Line",
    "年初预算": "Appropriated",
    "追加": "Supplemented",
    "调剂（净）": "Transferred (net)",
    "结转（净）": "Carried in (net)",
    "收回": "Returned",
    "预算合计": "Budget",
    "二、执行": "2. Execution",
    "已核定未拨付": "Approved, unpaid",
    "公示中": "In publicity",
    "已占用": "Committed",
    "可用": "Available",
    "执行率（%）": "Rate (%)",
    "三、待核定": "3. Under review",
    "待核定": "Under review",
    "核定后可用": "Available after review",
    f"编制：{_GAP}复核：{_GAP}单位负责人：":
        "Prepared:                    Checked:                    Head of the bureau:",
    "{{ letter.year }} 年 {{ letter.month }} 月补助资金汇总月报":
        "Monthly summary of support, {{ '%s-%02d' % (letter.year, letter.month | int) }}",
    "核定按登记核定的日期，拨付按拨付日期（已扣退回）。镇（街道）为申报表所载；未载明的，列统一社会信用代码"
    "第3至8位，即登记管理机关的行政区划代码。":
        "A grant counts on the day it was recorded, a payment on the day it was paid, less what "
        "came back. The town is as the claim states it; where it states none, digits 3 to 8 of the "
        "unified social credit code stand: the division of the authority that registered the "
        "enterprise.",
    "镇（街道）": "Town",
    "当月笔数": "No., month",
    "当月核定": "Granted, month",
    "当月拨付": "Paid, month",
    "累计笔数": "No., year",
    "累计核定": "Granted, year",
    "累计拨付": "Paid, year",
    "上年同期核定": "Granted, year before",
    "上年同期拨付": "Paid, year before",
    "核定同比": "Change",
    "其中各月：": "By month:",
    "月份": "Month",
    "笔数": "Claims",
    "拨付": "Paid",
    "上年同月核定": "Granted, year before",
    "上年同月拨付": "Paid, year before",
    "{{ row.month }} 月": "{{ row.month }}",
    "合计：当月核定 {{ letter.total.month_granted }}，当月拨付 {{ letter.total.month_paid }}；累计 "
    "{{ letter.total.claims }} 笔，核定 {{ letter.total.granted }}，拨付 {{ letter.total.paid }}；"
    "上年同期核定 {{ letter.total.last_granted }}，拨付 {{ letter.total.last_paid }}；"
    "核定同比 {{ letter.total.change }}。":
        "Total: of the month granted {{ letter.total.month_granted }}, paid "
        "{{ letter.total.month_paid }}; of the year claims {{ letter.total.claims }}, granted "
        "{{ letter.total.granted }}, paid {{ letter.total.paid }}; of the year before granted "
        "{{ letter.total.last_granted }}, paid {{ letter.total.last_paid }}; change "
        "{{ letter.total.change }}.",
}  # fmt: skip
PHRASES = COMMON | TO_ONE | LISTS | REPORTS
