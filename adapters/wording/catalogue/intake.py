"""What is wrong with a row or a file, and what to do: one sentence, in Chinese or English."""

from __future__ import annotations

ROWS: dict[str, tuple[str, str]] = {
    "missing-field": (
        "“{column}”没有填写。请补填；合并单元格请确认合并范围包含本行。",
        "“{column}” is empty. Fill it in; for a merged cell, check that it covers this row.",
    ),
    "bad-uscc": (
        "“{column}”的“{value}”不正确：应为 18 位，末位为校验码。请按营业执照改正。",
        (
            "“{column}”: “{value}” is no unified social credit code (18 characters, the "
            "last a check character). Correct it from the business licence."
        ),
    ),
    "bad-date": (
        "“{column}”的“{value}”不是日历上的日期。请改为如 2022-03-07 的日期。",
        "“{column}”: “{value}” is no date of the calendar. Write it as 2022-03-07.",
    ),
    "bad-amount": (
        (
            "“{column}”的“{value}”不是有效金额：金额须为数字，最多到分，费用须大于 0。请按发"
            "票改正（JSON 中金额须加引号）。"
        ),
        (
            "“{column}”: “{value}” is no valid amount: digits, whole fen, and above 0 for a "
            "fee. Correct it from the invoice (in JSON an amount is a string)."
        ),
    ),
    "suspect-unit": (
        (
            "“{column}”的“{value}”折合不足 100 元，疑似单位填错（如把万元数填入以元计的"
            "表）。请核对单位后改正。"
        ),
        (
            "“{column}”: “{value}” is less than 100 yuan, so its unit is probably wrong (such "
            "as 万元 in a sheet of 元). Check the unit and correct it."
        ),
    ),
    "unknown-country": (
        (
            "“{column}”的“{value}”不是已知的国家或地区。请填写中文通用名称或 ISO 3166-1 两位"
            "大写代码。"
        ),
        (
            "“{column}”: “{value}” is no known country or region. Use its common Chinese "
            "name or its ISO 3166-1 alpha-2 code."
        ),
    ),
    "bad-value": (
        (
            "“{column}”的“{value}”不在允许的取值之内，或过长、含控制字符。请按 "
            "docs/manuals/input-formats.zh.md 改正。"
        ),
        (
            "“{column}”: “{value}” is not a value allowed here, or too long, or has control "
            "characters. Correct it as docs/manuals/input-formats.md says."
        ),
    ),
    "unknown-key": (
        "“{column}”不是这类记录的栏目。请核对栏目名称，或删去该项。",
        "“{column}” does not belong to this kind of record. Check its name, or remove it.",
    ),
    "unknown-kind": (
        "“{column}”的“{value}”不是已知的申报类别。请改为文件规定的类别。",
        "“{column}”: “{value}” is no known kind of claim. Use one that the format names.",
    ),
    "malformed-line": (
        (
            "本行无法读取：“{value}”。JSON Lines 每行须为一个完整的 UTF-8 对象、键不重复、不超过 "
            "1 MiB；CSV 每行的编码须与全文一致，栏数和引号须与表头相符。请改正后重报。"
        ),
        (
            "This line cannot be read: “{value}”. A JSON line is one whole object in UTF-8, no "
            "key twice, at most 1 MiB; a CSV line has the file's encoding, the header's columns, "
            "and closes its quotes. Correct it."
        ),
    ),
    "duplicate-invoice": (
        (
            "“{column}”的发票“{value}”已用于本企业的另一申报{other}。一张发票只能申报一次："
            "请核对发票号码，或先撤回那一笔。"
        ),
        (
            "“{column}”: invoice “{value}” already stands on another claim of this "
            "enterprise{other}. An invoice is claimed once: check its number, or withdraw that "
            "claim first."
        ),
    ),
    "claim-conflicts": (
        ("“{column}”的“{value}”已登记过，内容与本行不同。请改正本行，或撤回原申报后用新编号。"),
        (
            "“{column}”: claim “{value}” is already recorded with other content. Correct "
            "the line, or withdraw that claim and file under a new number."
        ),
    ),
}

