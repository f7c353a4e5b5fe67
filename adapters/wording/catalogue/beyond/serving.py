"""What refusals of a served ledger say (see `refusals`)."""

from __future__ import annotations

from adapters.wording.translation import N_

SERVING: dict[str, str] = {
    "not-logged-in": N_("Nobody is logged in, or the session has ended. Log in, and ask again."),
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
    "server-read-only": N_(
        "This server is for reading alone, and `{verb}` records. Use the server of the bureau."
    ),
    "job-file-changed": N_(
        "The file {file} that was handed in is no longer there, or is not what it was. Hand it in "
        "again."
    ),
    "setting-missing": N_(
        "The server was started without --{setting}, which this needs. Ask its administrator."
    ),
}
