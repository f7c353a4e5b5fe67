"""Commands that seal a ledger, prove what is in it, and verify all of it."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.seal import keys
from adapters.seal.proving.proof_files import check_proof_file, make_proof
from adapters.seal.sealer.watching import LOOK_SECONDS, seal_on, stopped_by_signals
from adapters.seal.verify.answers import ClaimProofMade
from adapters.seal.verify.verification import verify as verify_ledger
from adapters.seal.witness import seal_and_cosign
from adapters.wording.audit import receipt as words
from adapters.wording.audit.claim_proof import claim_page
from adapters.wording.audit.pack_page import pack_page
from adapters.wording.audit.verification import lag_lines, pack_report, verification_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.doors import counting, document
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, WRITING, Common, Sealed, Writing
from scripts.cli.values import flag, seconds, text, value, whole

VERIFIER_KEY = "SUBSIDY_VERIFIER_KEY"
NOT_ANCHORED = 3  # the exit code of a pack that is sound by the key it brought itself

key, proof, audit_pack = noun("key"), noun("proof"), noun("audit-pack")

Folder = Annotated[Path, value(Path, "DIR", N_("the folder of the seal"))]
PrivateKey = Annotated[Path, value(Path, "FILE", N_("the file of the private key"))]
Trusted = Annotated[
    tuple[str, ...],
    value(str, "KEY", N_("trust this verifier key alone, or a file of it (SUBSIDY_VERIFIER_KEY)")),
]
PrivateKeys = Annotated[
    tuple[Path, ...],
    value(Path, "FILE", N_("the file of the private key; again for keys of other kinds")),
]
Witnesses = Annotated[
    tuple[str, ...],
    value(str, "URL", N_("a witness to ask for a cosignature")),
    Parameter(name="--witness"),
]
WitnessKeys = Annotated[
    tuple[str, ...], value(str, "KEY", N_("the witness's verifier key, or the file of one"))
]
Authorities = Annotated[
    tuple[str, ...], value(str, "URL", N_("an authority to ask for a time stamp (RFC 3161)"))
]
REQUIRE = value(whole, "N", N_("so many known witnesses must have cosigned the checkpoint"))
Roots = Annotated[
    Path | None,
    value(Path, "FILE.pem", N_("the certificates that a time stamp's must lead to")),
    Parameter(name="--timestamp-roots"),
]


def must_trust(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the verifier keys given, or the one that the environment names. Raises Misuse."""
    if trusted := _trusted(given):
        return trusted
    raise Misuse(_("missing: {arguments}").format(arguments=f"--key KEY ({VERIFIER_KEY})"))


