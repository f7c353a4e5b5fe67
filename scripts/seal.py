"""Commands that seal a ledger, prove what is in it, and verify all of it."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.ledger.ledger import Ledger
from adapters.seal import keys
from adapters.seal.pack.pack import make_pack
from adapters.seal.pack.pack_check import check_pack
from adapters.seal.proving.proof_files import check_proof_file, make_proof
from adapters.seal.verify.answers import ClaimProofMade
from adapters.seal.verify.verification import verify as verify_ledger
from adapters.seal.witness import seal_and_cosign
from adapters.wording.audit import receipt as words
from adapters.wording.audit.claim_proof import claim_page
from adapters.wording.audit.pack_page import pack_page
from adapters.wording.audit.verification import pack_report, verification_report
from adapters.wording.catalogue.refusals import coded
from adapters.wording.rendering.text import counting
from adapters.wording.rendering.text import show as show_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, WRITING, Common, Sealed, Writing, note
from scripts.cli.values import flag, text, value

VERIFIER_KEY = "SUBSIDY_VERIFIER_KEY"
NOT_ANCHORED = 3  # the exit code of a pack that is sound by the key it brought itself

key, proof, audit_pack = noun("key"), noun("proof"), noun("audit-pack")

Folder = Annotated[Path, value(Path, "DIR", N_("the folder of the seal"))]
PrivateKey = Annotated[Path, value(Path, "FILE", N_("the file of the private key"))]
Trusted = Annotated[
    tuple[str, ...],
    value(str, "KEY", N_("trust this verifier key alone, or a file of it (SUBSIDY_VERIFIER_KEY)")),
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
    key: PrivateKey,
    witness_url: Annotated[
        tuple[str, ...],
        value(str, "URL", N_("a witness to ask for a cosignature")),
        Parameter(name="--witness"),
    ] = (),
    witness_key: Annotated[
        tuple[str, ...], value(str, "KEY", N_("the witness's verifier key, or the file of one"))
    ] = (),
    at: Writing = WRITING,
) -> int:
    with at.ledger() as (ledger, author), counting(_("seal")) as on_progress:
        answer, refused = seal_and_cosign(
            ledger, folder, key, author, witness_url, witness_key, on_progress
        )
    message = _("Sealed {size} events ({added} new), root {root}").format(
        size=f"{answer.size:,}", added=f"{answer.added:,}", root=answer.root
    )
    at.tell(answer, lambda: print(message))
    for refusal in refused:
        note(coded(refusal))
    return 1 if refused else 0


@key.command(help=N_("Make a key to seal with, in a file that only its owner can read."))
def new(
    *,
    key: Annotated[Path, value(Path, "FILE", N_("the file to make"))],
    name: Annotated[str | None, value(str, "ORIGIN", N_("what the log is called"))] = None,
    replaces: Annotated[
        Path | None, value(Path, "FILE", N_("the file of the key that this one replaces"))
    ] = None,
    at: Writing = WRITING,
) -> None:
    if name is not None and replaces is not None:
        raise Misuse(_("--name and --replaces exclude each other"))
    with at.ledger() as (ledger, author):
        answer = keys.make_key(ledger, key, name, replaces, author)
    at.tell(answer, lambda: print(_("Verifier key: {key}").format(key=answer.key)))


@key.command(
    help=N_("Print the verifier key of a private key, by which others check its signatures.")
)
def show(*, key: PrivateKey, at: Common = COMMON) -> None:
    answer = keys.show_key(key)
    at.tell(answer, lambda: print(answer.key))


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
    with Ledger(at.store) as ledger:
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
    at.tell(answer, lambda: print(message))


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
    at.tell(answer, lambda: show_report(words.report(proof)))
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
    at: Common = COMMON,
) -> int:
    with Ledger(at.store) as ledger:
        answer = verify_ledger(ledger, folder, _trusted(key), checkpoint)
    report = verification_report(answer, with_seal=folder is not None)
    at.tell(answer, lambda: show_report(report))
    return 1 if answer.faults else 0


@audit_pack.default
def pack(
    out: Annotated[Path, value(Path, "OUT.zip", N_("the pack to write"))], /, *, at: Sealed
) -> None:
    with Ledger(at.store) as ledger:
        answer = make_pack(ledger, at.seal, at.key, at.position, out, pack_page, force=at.force)
    message = _("Packed {size} events: {file}").format(size=f"{answer.size:,}", file=answer.file)
    at.tell(answer, lambda: print(message))


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
    at: Common = COMMON,
) -> int:
    with counting(_("reperform")) as on_progress:
        answer = check_pack(file, _trusted(key), pack_page, on_progress)
    at.tell(answer, lambda: show_report(pack_report(answer)))
    return 1 if answer.faults else 0 if answer.anchored else NOT_ANCHORED
