"""What is wrong with a row or a file, and what to do: a sentence for each code."""

from __future__ import annotations

from adapters.wording.translation import N_

ROWS: dict[str, str] = {
    "missing-field": N_("“{column}” is empty. Fill it in."),
    "missing-field/workbook": N_(
        "“{column}” is empty. Fill it in; for a merged cell, check that it covers this row."
    ),
    "missing-field/merged": N_(
        "“{column}” stands once, in a merged cell over several rows: each row needs its own. Unmerge "
        "it, and write one in each row."
    ),
    "bad-uscc": N_(
        "“{column}”: “{value}” is not a unified social credit code (18 characters, the last a check character). Correct it from the business licence."
    ),
    "bad-date": N_("“{column}”: “{value}” is not a valid date. Write it as 2022-03-07."),
    "bad-amount": N_(
        "“{column}”: “{value}” is not a valid amount: digits, whole fen, and above 0 for a "
        "fee. Correct it from the invoice."
    ),
    "bad-amount/json": N_(
        "“{column}”: “{value}” is not a valid amount: digits, whole fen, and above 0 for a "
        "fee. Correct it from the invoice (in JSON an amount is a string)."
    ),
    "bad-amount/zero": N_(
        "“{column}”: “{value}” is not a valid amount: digits, whole hundredths, and 0 where there is "
        "nothing. Correct it."
    ),
    "bad-amount/zero-json": N_(
        "“{column}”: “{value}” is not a valid amount: digits, whole hundredths, and 0 where there is "
        "nothing. Correct it (in JSON an amount is a string)."
    ),
    "bad-amount/merged": N_(
        "“{column}”: “{value}” stands in a merged cell: what of it is this row's is not known. "
        "Unmerge it, and write each row's own amount."
    ),
    "enterprise-succeeded": N_(
        "“{column}”: “{value}” was carried on by {successor} from {on} (document {document}): nothing new is "
        "recorded under it. File the claim under {successor}, also where its matter is of before."
    ),
    "suspect-unit": N_(
        "“{column}”: “{value}” comes to {measured}, less than {limit} {currency}: its unit is probably "
        "wrong (such as 万{unit} in a sheet of {unit}). Correct it, or write 是 under 确认金额."
    ),
    "suspect-unit/large": N_(
        "“{column}”: “{value}” comes to {measured}, more than {limit} {currency}, the most that is "
        "plausible of its kind: its unit is probably wrong (such as {unit} in a sheet of 万{unit}). "
        "Correct it, or write 是 under 确认金额 (--accept-large: all large amounts of the file)."
    ),
    "suspect-unit/above-fee": N_(
        "“{column}”: {measured} {currency} is well above {limit} {currency}, the fee it is a part "
        "of: one of the two is probably in another unit, or wrong. Correct it."
    ),
    "bad-unit": N_(
        "“{column}”: “{value}” is in another unit than its sheet or its header says (its text or "
        "its number format shows it). Write the number in the sheet's unit, in a plain format."
    ),
    "bad-currency": N_(
        "“{column}”: “{value}” is in another currency than its column (its text or its number "
        "format shows it). Convert it, and write the number alone."
    ),
    "bad-unit/column": N_(
        "“{column}” says “{value}”, another unit than this sheet's: write this row's amounts in the "
        "sheet's unit, or put the row in a sheet of that unit."
    ),
    "bad-currency/column": N_(
        "“{column}” says “{value}”, another currency than this sheet's amounts are in: convert this "
        "row's amounts, and correct “{column}”."
    ),
    "suspect-date": N_(
        "“{column}”: “{value}” has a time of day, so the day may be the one before or after. Write "
        "the day alone, as 2022-03-07."
    ),
    "struck-row": N_(
        "This row is struck out, or marked 作废. If it holds, remove the stroke or the mark."
    ),
    "unknown-country": N_(
        "“{column}”: “{value}” is not a known country or region. Use its ISO 3166-1 alpha-2 code, "
        "such as DE."
    ),
    "unknown-country/workbook": N_(
        "“{column}”: “{value}” is not a known country or region. Use its common Chinese name "
        "or its ISO 3166-1 alpha-2 code."
    ),
    "bad-value": N_(
        "“{column}”: “{value}” is not what this column takes: a text of at most 500 characters, a "
        "year as 2022, or a list with a semicolon between its values. Correct it."
    ),
    "bad-value/json": N_(
        "“{column}”: “{value}” is not what this key takes: a string of at most 500 characters, a "
        "list in brackets, or a year as a whole number. Correct it."
    ),
    "bad-value/words": N_("“{column}”: “{value}” is not among {words}. Write one of them."),
    "bad-value/formula": N_(
        "“{column}” holds a formula that was never calculated. Open the file in a spreadsheet "
        "program, save it once and try again."
    ),
    "bad-value/merged": N_(
        "“{column}”: “{value}” stands in a merged cell: what of it is this row's is not known. "
        "Unmerge it, and write each row's own number."
    ),
    "bad-value/across": N_(
        "“{column}” is covered by a merged cell, “{value}”: what it says itself is not known. Unmerge "
        "it, and fill in each cell."
    ),
    "bad-value/ditto": N_(
        "“{column}”: “{value}” stands for what another row says. Write it out in this row."
    ),
    "bad-value/workbook": N_(
        "“{column}”: “{value}” is not what this column takes: a whole number, a text or a number "
        "typed as text, shown in full (no format adds to it). Correct it."
    ),
    "bad-value/year": N_(
        "“{column}”: “{value}” is not a year. Write one calendar year, as 2022; what is of several "
        "years (2021-2022) has a row for each of them."
    ),
    "bad-value/invoices": N_(
        "“{column}”: “{value}” is not invoice numbers in full. Write each one whole, with ； between "
        "two, without words, signs or ranges; leave the cell empty where there is none."
    ),
    "bad-character": N_(
        "“{column}”: the character named in “{value}” is not stored: it is not seen, or not the "
        "same on every machine. Type the value again without it."
    ),
    "unknown-key": N_(
        "“{column}” does not belong to this kind of record. Check its name, or remove it."
    ),
    "unknown-kind": N_("“{column}”: “{value}” is not a known kind. Use one of {words}."),
    "policy-unknown": N_(
        "“{column}”: the ledger has no policy “{value}”. Use the id of one: {words}."
    ),
    "policy-conflicts": N_(
        "“{column}”: “{value}” is of another policy than `policy` says. Correct one of the two."
    ),
    "policy-not-named": N_(
        "“{column}”: several policies have the kind “{value}”. Add `policy` with the id of one, or "
        "give --policy."
    ),
    "malformed-line/wide": N_(
        "The row has more cells than the headers. Quote each text that holds a separator."
    ),
    "bad-unit/list": N_(
        "“{column}”: the unit of “{value}” is not clear: one unit in yuan is to be named, in the "
        "header or above it."
    ),
    "malformed-line/cells": N_(
        "This line has {measured} cells, the header {limit}: “{value}”. A separator inside a cell, "
        "as in 25,000, parts it: write 25000, or put the cell in double quotes."
    ),
    "malformed-line": N_(
        "This line cannot be read: “{value}”. It has to be in the file's encoding, have the "
        "header's columns, and close its quotes. Correct it."
    ),
    "malformed-line/json": N_(
        "This line cannot be read: “{value}”. It has to be one whole JSON object in UTF-8, no "
        "key twice, at most 1 MiB. Correct it."
    ),
    "enterprise-transferred": N_(
        "“{column}”: from {on} on the enterprise is {to}'s (document {document}), and the matter is "
        "of {day}. It is filed there; check the day."
    ),
    "duplicate-invoice": N_(
        "“{column}”: invoice “{value}” already stands on another claim of this "
        "enterprise{other}. An invoice is claimed once: check its number, or withdraw that "
        "claim first."
    ),
    "claim-number-dots": N_(
        "“{column}”: “{value}” is a dot or two, which an address takes for a folder. File under a "
        "number with a letter or a digit."
    ),
    "claim-number-alike": N_(
        "“{column}”: “{value}” looks like{other}, a claim number already recorded. "
        "Use that spelling for the same claim, or file under a number of its own."
    ),
    "claim-conflicts": N_(
        "“{column}”: claim “{value}” is already recorded with other content ({differs}). Correct "
        "the line, or withdraw that claim and file under a new number."
    ),
    "outside-policy": N_(
        "“{column}”: no policy version governs {value}. Correct the day; if it is right, nothing "
        "can be granted for it (without --strict it is recorded all the same)."
    ),
    "<record>-twice": N_(
        "“{column}”: this enterprise's figures of {value} stand in an earlier row of this file, and "
        "they are others. Leave one row, with the right figures."
    ),
}

