"""Sentences of the refusals about policies: files, versions, caps, records, worked cases."""

from __future__ import annotations

from adapters.wording.translation import N_

POLICY_REFUSALS: dict[str, str] = {
    "version-unknown": N_(
        "There is no policy version {version}; there are {versions}. See `subsidy policy list`."
    ),
    "measure-unknown": N_("The policy has no measure {measure}. `subsidy policy show` lists them."),
    "measure-ambiguous": N_(
        "Several measures are called {measure}: {known}. Name one of these, or the policy with "
        "--policy."
    ),
    "policy-file-invalid": N_(
        "Policy file {file}: {where} is not accepted ({problem}): {found}. Correct it as "
        "docs/policy-file.md says."
    ),
    "policy-file-invalid/nearest": N_(
        "Policy file {file}: {where} is not accepted ({problem}): {found}. Perhaps {nearest} is "
        "meant; docs/policy-file.md has every word."
    ),
    "policy-file-invalid/known": N_(
        "Policy file {file}: {where} is not accepted ({problem}): {found}. It is one of: {known}."
    ),
    "policy-file-invalid/wanted": N_(
        "Policy file {file}: {where} is not accepted ({problem}): {found}. Wanted there: {wanted}."
    ),
    "policy-file-invalid/not-toml": N_(
        "Policy file {file} is not TOML; its reader says “{found}”. Correct it as "
        "docs/policy-file.md says."
    ),
    "policy-file-invalid/missing": N_(
        "Policy file {file}: {where} is missing. Add it as docs/policy-file.md says."
    ),
    "policy-file-invalid/unreadable": N_(
        "Policy file {file} cannot be read. Check its name and permissions."
    ),
    "policy-file-invalid/not-utf8": N_(
        "Policy file {file} is not in UTF-8 (byte {found}). Save it as UTF-8."
    ),
    "policy-file-invalid/not-printed": N_(
        "Policy file {file}: no article prints {where} ({found}). Name the path in `sets` of the "
        "figure that prints it, or in `paths` of an [[inferred]] entry that says why."
    ),
    "policy-file-invalid/figure-differs": N_(
        "Policy file {file}: article {article} prints {printed}, and {where} is {found}. Correct "
        "the one that the text does not say."
    ),
    "policy-file-invalid/other-article": N_(
        "Policy file {file}: {printed} stands under article {found}, which is not an article of "
        "{where}. List it under that article, or add the article to its measure or cap."
    ),
    "policy-file-invalid/not-a-figure": N_(
        "Policy file {file}: {where} lists {found}, which is not a figure. List the number with "
        "its unit as the text prints it: 2万元, 3个, 70%, 21 days, two projects."
    ),
    "policy-file-invalid/not-a-figure-alone": N_(
        "Policy file {file}: {where} lists {found}, which is not exactly one figure. Figures in "
        "it: {figures}. List each by itself."
    ),
    "policy-path-unknown": N_(
        "The policy has no parameter {path} (the nearest is {nearest}). `subsidy policy show`"
        " lists every path."
    ),
    "policy-path-unknown/none": N_(
        "The policy has no parameter {path}. `subsidy policy show` lists every path."
    ),
    "policy-id-differs": N_(
        "The id {found} is new, and title and document are those of {expected}, which the ledger "
        "has. Write that id to record another version of it; a policy of its own has its own title."
    ),
    "policy-currency-differs": N_(
        "{policy} is in {currency}, and the ledger's policies are in {expected}: their sums cannot "
        "be added up. Use a ledger of its own."
    ),
    "policy-not-named": N_(
        "The ledger has several policies, and this may be of any: {known}. Name one with --policy."
    ),
    "policy-conflicts": N_(
        "{where} names two policies, {policy} and {other}. Leave the one that its claims are of."
    ),
    "policy-conflicts/name": N_(
        "{where} is of the policy {policy}, and --policy names {other}. Leave out one of the two."
    ),
    "policy-conflicts/claim": N_(
        "Claim {claim_no} is of the policy {policy}, and --policy names {other}: it was left as it "
        "is. Check its number, or name the other policy."
    ),
    "policy-conflicts/version": N_(
        "Version {version} is of the policy {policy}, and --policy names {other}. `subsidy policy "
        "list` says whose each version is."
    ),
    "policy-unknown/none": N_(
        "The ledger has no policy {policy}; none was recorded by then. Leave out --policy."
    ),
    "differs-elsewhere": N_(
        "{uscc}: not only claims of the policy {policy} differ, {count} of others do too ({claim_no} "
        "among them), and an enterprise is reassessed whole. `subsidy rehearse --uscc {uscc}` shows "
        "all differences, `subsidy reassess --uscc {uscc}` records them."
    ),
    "policy-unknown": N_("The ledger has no policy {policy}. Its policies: {known}."),
    "policy-unknown/nearest": N_(
        "The ledger has no policy {policy}. Perhaps {nearest} is meant; its policies: {known}."
    ),
    "policy-unknown/sheet": N_(
        "{where} says that it is of {policy}, which is not one of: {known}. Correct that line, or "
        "give another --policy."
    ),
    "policy-not-named/sheet": N_(
        "{where}: its headers fit several policies ({known}). Write “适用政策：” and the policy's id "
        "in a row above the headers, or give --policy."
    ),
    "policy-value-invalid/unknown-measure": N_(
        "{path} names {value}, which the ledger does not have: write <policy>/<measure>, of a policy "
        "recorded before. The ledger's policies: {known}."
    ),
    "policy-value-invalid/not-allowed": N_("{path} cannot be {value}; it is one of: {allowed}."),
    "policy-value-invalid/waits-for-its-list": N_(
        "{path} cannot be {value} yet: the list it needs is not in the policy file. Add the "
        "list in a version of its own first."
    ),
    "policy-value-invalid/days-out-of-order": N_(
        "The last day {value} is before the first. Check --first-day and --last-day."
    ),
    "version-unknown/empty": N_("The ledger had no policy version then."),
    "policy-value-invalid": N_(
        "Parameter {path} cannot be {value} ({problem}). Write it as 80%, 25000 or 5."
    ),
    "record-unknown": N_(
        "No policy of the ledger asks about {record}; its records: {known}. Check the name."
    ),
    "record-differs": N_(
        "{record} has the amounts {wanted}, each as NAME=AMOUNT; {given} was given. Give each once."
    ),
    "policy-cases-invalid": N_(
        "The worked cases {file} cannot be read: {problem}. Correct them as docs/policy-file.md says."
    ),
    "policy-cases-differ": N_(
        "Worked case “{case}” in {file}: claim {claim} comes to {granted_fen} {reason}, not "
        "{expected_fen}; {differing} claims differ. Correct the policy, or the case."
    ),
    "no-policy": N_(
        "The ledger has no policy yet, and claims are decided by one. Record it: `subsidy policy "
        "publish FILE`, or `subsidy store prepare --policy FILE`."
    ),
    "policy-not-first": N_(
        "The ledger began with the policy {first}, and {found} is not it. To record another version "
        "use `subsidy policy publish`."
    ),
    "policy-text-differs": N_(
        "{left} figures of {file} and of the text do not pair off; the first is in {article}: "
        "{printed}. `subsidy policy check {file} --text FILE` lists them. Correct the file, or record "
        "it as it is with --unchecked."
    ),
    "cap-unknown": N_("The policy has no cap {cap}. Its caps: {known}."),
    "cap-needs-year": N_("The cap {cap} counts by year: name it with --year."),
    "cap-has-no-year": N_("The cap {cap} spans the whole policy: leave --year out."),
    "cap-of-all": N_(
        "The cap {cap} is over all enterprises: the order under it is that of decision, and no "
        "document of one enterprise changes it."
    ),
    "no-cap": N_(
        "Claim {claim_no} is under no cap (or no version governs its day): it takes no "
        "allowance from others. See `subsidy explain`."
    ),
    "no-policy-on-day": N_(
        "No version governs {day}, so there is none to amend. `subsidy policy list` shows the days."
    ),
    "text-unreadable": N_(
        "The policy text {file} cannot be read ({problem}). Give a text file in UTF-8 or GB18030."
    ),
}
