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
        "serves the ledger is a member of the role subsidy_writer; where an earlier version made "
        "the ledger, its owner runs `subsidy store prepare` once more."
    ),
    "web-newer": N_(
        "{file} was made by a newer version of this program (its tables are of version {version}, "
        "this program knows {known}). Update the program; nothing is damaged."
    ),
}
