"""What refusals and notices say of the papers of a claim, and what kinds of papers are called."""

from __future__ import annotations

from adapters.wording.translation import N_, pgettext

ATTACHMENT_REFUSALS: dict[str, str] = {
    "attachment-type": N_(
        "This is not a PDF, a PNG or JPEG picture, an OFD file or the XML of an electronic invoice, "
        "whatever its name ends in. Save the paper as one of these, and attach that."
    ),
    "attachment-damaged": N_(
        "This begins as a {type} file and cannot be read as one: it is cut off or damaged. Open it "
        "to see whether it is whole, save it again, and attach that."
    ),
    "attachment-bomb": N_(
        "This OFD file would unpack to far more than such a file holds: it was made to fill a disk. "
        "It was not kept; ask who sent it for the file as issued."
    ),
    "attachment-too-slow": N_(
        "This PDF was not read within {seconds} seconds and was not kept. Print it to a PDF again, "
        "or scan it, and attach that."
    ),
    "attachment-picture-size": N_(
        "This picture says that it is {width} × {height} pixels; a side has at most {side}, and no "
        "scanner makes such a picture. Scan the paper again at 300 dots an inch."
    ),
    "attachment-too-large": N_(
        "A file attached to a claim has at most {limit_mb} MB. Scan it again with fewer dots an "
        "inch, or attach its parts."
    ),
    "attachment-empty": N_("This file is empty. Check that it was saved, and attach it again."),
    "attachments-too-many": N_(
        "Claim {claim_no} has {limit} papers already, which is the most. Put several pages into one "
        "PDF."
    ),
    "attachment-erased": N_(
        "Document {document} had this file of claim {claim_no} erased ({sha256}); the same bytes are "
        "not attached again. Attach a copy without what had to go."
    ),
    "attachment-unknown": N_(
        "Claim {claim_no} has no paper {sha256}. `subsidy attachment list {claim_no}` lists them."
    ),
    "attachment-missing": N_(
        "The file {sha256} is not where the papers of this ledger lie. Restore it from a backup, or "
        "attach the same file again; `subsidy attachment check` names all that are missing."
    ),
    "attachment-altered": N_(
        "The file {sha256} holds other bytes than were attached; nothing was written. Restore it from "
        "a backup, or attach the same file again."
    ),
    "files-not-named": N_(
        "This ledger is in a database, and nothing says where its papers lie. Set {variable} to the "
        "folder that every computer which serves this ledger uses; see docs/attachments.md."
    ),
    "files-unusable": N_(
        "The folder of papers {folder} cannot be used ({problem}). Check that it is there and is "
        "this account's, and that its disk has room; then try again."
    ),
    "files-busy": N_(
        "Others kept the folder of papers {folder} busy for {seconds} seconds; nothing was recorded. "
        "Try again."
    ),
    "request-conflicts/attach": N_(
        "This file is attached to claim {claim_no} already, as another kind of paper ({paper}); "
        "nothing was recorded."
    ),
    "request-conflicts/attachment erase": N_(
        "The file {sha256} of claim {claim_no} was erased before, by document {document}, or for "
        "another reason; nothing was recorded."
    ),
}

ATTACHMENT_NOTICES: dict[str, str] = {
    "pdf-runs": N_(
        "The PDF holds something that runs when it is opened or clicked ({what}): open it only in a "
        "program that runs nothing."
    ),
    "pdf-encrypted": N_(
        "The PDF is locked by a password, or was: what it says may not be read here."
    ),
    "pdf-has-files": N_("The PDF holds other files: do not open these unseen."),
    "file-of-two-kinds": N_(
        "The file is also one of another kind, for a program that reads it so."
    ),
    "file-unreadable": N_("The file can no longer be read ({problem})."),
    "file-elsewhere": N_("The same file is a paper of other claims too: {claims}."),
    "invoice-not-claimed": N_(
        "Invoice {number} is not among those that the claim states: {claimed}."
    ),
    "buyer-differs": N_("The invoice names the buyer {buyer}; the claim is of {uscc}."),
    "invoice-day": N_(
        "The invoice is of {day}, outside {first} to {last}, the days of this claim."
    ),
    "invoices-below-fee": N_(
        "The invoices come to {total_fen} {currency}, less than the {declared_fen} that the claim "
        "declares."
    ),
}

STATES: dict[str, str] = {
    "sound": N_("there, as attached"),
    "missing": N_("missing"),
    "altered": N_("altered"),
    "erased": N_("erased by a document"),
    "not-erased": N_("erased by a document, and still there"),
}


def paper_words() -> dict[str, str]:
    """Return what each kind of paper is called."""
    return {
        "invoice": pgettext("paper", "invoice"),
        "contract": pgettext("paper", "contract"),
        "certificate": pgettext("paper", "certificate"),
        "payment-proof": pgettext("paper", "proof of payment"),
        "other": pgettext("paper", "other paper"),
    }
