"""Papers of a claim: which are recorded, which are not, and what erases them."""

from __future__ import annotations

import pytest

from domain.commands.enterprise import AttachFile, EraseAttachment
from domain.enterprise.amended.attaching import (
    FILE_BYTES_MAX,
    OF_A_CLAIM_MAX,
    Attached,
    attach,
    erase,
    evolve,
)
from domain.events.claims import AttachmentErased, ClaimAttached
from domain.refusals import Refusal

DIGEST = "ab" * 32


def handed_in(**other: object) -> AttachFile:
    facts = {"claim_no": "YQ-1", "sha256": DIGEST, "paper": "invoice"}
    facts |= {"media_type": "application/pdf", "size_bytes": 9} | other
    return AttachFile(**facts)  # type: ignore[arg-type]


def erasing(document: str = "乐商务〔2022〕61号", words: str = "有误") -> EraseAttachment:
    return EraseAttachment(claim_no="YQ-1", sha256=DIGEST, document=document, words=words)


def papers(*commands: AttachFile | EraseAttachment) -> dict[str, Attached]:
    attached: dict[str, Attached] = {}
    for command in commands:
        made = attach if isinstance(command, AttachFile) else erase
        for event in made(command, attached):  # type: ignore[operator]
            attached = evolve(attached, event)
    return attached


def refused(command: AttachFile | EraseAttachment, attached: dict[str, Attached]) -> str:
    with pytest.raises(Refusal) as refusal:
        attach(command, attached) if isinstance(command, AttachFile) else erase(command, attached)
    return refusal.value.code


def test_a_paper_is_recorded_by_what_its_bytes_are() -> None:
    (event,) = attach(handed_in(), {})

    assert event == ClaimAttached(
        claim_no="YQ-1",
        sha256=DIGEST,
        paper="invoice",
        media_type="application/pdf",
        size_bytes=9,
    )


def test_the_same_bytes_again_are_recorded_once_and_as_one_kind_of_paper() -> None:
    assert attach(handed_in(), papers(handed_in())) == ()
    assert refused(handed_in(paper="contract"), papers(handed_in())) == "request-conflicts"


@pytest.mark.parametrize("size", [0, FILE_BYTES_MAX + 1])
def test_a_file_has_a_size_that_is_bounded(size: int) -> None:
    assert refused(handed_in(size_bytes=size), {}) == "attachment-too-large"
    assert len(attach(handed_in(size_bytes=FILE_BYTES_MAX), {})) == 1


def test_a_claim_has_so_many_papers_and_no_more() -> None:
    every = papers(*(handed_in(sha256=f"{number:064x}") for number in range(OF_A_CLAIM_MAX)))

    assert refused(handed_in(), every) == "attachments-too-many"
    assert attach(handed_in(sha256=f"{0:064x}"), every) == ()


def test_what_a_document_erased_stays_erased() -> None:
    (event,) = erase(erasing(), papers(handed_in()))
    erased = papers(handed_in(), erasing())

    assert event == AttachmentErased(
        claim_no="YQ-1", sha256=DIGEST, document="乐商务〔2022〕61号", words="有误"
    )
    assert erase(erasing("乐商务 〔2022〕61号"), erased) == ()  # the same number
    assert refused(erasing(words="其他"), erased) == "request-conflicts"
    assert refused(handed_in(), erased) == "attachment-erased"


def test_what_was_never_attached_is_not_erased() -> None:
    assert refused(erasing(), {}) == "attachment-unknown"
