"""What refusals about enterprises, accounts and papers say."""

from __future__ import annotations

from adapters.wording.translation import N_

PAPER_REFUSALS: dict[str, str] = {
    "enterprise-unknown/register": N_(
        "Nothing is recorded about enterprise {uscc}. Check its code, or register it first "
        "with `subsidy enterprise register`."
    ),
    "request-conflicts/register": N_(
        "Enterprise {uscc} is already registered as `{name}`, not as given now; nothing was "
        "recorded. If its name changed, use `subsidy enterprise rename` with the day."
    ),
    "request-conflicts/rename": N_(
        "The name last recorded of enterprise {uscc} is `{name}` already, with another day or "
        "document; nothing was recorded. To correct the day, record the former name again on "
        "the day as it is, then this name on the right day."
    ),
    "bad-account": N_(
        "An account has 8 to 34 digits or capital letters; spaces and hyphens do not count. "
        "A number that a spreadsheet has rounded (6.22E+18) is not one. What was given is not "
        "repeated here. Check it and try again."
    ),
    "bad-iban": N_(
        "This account is written as an IBAN, and its check digits are wrong. It is not repeated "
        "here. Check it against the enterprise's paper."
    ),
    "bad-bank-no": N_(
        "The number of a bank's branch has 12 digits. Check it against the enterprise's paper."
    ),
    "no-account-to-pay": N_(
        "Claim {claim_no} in batch {batch} has no account to be paid to: enterprise {uscc} named "
        "none, or it was erased. Name it with `subsidy enterprise account`; in cash or offset, pay "
        "it by a document with `--without-account --document`."
    ),
    "account-unconfirmed": N_(
        "Claim {claim_no} in batch {batch} is held: the account of enterprise {uscc} was named "
        "after the notice began. Another person than who named it confirms it with `subsidy "
        "enterprise confirm-account {uscc} --document`."
    ),
    "account-document-needed": N_(
        "Enterprise {uscc} has an account already, and this is another: an account is changed by a "
        "document. Name it with `--document`."
    ),
    "no-account-to-confirm": N_(
        "Enterprise {uscc} has no account to confirm. Name it first with `subsidy enterprise "
        "account`."
    ),
    "account-namer-cannot-confirm": N_(
        "The account of enterprise {uscc} was named by {named_by} and cannot be confirmed by "
        "{confirmed_by}: naming an account and confirming it are by different people. Have "
        "another person confirm it."
    ),
    "no-accounts": N_(
        "{file} is not a sheet of accounts: within its first ten rows no row has the headers "
        "统一社会信用代码, 户名 (or 企业名称), 开户行 and 账号. 联行号 may be there too."
    ),
    "account-row-hidden": N_(
        "The row is hidden or struck out. Show it, or delete it, and read the sheet again."
    ),
    "account-cell-empty": N_("The cell is empty. Fill it in."),
    "account-cell-long": N_("The text has more than {most} characters. Shorten it."),
    "account-cell-unreadable": N_("The cell is not a plain text. Type it in again."),
    "account-named-twice": N_(
        "The sheet has several rows of enterprise {uscc}, and they differ. Leave the right one."
    ),
    "already-ordered": N_(
        "All that batch {batch} may pay is ordered already, by {documents}: ordered again it could be "
        "transferred twice. To replace an order, take the bank's file of it back and name the claims "
        "with `--only`."
    ),
    "nothing-ordered": N_(
        "Batch {batch} has no ordered transfer left: an order fixes what the bank transfers. Order "
        "it first with `subsidy batch order {batch}`; see `subsidy batch show {batch}`."
    ),
    "nothing-ordered/replaced": N_(
        "Order {order} of batch {batch} has no transfer left: {by} took its place. Write the file of "
        "that with `--order`; the bank must not pay by a file of {order}."
    ),
    "account-not-here": N_(
        "The account of enterprise {uscc} is not kept here, or was erased: nothing was written. "
        "See `subsidy enterprise check {uscc}`."
    ),
    "bank-template-unknown": N_(
        "There is no layout {file}. Those that come with the program: {names}. Or name the file of "
        "your own, which ends in .toml."
    ),
    "bank-template-invalid": N_(
        "The layout {file} cannot be used ({problem}). The “Manual for finance” says what each of "
        "its keys may be."
    ),
    "bank-template-invalid/both": N_(
        "The layout {file} cannot be used: “{words}” stands under both success and failure. Leave it "
        "under one of them; see “Manual for finance”."
    ),
    "bank-file-incomplete": N_(
        "“{column}” is not recorded of enterprise {uscc}, and the bank needs it: nothing was "
        "written. Name the account again with it."
    ),
    "bank-file-text": N_(
        "“{column}” of enterprise {uscc} has the character {character}, which means something else "
        "in the bank's file: nothing was written. Spell it otherwise, or use another layout."
    ),
    "bank-file-text/encoding": N_(
        "“{column}” of enterprise {uscc} has the character {character}, which {encoding} does not "
        "have: nothing was written. Spell it otherwise, or use a layout in another encoding."
    ),
    "bank-file-text/long": N_(
        "“{column}” of enterprise {uscc} has more than {most} characters, which the bank does not "
        "take: nothing was written. Shorten it where it is recorded, or change the layout."
    ),
    "bank-results-unreadable": N_(
        "The bank's answer {file} cannot be read by this layout ({problem}). Check that it is the "
        "right file, and the layout's [results]."
    ),
    "bank-results-unreadable/empty": N_(
        "The bank's answer {file} has no line that says what became of a transfer. Check that it "
        "is the right file, and the layout's [results]."
    ),
    "bank-results-unreadable/encoding": N_(
        "The bank's answer {file} is written neither in UTF-8 nor in {encoding}. Check that it is "
        "the right file, and the encoding of the layout's [results]."
    ),
    "bank-results-unreadable/headers": N_(
        "The bank's answer {file} lacks columns that the layout reads ({headers}). Check that it "
        "is the right file, and the layout's [results]."
    ),
    "account-file-unreadable": N_(
        "The account's file {file} cannot be read. Give a text file that holds the number "
        "alone, or - for standard input."
    ),
    "account-changed": N_(
        "Another account of enterprise {uscc} was recorded meanwhile; nothing was recorded. "
        "See `subsidy enterprise show` first."
    ),
    "no-account": N_(
        "No account of enterprise {uscc} was ever recorded: there is nothing to erase. Check "
        "its code."
    ),
    "private-unreadable": N_(
        "The accounts in {file} cannot be read or written ({problem}). A file of them is open "
        "to its owner only, in a database they are open to members of subsidy_cashier: check "
        "the permissions; after a new version, run `subsidy store prepare`. The log does not need them: a broken file may be deleted, and the "
        "accounts named again."
    ),
    "account-differs": N_(
        "The account kept of enterprise {uscc} is not the one the log commits to: nothing is "
        "paid or checked by it. See `subsidy enterprise check {uscc}`; erase it and name it "
        "again."
    ),
    "accounts-key-missing": N_(
        "Accounts and names of sole traders are sealed here by a key that is not in {file}. Name "
        "its file with --accounts-key (or SUBSIDY_ACCOUNTS_KEY), or restore its copy. Where it is "
        "lost for good, erase each account and name it again; the log stands as it is."
    ),
    "accounts-key-differs": N_(
        "The accounts here are sealed by the key {used}, and {file} is the key {given}. Name the "
        "file of the right one with --accounts-key (or SUBSIDY_ACCOUNTS_KEY); nothing was changed."
    ),
    "accounts-not-shown": N_(
        "Who prints accounts in full is recorded first, and {store} cannot be written "
        "({problem}): nothing was printed. Print at the ledger itself; the public notice, which "
        "masks accounts, prints anywhere."
    ),
    "paper-without-source": N_("The ledger has nothing about {what} to print. Check its number."),
    "paper-format": N_("{file} is not in a format of papers. End its name in .xlsx or .csv."),
    "paper-format/letter": N_(
        "{file} is not in a format of papers. End its name in .docx, .pdf, .xlsx or .csv."
    ),
    "letter-format": N_("{file} is not in a format of letters. End its name in .docx or .pdf."),
    "bureau-details-missing": N_(
        "Letters print the bureau's name, telephone and address, and there is no {file}. Write a "
        "sample with `subsidy paper template bureau --out {file}`, fill in yours, or name another "
        "file with --bureau."
    ),
    "bureau-details": N_(
        "The details of the bureau in {file} are not complete or not right: {what}. See the page "
        "on letters, or take the sample: `subsidy paper template bureau --out FILE.toml`."
    ),
    "template-unreadable": N_(
        "The template {file} cannot be read ({problem}). Check its name and permissions."
    ),
    "template-unreadable/suffix": N_(
        "{file} is not a template for this: a .docx is laid out by a .docx, a .pdf by a .typ."
    ),
    "template-unbound": N_(
        "The template {file} does not place `provenance`, the lines by which a letter is checked. "
        "Put them back as in the shipped template."
    ),
    "template-unknown": N_(
        "The template {file} places `{name}`, which these letters do not have. Correct the name; "
        "the page on letters lists them."
    ),
    "template-broken": N_("The template {file} cannot be laid out: {problem}. Correct it there."),
    "template-of-nothing": N_(
        "There is no such template: {what}. A .docx or .typ is of a kind of letter, a .toml of "
        "`bureau`; see `subsidy paper template --help`."
    ),
    "layout-differs": N_(
        "The letter was laid out by {layout}, which is neither a shipped template with the "
        "details in {bureau} nor the one given. Give those that were used with --template and "
        "--bureau; what the ledger says of it, `paper check --code` checks without them."
    ),
    "font-missing": N_(
        "No Chinese font is installed that a PDF can be set in, such as {families}. Install one "
        "(Debian: fonts-noto-cjk), name a folder that has one with --fonts, or print a .docx."
    ),
    "font-lacks": N_(
        "The fonts here have no sign for {text}. Install a font that has it, name its folder with "
        "--fonts, or print a .docx."
    ),
    "not-a-code": N_(
        "This is not what the QR code of a letter says. It begins with `subsidy-paper:`; give it "
        "whole, in quotes."
    ),
    "paper-unwritable": N_(
        "{file} cannot be written ({problem}). Choose another folder, or check the permissions."
    ),
    "paper-unreadable": N_("{file} cannot be read ({problem}). Check its name and permissions."),
    "not-a-paper": N_(
        "{file} is not a paper that a ledger printed: it names neither its number nor a log "
        "position. Give the file as printed."
    ),
}
