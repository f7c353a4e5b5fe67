"""What refusals about sealing say (see `refusals`)."""

from __future__ import annotations

from adapters.wording.translation import N_

SEAL: dict[str, str] = {
    "key-exists": N_("{file} already exists. A key is never overwritten: choose another name."),
    "key-misplaced": N_(
        "The key {file} is in or beside {folder} and would be copied or published with it. "
        "Keep it elsewhere."
    ),
    "key-name-invalid": N_(
        "{name} cannot name a key: it must not hold spaces or plus signs. Write it as "
        "example.org/subsidy-ledger."
    ),
    "key-unwritable": N_(
        "The key file {file} cannot be written ({problem}). Check its folder and permissions."
    ),
    "key-unreadable": N_(
        "The key file {file} cannot be read ({problem}). `subsidy key new` creates one."
    ),
    "key-exposed": N_(
        "Others can read the key file {file}. Run chmod 600, and consider replacing it "
        "(`subsidy key new --replaces`)."
    ),
    "key-memory-unreadable": N_(
        "{file} says what the key signed last, and cannot be read ({problem}); nothing was signed. "
        "Restore it from the key's backup, or change the key (`subsidy key new --replaces`)."
    ),
    "key-memory-missing": N_(
        "{file} does not say what the key signed last: it is missing, or older than the checkpoint "
        "in {folder}. Nothing was signed, since the key could sign a second history. Restore it "
        "from the key's backup, or copy the newest checkpoint that the key signed to it. If none "
        "is left, compare the log with what others kept of it (`subsidy verify --checkpoint`), "
        "then run `subsidy seal --memory-lost`."
    ),
    "seal-busy": N_(
        "Another process has held {file} for {seconds} seconds: it seals with the same key or into "
        "the same folder. Nothing was signed. Wait for it, or end it, and seal again."
    ),
    "key-not-vouched": N_(
        "The log is sealed by {current}, which does not vouch for {key}; nothing was recorded or "
        "signed. Use that key, or have it name the next one: `subsidy key new --replaces`. If it "
        "is lost, run `subsidy seal --old-key-lost --reason TEXT`: `subsidy verify` will always "
        "show it."
    ),
    "key-kinds": N_(
        "Of the keys {files}, {number} are of the log's own kind, and it takes exactly one: an "
        "Ed25519 key, or one in a token. Keys of other kinds come beside it."
    ),
    "token-invalid": N_(
        "That is not the address of a key in a token ({wrong}). It reads pkcs11:token=…;object=…"
        "?module-path=…&pin-source=…, with {needed} needed, and never with the PIN in it."
    ),
    "token-unusable": N_(
        "The token {uri} did not sign or make a key ({problem}). Check that it is there, its PIN, "
        "and that it knows Ed25519; nothing was signed."
    ),
    "token-pin-missing": N_(
        "The token's PIN is not given. Name a file of it in the address (pin-source=/path), or set "
        "{variable}."
    ),
    "extra-missing": N_(
        "{needs} is not installed, which this takes. Run pip install 'subsidy-ledger[{extra}]'."
    ),
    "algorithm-missing": N_(
        "This machine cannot sign or check by {kind} ({problem}). SM2 takes the openssl program, "
        "version 3 or later; ML-DSA-44 takes the cryptography package with its own OpenSSL."
    ),
    "key-invalid": N_(
        "{key} is not a verifier key, nor a file that holds one. `subsidy key show` prints it."
    ),
    "nothing-sealed": N_("Nothing is sealed in {folder} yet. Run `subsidy seal` first."),
    "not-sealed": N_(
        "Position {position} is not among the {size} sealed. Run `subsidy seal` first."
    ),
    "claim-not-sealed": N_(
        "Claim {claim_no} is not among the {size} events sealed. Run `subsidy seal` first."
    ),
    "size-not-sealed": N_("No checkpoint seals {size} events. The last ones: {sizes}."),
    "seal-not-found": N_("There is no seal folder {folder}. Check the path."),
    "seal-unreadable": N_(
        "The seal folder {folder} is damaged ({problem}). Run `subsidy verify`; restore its backup."
    ),
    "seal-unwritable": N_(
        "The seal folder {folder} cannot be written ({problem}); nothing was signed. Check "
        "disk and permissions, and seal again."
    ),
    "seal-inconsistent": N_(
        "Position {position} is not what was signed in {folder}; nothing is signed on top. "
        "Run `subsidy verify` to find out why."
    ),
    "seal-fork": N_(
        "By {file}, the key has signed a checkpoint of {size} events of {origin}, which this log "
        "does not continue; nothing was signed in {folder}. Restore the log that was sealed, or "
        "run `subsidy verify` to find out why. A new log takes a key and a name of its own."
    ),
    "seal-inconsistent/recover": N_(
        "Position {position} of the ledger is not what was signed in {folder}: it is of another "
        "ledger, or was altered. Nothing was put back. Recover into a new file (--store) or an "
        "older backup."
    ),
    "seal-origin-differs": N_(
        "{folder} seals {origin}, but the key is named {name}. Create one with `subsidy key "
        "new --name {origin}`."
    ),
    "output-unwritable": N_(
        "{file} cannot be written ({problem}). Check its folder and permissions."
    ),
    "output-would-replace": N_(
        "{file} belongs to the store {kept}: nothing is written over a store, not even with "
        "--force. Name another file."
    ),
    "output-would-replace/key": N_(
        "{file} holds a private key: nothing is written over a key, not even with --force. Name "
        "another file."
    ),
    "output-would-replace/seal": N_(
        "{file} lies in the folder of the seal {kept}, which only `subsidy seal` writes to, not "
        "even with --force. Name a file outside of it."
    ),
    "output-of-another-kind": N_(
        "{file} is there and is not of the kind to be written. Name another file; if it can go, "
        "use --force."
    ),
    "witness-unreachable": N_(
        "The witness {url} cannot be reached ({problem}). The seal stands; ask again later."
    ),
    "witness-refused": N_("The witness {url} did not cosign ({status}: {answer})."),
    "witness-quorum": N_(
        "{count} known witnesses cosigned the last checkpoint; {required} are required. Ask them "
        "again: `subsidy seal` with --witness and --witness-key."
    ),
    "witness-ahead": N_(
        "The witness {url} has seen {seen} events; now there are {size}. The log or its seal "
        "was replaced by an older copy: find out why."
    ),
    "timestamp-unreachable": N_(
        "The time stamp authority {url} cannot be reached ({problem}). The seal stands; seal again "
        "later to ask again."
    ),
    "timestamp-refused": N_(
        "The time stamp authority {url} gave no valid time stamp ({status}: {answer}). The seal "
        "stands; ask another authority, or ask it why."
    ),
    "timestamp-false": N_(
        "The time stamp {file} is not valid ({problem}); nothing was packed. Check the roots given, "
        "and run `subsidy verify`."
    ),
    "timestamp-roots-unreadable": N_(
        "The certificates in {file} cannot be read ({problem}). It takes a file of PEM."
    ),
    "receipt-unreadable": N_(
        "The receipt {file} cannot be read ({problem}). Check its path and permissions."
    ),
    "pack-unreadable": N_("The pack {file} cannot be read ({problem})."),
}
