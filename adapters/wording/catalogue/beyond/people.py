"""What refusals say of who may come in, and of what the web keeps for itself."""

from __future__ import annotations

from adapters.wording.translation import N_

PEOPLE_REFUSALS: dict[str, str] = {
    "web-unreadable": N_(
        "What the web keeps for itself in {file} cannot be read or written ({problem}). Check the "
        "path and permissions. The ledger does not need it: a broken file may be deleted, and the "
        "accounts of officers made again."
    ),
    "web-exposed": N_(
        "{file} holds what officers log in by, and others than its owner may read it. Let its "
        "owner alone read and write it (chmod 600)."
    ),
    "web-forbidden": N_(
        "{store} does not let this login keep what the web needs for itself ({problem}). Who "
        "serves the ledger is a member of the role subsidy_server; where an earlier version made "
        "the ledger, its owner runs `subsidy store prepare` once more."
    ),
    "web-newer": N_(
        "{file} was made by a newer version of this program (its tables are of version {version}, "
        "this program knows {known}). Update the program; nothing is damaged."
    ),
    "account-name": N_(
        "“{name}” is not a name for an account. It has letters and digits of any script, and . _ @ "
        "- between them; no blanks and no colon."
    ),
    "account-name/long": N_("The name of an account has at most {most} characters."),
    "account-shown": N_(
        "The name that pages show has 1 to {most} characters, all of them seen: the person's name."
    ),
    "account-taken": N_(
        "There is an account {other} already, which is or looks like {name}. An account once made "
        "is never renamed or given to another person: choose another name."
    ),
    "account-unknown": N_(
        "There is no account {account}. Check its name; `subsidy account list` lists every account."
    ),
    "accounts-full": N_("There are {most} accounts, which is as many as are kept."),
    "role-unknown": N_("“{role}” is not a role. Roles are: {known}."),
    "role-unknown/none": N_("An account has at least one role. Roles are: {known}."),
    "admin-alone": N_(
        "An administrator has no other role: who gives roles sees no claims. A person who does "
        "both has two accounts."
    ),
    "own-account": N_(
        "{account} is your own account. Nobody gives roles to themselves, or shuts themselves out: "
        "another administrator does, or who owns the ledger, by `subsidy account`."
    ),
    "password-weak": N_(
        "A password has at least {least} characters. Several words that do not belong together "
        "are a good one."
    ),
    "password-weak/long": N_("A password has at most {most} characters."),
    "password-weak/name": N_(
        "Apart from the account's name {account} the password has hardly anything. Choose another."
    ),
    "password-weak/common": N_(
        "This password is among those that are tried first: chosen often, a repetition or a "
        "sequence. Choose another."
    ),
    "password-weak/unseen": N_(
        "The password holds a character that is not seen, so it could not be typed again. Type it "
        "without it."
    ),
    "password-weak/same": N_("The new password is the old one. Choose another."),
    "password-missing": N_(
        "No password was given, or the two differ: nothing was changed. Type it twice at a "
        "terminal, or give it as one line with --password-stdin."
    ),
    "login-refused": N_(
        "The account, the password or the code is not right. After several tries there is a wait "
        "of up to a minute. An administrator sets a new password where yours is lost."
    ),
    "code-needed": N_(
        "This account has a second factor: give the code that the authenticator shows now, or one "
        "of the recovery codes."
    ),
    "code-wrong": N_(
        "The code is not the one that the authenticator shows now. Check the clocks of both, and "
        "type the next code."
    ),
    "factor-in-force": N_(
        "{account} has a second factor already. Remove it first (`subsidy account totp {account} "
        "--off`)."
    ),
    "too-many-tries": N_("Too many tries. Try again in {seconds} s."),
    "token-roles": N_(
        "The account {account} does not have the roles {roles}, so a token of it cannot. Give "
        "some of its own."
    ),
    "token-days": N_("A token is good for 1 to {most} days."),
    "token-unknown": N_(
        "There is no token number {token} here. `subsidy account list` lists the tokens in force."
    ),
    "tokens-full": N_(
        "The account {account} has {most} tokens in force. Revoke one that is no longer used."
    ),
    "link-over": N_(
        "This link is over: it was used, it is older than an hour, another was made, or there is "
        "an administrator. Start the server again for another, or ask the administrator."
    ),
    "link-over/password": N_(
        "This link is over: it was used, it is older than a day, another was made, or the account "
        "is disabled. Ask the administrator for another."
    ),
    "identity-taken": N_(
        "This person of the identity provider is the account {account} already. A person is one "
        "account: unlink that first."
    ),
    "identity-unknown": N_(
        "The identity provider {issuer} says that you are {subject}, and no account here is yours "
        "yet. Give both to the administrator of accounts, who links them to your account: on its "
        "page, or by `subsidy account link NAME --issuer {issuer} --subject {subject}`."
    ),
    "account-disabled": N_(
        "The account {account} is disabled. An administrator of accounts enables it."
    ),
    "client-secret-unusable": N_(
        "The secret that the identity provider gave this server cannot be read from {file} "
        "({problem}). Write it as one line into a file that its owner alone may read (chmod 600), "
        "or put it into {variable}."
    ),
    "identity-malformed": N_(
        "An issuer and a subject have 1 to {most} characters each, all of them seen. Copy both as "
        "the identity provider shows them."
    ),
    "provider-unavailable": N_(
        "The identity provider {issuer} cannot be reached, or does not answer as one ({problem}). "
        "Check its address, which begins with https, and whether it runs."
    ),
    "provider-refused": N_(
        "The identity provider {issuer} did not let you in, or what came back from it does not "
        "prove who you are ({problem}). Begin again at the login page."
    ),
}
