"""What refusals about work in many processes say (see `refusals`)."""

from __future__ import annotations

from adapters.wording.translation import N_

CLUSTER: dict[str, str] = {
    "segments-not-found": N_(
        "{folder} holds no segments. `subsidy export segments FOLDER` writes them."
    ),
    "segments-unreadable": N_(
        "The segments in {folder} cannot be read ({problem}). Copy the folder again, or export the "
        "log into a new one."
    ),
    "segments-newer": N_(
        "The segments in {folder} were written by a newer version of this program. Update it."
    ),
    "segments-folder-taken": N_(
        "{folder} holds other files, or is not a folder; nothing was written. Name a new folder, "
        "or one that holds segments."
    ),
    "segments-parts-differ": N_(
        "The segments in {folder} have {parts} parts, and an enterprise stays in its part. Leave "
        "out --parts, or export into a new folder."
    ),
    "segments-other-ledger": N_(
        "The segments in {folder} are of another ledger, or of this one before it was put back to "
        "an earlier copy. Export into a new folder."
    ),
    "segments-unwritable": N_(
        "The segments cannot be written to {folder} ({problem}). Those of before are as they were."
    ),
    "segment-altered": N_(
        "The segment {file} is not as it was exported: its rows or its SHA-256 are not those of "
        "the manifest. Copy the folder again, or export the log into a new one."
    ),
    "segments-incomplete": N_(
        "The segments of {ledger} have {rows} events of {position}. Export the log into a new "
        "folder."
    ),
    "mixed-versions": N_(
        "A worker runs another version of this program ({theirs}, here {ours}): their answers may "
        "differ. Install the same one on every machine."
    ),
    "mixed-books": N_(
        "The ledgers {one} and {other} have other policy books: what an amendment changes in one "
        "is not what it changes in the other. Ask for each by itself."
    ),
    "results-differ": N_(
        "A sample of the enterprises of {ledger}, worked on here from its log, came out otherwise "
        "than from the segments. Verify the ledger (`subsidy verify`) and export it into a new "
        "folder."
    ),
    "engine-unknown": N_(
        "{engine} is nothing to work on. Write processes, ray, or ray://HOST:PORT."
    ),
    "engine-unreachable": N_(
        "The cluster {engine} does not answer ({problem}). Check its address, that it runs the "
        "version of Ray that is installed here, and, where it asks for a token, that "
        "RAY_AUTH_MODE=token is set here and RAY_AUTH_TOKEN_PATH names the token's file."
    ),
    "ledgers-unreadable": N_(
        "{file} does not list ledgers ({problem}). Write a table [[ledger]] for each, with a name "
        "and a store or segments."
    ),
    "worker-lost": N_(
        "A process that worked on part {part} of {parts} ended {times} times before it answered. "
        "Where the system ends processes for want of memory, close other programs; more and "
        "smaller parts need less."
    ),
}