def _trusted(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the verifier keys given, or the one that the environment names."""
    known = os.environ.get(VERIFIER_KEY)
    return given or ((known,) if known else ())


def seal(
    folder: Folder,
    /,
    *,
    key: PrivateKeys,
    witness_url: Witnesses = (),
    witness_key: WitnessKeys = (),
    timestamp: Authorities = (),
    roots: Roots = None,
    old_key_lost: Annotated[
        bool, flag(N_("seal with a key that the old one does not vouch for; shown for ever"))
    ] = False,
    reason: Annotated[str | None, value(text, "TEXT", N_("why the old key is lost"))] = None,
    memory_lost: Annotated[
        bool, flag(N_("sign although what the key signed last (KEY.signed) is lost"))
    ] = False,
    require: Annotated[int, REQUIRE] = 0,
    every: Annotated[
        int | None,
        value(seconds, "SECONDS", N_("go on: seal at intervals what was recorded, until stopped")),
    ] = None,
    after_each: Annotated[
        bool, flag(N_("go on: seal as soon as anything is recorded, until stopped"))
    ] = False,
    at: Writing = WRITING,
) -> int:
    if old_key_lost != (reason is not None):
        raise Misuse(_("--old-key-lost and --reason go together"))
    if after_each and every is not None:
        raise Misuse(_("--every and --after-each exclude each other"))
    with at.ledger() as (ledger, author):

        def once() -> list[Refusal]:
            with counting(_("seal")) as on_progress:
                answer, refused = seal_and_cosign(
                    ledger, folder, key, author, witness_url, witness_key, timestamp, roots, reason,
                    memory_lost, require, on_progress,
                )  # fmt: skip
            message = _("Sealed {size} events ({added} new), root {root}").format(
                size=f"{answer.size:,}", added=f"{answer.added:,}", root=answer.root
            )
            said = asdict(answer) | {"refused": list(map(document, refused))}
            at.tell(said, lambda: message)
            sys.stdout.flush()
            return refused

        if every is None and not after_each:
            refused = once()
            at.tell_refused(refused, None)
            return 1 if refused else 0
        with stopped_by_signals() as stop:
            whole = seal_on(ledger, once, every or LOOK_SECONDS, stop, at.tell_refused)
    return 0 if whole else 1


@key.command(help=N_("Make a key to seal with, in a file that only its owner can read."))
def new(
    *,
    key: Annotated[Path, value(Path, "FILE", N_("the file to make"))],
    name: Annotated[str | None, value(str, "ORIGIN", N_("what the log is called"))] = None,
    replaces: Annotated[
        Path | None, value(Path, "FILE", N_("the file of the key that this one replaces"))
    ] = None,
    kind: Annotated[
        Literal["ed25519", "ml-dsa-44", "sm2"],
        Parameter(help=N_("how it signs; all but ed25519 sign beside the log's own key")),
    ] = "ed25519",
    token: Annotated[
        str | None,
        value(str, "URI", N_("the key is kept in a token: pkcs11:token=…;object=…?module-path=…")),
    ] = None,
    at: Writing = WRITING,
) -> None:
    if name is not None and replaces is not None:
        raise Misuse(_("--name and --replaces exclude each other"))
    if name is None and replaces is None:
        raise Misuse(_("missing: {arguments}").format(arguments="--name ORIGIN"))
    if kind != "ed25519" and (replaces is not None or token is not None):
        raise Misuse(_("--kind {kind} excludes --replaces and --token").format(kind=kind))
    with at.ledger() as (ledger, author):
        answer = keys.make_key(ledger, key, name, replaces, author, kind=kind, token=token)
    at.tell(answer, lambda: _("Verifier key: {key}").format(key=answer.key))


@key.command(help=N_("Make a key that accounts are sealed by, in a file outside the ledger."))
def accounts(
    *,
    key: Annotated[Path, value(Path, "FILE", N_("the file to make"))],
    replaces: Annotated[
        Path | None, value(Path, "FILE", N_("the file of the key that this one replaces"))
    ] = None,
    at: Common = COMMON,
) -> None:
    with at.opened() as ledger:
        answer = keys.make_key_of_accounts(ledger, key, replaces)
    at.tell(answer, lambda: _("Key of accounts: {key}").format(key=answer.key))


@key.command(
    help=N_("Print the verifier key of a private key, by which others check its signatures.")
)
def show(*, key: PrivateKey, at: Common = COMMON) -> None:
    answer = keys.show_key(key)
    at.tell(answer, lambda: answer.key)


@proof.default
def make(
    of: Annotated[
        str, value(text, "POSITION|CLAIM_NO", N_("a log position, or the number of a claim"))
    ],
    /,
    *,
    out: Annotated[Path, value(Path, "FILE", N_("the receipt to write"))],
    whole_stream: Annotated[
        bool, flag(N_("show the enterprise's other events between those of the claim, too"))
    ] = False,
    at: Sealed,
) -> None:
    with at.opened() as ledger:
        answer = make_proof(
            ledger,
            of,
            out,
            at.seal,
            at.key,
            at.position,
            claim_page,
            whole_stream=whole_stream,
            force=at.force,
        )
    message = _("A receipt of position {position} ({size} events sealed): {file}")
    if isinstance(answer, ClaimProofMade):
        message = _("A proof of claim {claim_no}, {events} events ({size} sealed): {file}")
    message = message.format(**asdict(answer) | {"size": f"{answer.size:,}"})
    at.tell(answer, lambda: message)


@proof.command(
    name="check",
    help=N_("Check a receipt offline: that its event is in the log that a trusted key signed."),
)
def check_receipt(
    file: Annotated[Path, value(Path, "FILE", N_("the receipt"))],
    /,
    *,
    key: Annotated[
        tuple[str, ...],
        value(str, "KEY", N_("a trusted verifier key, or the file of one (SUBSIDY_VERIFIER_KEY)")),
    ] = (),
    at: Common = COMMON,
) -> int:
    proof = check_proof_file(file, must_trust(key), claim_page)
    answer = words.answer(proof)
    at.tell(answer, lambda: words.report(proof))
    return 0 if answer.sound else 1


def verify(
    folder: Annotated[Path | None, value(Path, "DIR", N_("the folder of the seal"))] = None,
    /,
    *,
    key: Trusted = (),
    checkpoint: Annotated[
        tuple[Path, ...],
        value(Path, "FILE", N_("a checkpoint kept earlier, to compare with the log")),
    ] = (),
    require: Annotated[int, REQUIRE] = 0,
    roots: Roots = None,
    at: Common = COMMON,
) -> int:
    if require and folder is None:
        raise Misuse(_("missing: {arguments}").format(arguments="DIR"))
    with at.opened() as ledger:
        answer = verify_ledger(ledger, folder, _trusted(key), checkpoint, require, roots)
    report = verification_report(answer, with_seal=folder is not None)
    at.tell(answer, lambda: report)
    return 1 if answer.faults else 0


@audit_pack.default
def pack(
    out: Annotated[Path, value(Path, "OUT.zip", N_("the pack to write"))],
    /,
    *,
    require: Annotated[int, REQUIRE] = 0,
    roots: Roots = None,
    attachments: Annotated[bool, flag(N_("with the papers of claims (`attachment`)"))] = False,
    at: Sealed,
) -> None:
    with at.opened() as ledger:
        from adapters.seal.pack.pack import make_pack  # takes long to import

        answer = make_pack(
            ledger, at.seal, at.key, at.position, out, pack_page,
            require=require, force=at.force, roots=roots, attachments=attachments,
        )  # fmt: skip
    message = _("Packed {size} events: {file}").format(size=f"{answer.size:,}", file=answer.file)
    at.tell(answer, lambda: "\n".join((message, *lag_lines(answer))))


@audit_pack.command(
    name="check",
    help=N_(
        "Check an audit pack offline, from an empty store: log, seal, figures, every decision."
    ),
)
def check(
    file: Annotated[Path, value(Path, "FILE", N_("the pack"))],
    /,
    *,
    key: Trusted = (),
    require: Annotated[int, REQUIRE] = 0,
    roots: Roots = None,
    at: Common = COMMON,
) -> int:
    with counting(_("reperform")) as on_progress:
        from adapters.seal.pack.pack_check import check_pack

        answer = check_pack(file, _trusted(key), require, pack_page, on_progress, roots)
    at.tell(answer, lambda: pack_report(answer))
    return 1 if answer.faults else 0 if answer.anchored else NOT_ANCHORED
