"""What refusals of a served ledger say (see `refusals`)."""

from __future__ import annotations

from adapters.wording.translation import N_

UNSEPARATED = N_(
    "Hands are not separated: who submits a claim may approve it as well. The owner of the ledger "
    "separates them, for good, by `subsidy store prepare --separate-hands`."
)
SERVING: dict[str, str] = {
    "not-logged-in": N_(
        "Nobody is logged in, or the session has ended; a program's token is unknown or has run "
        "out. Log in, or have a new token made, and ask again."
    ),
    "role-missing": N_(
        "The account {account} may not do this; it takes a role among {needed}. Ask the "
        "administrator of accounts."
    ),
    "cross-origin": N_(
        "The request was led here from another site ({site}); nothing was done. Open the ledger "
        "itself and try there."
    ),
    "host-unknown": N_(
        "This server does not answer to the name {host}. Use the address that its administrator "
        "gave out."
    ),
    "of-now-only": N_(
        "This answers as of now alone; nothing was asked or recorded. Leave out position and "
        "known_at."
    ),
    "server-read-only": N_(
        "This server is for reading alone, and `{verb}` records. Use the server of the bureau."
    ),
    "claim-number-dots": N_(
        "Claim number {claim_no} is a dot or two, which an address takes for a folder: nobody could "
        "ask for the claim. File under a number with a letter or a digit."
    ),
    "processes-one": N_(
        "{store} is a SQLite file, which one process serves. Leave out --processes, or keep the "
        "ledger on PostgreSQL."
    ),
    "address-taken": N_(
        "Another program listens at {where}. End it, or name another port or socket."
    ),
    "address-unusable": N_(
        "The server cannot listen at {where} ({problem}). Name an address of this machine, or a "
        "socket in a folder that this account may write to."
    ),
    "server-stopped": N_(
        "The server was stopped before it answered; nothing says whether anything was recorded. "
        "Ask for the same again: nothing is recorded twice."
    ),
    "server-full": N_(
        "The disk of the server is full; nothing more of this was recorded. Tell the administrator "
        "to make room, and send the same again: nothing is recorded twice."
    ),
    "own-jobs-full": N_(
        "{count} works that the account asked for wait already; no more were begun. Wait until "
        "some have ended, or cancel those that are no longer wanted."
    ),
    "jobs-full": N_(
        "{count} works wait already, of all who asked; no more were begun. Ask again when some "
        "have ended."
    ),
    "job-file-changed": N_(
        "The file {file} that was handed in is no longer there, or is not what it was. Hand it in "
        "again."
    ),
    "token-missing": N_(
        "A server is asked with a token of yours: put it into {variable}. You make one on the page "
        "of your account; whose ledger it is, by `subsidy account token`."
    ),
    "server-unreachable": N_(
        "The server {server} does not answer ({problem}). Check its address; nothing says that "
        "anything was recorded, and the same asked again records nothing twice."
    ),
    "verb-not-served": N_(
        "`{verb}` is not asked of a server: run it on the machine that has the ledger."
    ),
    "passwords-differ": N_("The two new passwords differ. Type the same twice."),
    "filters-full": N_(
        "The account keeps {most} filters already. Remove those that are no longer used, on the "
        "page of the account."
    ),
    "receipt-not-matched": N_(
        "There is no claim of this number with this code. Type both as the letter has them; the "
        "bureau gives out the code of a claim."
    ),
    "setting-missing": N_(
        "The server was started without --{setting}, which this needs. Ask its administrator."
    ),
    "login-may-not-serve": N_(
        "{store} does not let the login {login} record what officers do in their names, so the "
        "ledger cannot be served by it. The owner runs `subsidy store prepare` once more, then "
        "`GRANT subsidy_server TO {login}`; only the server's login may be a member of that role."
    ),
    "login-reserved": N_(
        "The login {login} begins as those of officers of a server do, so it records nothing. Use "
        "a login of this computer or database whose name begins otherwise."
    ),
}