NOTICES: dict[str, str] = {
    "unknown-sheet": N_("{file}: sheet “{sheet}” is not one this ledger knows; it was skipped."),
    "unknown-column": N_(
        "{place}: column “{column}” is not one this ledger knows; it was not read. Check the header."
    ),
    "example-row": N_("{place} row {row}: this is the form's example; it was not recorded."),
    "heading-row": N_(
        "{place} row {row}: “{heading}” stands alone in its row: it is read as a heading, not as a claim."
    ),
    "hidden-rows": N_("{place}: {rows} hidden rows were read like any others."),
    "hidden-sheet": N_("{place}: this hidden sheet was read like any other."),
    "hidden-value": N_(
        "{place} row {row}: column {column} has a value beneath a merged cell, where nobody sees it. It was read; check it."
    ),
    "total-mismatch": N_(
        "{place} row {row}: 合计 says {declared_yuan}, but rows {first} to {last} come to {rows_yuan} "
        "{currency} ({unreadable} amounts could not be read). Check those rows and the total."
    ),
    "total-unreadable": N_(
        "{place} row {row}: the amount of the 合计 cannot be read; it was left out of the total."
    ),
    "doubtful-remark": N_(
        "{place} row {row}: “{remark}” may end or change this claim, which was taken as it stands. "
        "Check it; a row marked 作废 is sent back."
    ),
    "doubtful-note": N_(
        "{place}: “{remark}”, above the claims or in the sheet's name, may end or change them; they "
        "were taken as they stand. Check them."
    ),
    "cell-comment": N_(
        "{place} row {row}, column {column}: a comment on the cell says “{comment}”. Comments are not "
        "read: check that the row says all that counts."
    ),
    "name-differs": N_(
        "{place} row {row}: code {uscc} stands with the name “{name}”, but with “{other_name}” "
        "{other}. Check both; a new name is recorded with `subsidy enterprise rename`."
    ),
    "code-differs": N_(
        "{place} row {row}: “{name}” stands with the code {uscc}, but with {other_uscc} {other}. "
        "Check both codes."
    ),
    "likely-duplicate": N_(
        "{place} row {row}: claim {claim_no} has the facts and the day {other}. Check that the "
        "matter is not claimed twice."
    ),
    "invoice-elsewhere": N_(
        "{place} row {row}: invoice {invoice} also stands {other}, of enterprise {other_uscc} in "
        "{other_year}. An invoice is claimed once: check its number."
    ),
    "invoice-brought-in": N_(
        "{place} row {row}: invoice {invoice} stands on claim {other} that {county} granted (pack "
        "{pack}, log position {position}). An invoice is claimed once: check its number."
    ),
    "certificate-elsewhere": N_(
        "{place} row {row}: certificate {certificate} also stands {other}. Its fee is supported "
        "once: check the number, and which claim is right."
    ),
    "suspect-booths": N_(
        "{place} row {row}: {booths} booths at {booth_yuan} {currency} each, below "
        "{least_yuan} {currency}. "
        "Check that booths are counted, not square metres."
    ),
    "exhibition-again": N_(
        "{place} row {row}: the event is on {day} here, on {other_day} {other}. In a year "
        "both count as the same event: name the session where they are two."
    ),
    "outside-policy": N_(
        "{place} row {row}: claim {claim_no} is of {day}; no policy version governs that day (they "
        "govern days from {first_day} to {last_day}). Check the day; --strict sends such rows back."
    ),
    "<record>-twice": N_(
        "{place} row {row}: “{record}” of {uscc} in {year} stands twice, also {other}. The last "
        "figures count; check them."
    ),
    "<record>-not-taken": N_(
        "{place} row {row}: “{record}” of {uscc} in {year} ({said}) is what an earlier file said; "
        "recorded since is {now}, which stays. To set it back, use `subsidy record`."
    ),
    "contacts-not-kept": N_(
        "{place}: the contacts of {count} claims were not kept beside the ledger ({answer}); the "
        "claims are recorded."
    ),
    "filed-before": N_(
        "{place} row {row}: claim {claim_no} happened on {occurred_on}, after it was filed on"
        " {filed_on}. Check both dates."
    ),
}

NO_UNIT = N_(
    "above its headers no unit of amounts is named that is known, single and theirs (write 单位：{unit} or 单位：万{unit}{others})"
)
UNIT_OF_OTHERS = N_("; 单位：{unit} for {sheet}")