NOTICES: dict[str, tuple[str, str]] = {
    "unknown-sheet": (
        "{file}：工作表“{sheet}”不在约定的表名之内，已跳过。",
        "{file}: sheet “{sheet}” is not one this ledger knows; it was skipped.",
    ),
    "unknown-column": (
        "{place}：栏目“{column}”不在约定之内，未读取。请核对表头。",
        (
            "{place}: column “{column}” is not one this ledger knows; it was not "
            "read. Check the header."
        ),
    ),
    "hidden-rows": (
        "{place}：有 {rows} 行被隐藏，已照常读取。",
        "{place}: {rows} hidden rows were read like any others.",
    ),
    "rows-after-total": (
        "{place}：合计行之后还有 {rows} 行，未读取。请移到合计行之前。",
        ("{place}: {rows} rows stand below the 合计 row and were not read. Move them above."),
    ),
    "total-mismatch": (
        (
            "{place}：各行合计 {rows_yuan} 元，与表内合计 {declared_yuan} 元不符（另有"
            " {unreadable} 行金额无法读取）。请核对原表。"
        ),
        (
            "{place}: the rows come to {rows_yuan} yuan, its own 合计 says "
            "{declared_yuan} ({unreadable} amounts could not be read). Check the sheet."
        ),
    ),
    "total-unreadable": (
        "{place}：合计行的金额无法读取，未计入申报总额。",
        ("{place}: the amount of the 合计 row cannot be read; it was left out of the total."),
    ),
    "filed-before": (
        (
            "{place} 第 {row} 行：申报 {claim_no} 的发生日期 {occurred_on} 晚于申报日期 "
            "{filed_on}。请核对。"
        ),
        (
            "{place} row {row}: claim {claim_no} happened on {occurred_on}, after it was filed "
            "on {filed_on}. Check both dates."
        ),
    ),
}

FILES: dict[str, tuple[str, str]] = {
    "file-not-found": (
        "找不到文件 {file}。请核对路径。",
        "There is no file {file}. Check the path.",
    ),
    "file-unreadable": (
        "无法打开 {file}。请确认它是文件且有读取权限。",
        "{file} cannot be opened. Check that it is a file you may read.",
    ),
    "empty-file": (
        "{file} 是空文件。请确认已保存。",
        "{file} is empty. Check that it was saved.",
    ),
    "not-a-workbook": (
        "{file} 不是 .xlsx 工作簿（旧版 .xls 或加密文件须先另存为无密码的 .xlsx）。",
        (
            "{file} is no .xlsx workbook (save an old .xls or a protected file as .xlsx without "
            "a password first)."
        ),
    ),
    "file-truncated": (
        "{file} 不完整，可能未传完。请重新复制或下载。",
        "{file} is incomplete, perhaps cut off in transfer. Copy or download it again.",
    ),
    "damaged-workbook": (
        "{file} 已损坏（{part}）。请用表格软件打开并另存后重试。",
        (
            "{file} is damaged ({part}). Open it in a spreadsheet program, save it anew and try "
            "again."
        ),
    ),
    "wrong-encoding": (
        "{file} 的文字编码不对：JSON Lines 须为 UTF-8，CSV 须为 UTF-8 或 GB18030。请另存为 UTF-8。",
        (
            "{file} has the wrong encoding: JSON Lines are UTF-8, CSV is UTF-8 or GB18030. Save it "
            "as UTF-8."
        ),
    ),
    "file-too-large": (
        "{file} 过大或展开后过大（{size}，上限 {limit}），不予读取。请拆分后重试。",
        "{file} is or would grow too large ({size}, at most {limit}) and was not read. Split it.",
    ),
    "unknown-format": (
        "看不出 {file} 的格式。请使用 .jsonl、.csv 或 .xlsx 文件。",
        "The format of {file} is unknown. Use a .jsonl, .csv or .xlsx file.",
    ),
    "no-known-sheet": (
        "{file} 中没有约定名称的工作表（如“境外展会”）。请核对工作表名称。",
        "{file} has no sheet by a known name (such as 境外展会). Check the sheets' names.",
    ),
    "bad-header": (
        "{place} 的表头不符：{problems}。请按 docs/manuals/input-formats.zh.md 改正。",
        "{place}: {problems}. Correct it as docs/manuals/input-formats.md says.",
    ),
    "rejects-format": (
        "退回行不能写成 {file} 的格式。请改用 .xlsx 文件名。",
        "These rejected rows cannot be written in the format of {file}. Name an .xlsx file.",
    ),
    "rejects-over-source": (
        "退回行不能写入正在读入的文件 {file}，否则原件会被覆盖。请另取一个文件名。",
        "Rejected rows cannot go to {file}, which is being read: it would be overwritten. Name "
        "another file.",
    ),
    "rejects-unwritable": (
        "无法写入退回文件 {file}。请核对路径和权限，并确认它没有被打开。",
        (
            "The file of rejects {file} cannot be written. Check the path and permissions, and "
            "that no program has it open."
        ),
    ),
}

UNIT = "单位"  # among the missing headers it means the row above them
HEADER: dict[str, tuple[str, str]] = {
    UNIT: (
        "第二行没有写明可识别的金额单位（写“单位：元”或“单位：万元”，进出口额写“单位：美元”）",
        (
            "its second row names no known unit of amounts (write 单位：元 or 单位：万元; "
            "单位：美元 for 进出口额)"
        ),
    ),
    "missing": ("缺少“{names}”", "the header lacks “{names}”"),
    "doubled": ("重复“{names}”", "the header repeats “{names}”"),
    "": ("栏目不全或重复", "the header lacks or repeats a column"),
}
FORMULA = ("没有计算结果的公式", "a formula that was never calculated")
