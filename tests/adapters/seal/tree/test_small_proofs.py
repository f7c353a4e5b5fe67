"""Proofs in this process: what is shown of a claim, and what is refused as not its story."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.ledger.store import Store
from adapters.seal.folder import SealFolder
from adapters.seal.notes import SIZE_DIGITS_MAX, Checkpoint, Note, SignerKey, merged
from adapters.seal.proving import claim_proof as claim_proofs
from adapters.seal.proving.claim_proof import (
    EVENTS_MAX,
    PROOF_MAX_BYTES,
    ProvedClaim,
    check_claim_proof,
    claim_positions,
    claim_proof,
)
from adapters.seal.proving.receipts import (
    RECEIPT_MAX_BYTES,
    Receipt,
    ReceiptError,
    check_receipt,
    position_of,
    receipt,
    sealed_head,
)
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in, seal, states
from tests.domain.given import approval, fair, submission, withdraw
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.ledgers import OTHER_USCC, do, opened

OWN = (2, 3, 5)  # YQ-1 submitted, approved, withdrawn
LAST_SEAL = 8


class Sealed:
    """A ledger sealed at 6 and at 8: YQ-1, an amount (4) between its events, others after them."""

    def __init__(self, folder: Path, store: Store, key: SignerKey) -> None:
        self.folder, self.store, self.key = SealFolder(folder), store, key

    def head(self, size: int | None = None) -> tuple[Checkpoint, Note]:
        return sealed_head(self.folder, size, self.key)

    def receipt(self, position: int) -> Receipt:
        return receipt(self.store.handler, self.folder, position, self.head())

    def proof(self, places: Sequence[int], *sizes: int, claim_no: str = "YQ-1") -> str:
        """The proof of these events, each as of the size beside it; the last seal by default."""
        heads = [self.head(size) for size in (*sizes, *[LAST_SEAL] * (len(places) - len(sizes)))]
        receipts = [
            receipt(self.store.handler, self.folder, at, head)
            for at, head in zip(places, heads, strict=True)
        ]
        return claim_proof(claim_no, receipts, heads[0][0], page)

    def checked(self, text: str) -> ProvedClaim:
        return check_claim_proof(text, [self.key.verifier], page)


def page(proved: ProvedClaim) -> str:
    return f"{proved.claim_no} {proved.granted_fen}\n"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    folder = tmp_path_factory.mktemp("proofs")
    key = key_in(folder)
    with opened(folder / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("100.00")), approval("YQ-1"))
        exports(store, 1)
        do(store.handler, withdraw("YQ-1"))
        do(store.handler, submission("YQ-2", fair("50.00")))
        seal(store, folder / "seal", key)
        do(store.handler, submission("YQ-3", fair("1.00")), uscc=OTHER_USCC)
        do(store.handler, approval("YQ-2"))
        seal(store, folder / "seal", key)
        yield Sealed(folder / "seal", store, key)


def test_a_proof_shows_what_was_granted_and_what_it_leaves_out(sealed: Sealed) -> None:
    withdrawn = sealed.checked(sealed.proof(OWN))
    until_then = sealed.checked(sealed.proof(OWN[:2]))
    whole = sealed.checked(sealed.proof((2, 3, 4, 5)))

    assert (withdrawn.granted_fen, until_then.granted_fen, whole.granted_fen) == (0, 7_000, 0)
    assert (withdrawn.hidden, until_then.hidden, whole.hidden) == ([(3, 3)], [], [])
    assert [event.position for event in whole.events] == [2, 3, 4, 5]
    assert [event.position for event in whole.own] == list(OWN)
    assert withdrawn.checkpoint.size == LAST_SEAL
    assert withdrawn.entries == tuple(states(sealed.store)[at - 1] for at in OWN)
    submitted = sealed.checked(sealed.proof((7,), claim_no="YQ-3"))
    assert (submitted.granted_fen, len(submitted.events)) == (0, 1)


def test_a_proof_is_of_the_claims_events_or_of_all_between_them(sealed: Sealed) -> None:
    ledger = sealed.store.handler

    assert claim_positions(ledger, "YQ-1", LAST_SEAL, whole_stream=False) == list(OWN)
    assert claim_positions(ledger, "YQ-1", LAST_SEAL, whole_stream=True) == [2, 3, 4, 5]
    assert claim_positions(ledger, "YQ-1", 4, whole_stream=True) == [2, 3]


@pytest.mark.parametrize(
    ("places", "why"),
    [
        ((3, 2), "out of order"),
        ((2, 2), "out of order"),
        ((2, 7), "several streams"),
        ((6, 8), "another claim"),
        ((2, 3, 4), "another claim"),
        ((4, 5), "another claim"),
        ((2, 4, 5), "another claim"),  # the approval is hidden behind what stands between
        ((3, 5), "submission is left out"),
        ((2, 5), "an event before it is left out"),
    ],
)
def test_events_that_are_not_the_claims_story_are_not_its_proof(
    places: tuple[int, ...], why: str, sealed: Sealed
) -> None:
    with pytest.raises(ReceiptError, match=why) as refused:
        sealed.proof(places)

    assert refused.value.code == "proof-incomplete"


@pytest.mark.parametrize("sizes", [(6,), (8, 6), (8, 8, 6)])
def test_the_events_of_a_claim_are_proved_by_one_seal(
    sizes: tuple[int, ...], sealed: Sealed
) -> None:
    with pytest.raises(ReceiptError, match="several seals"):
        sealed.checked(sealed.proof(OWN, *sizes))


def test_a_number_is_a_position_unless_a_claim_has_it_or_it_is_too_long(sealed: Sealed) -> None:
    ledger = sealed.store.handler

    assert position_of(ledger, "9" * SIZE_DIGITS_MAX) == int("9" * SIZE_DIGITS_MAX)
    assert [position_of(ledger, of) for of in ("9" * (SIZE_DIGITS_MAX + 1), "１", "-1", "")] == [
        None, None, None, None,
    ]  # fmt: skip
    do(sealed.store.handler, submission("77", fair("1.00")))
    assert (position_of(ledger, "77"), position_of(ledger, "78")) == (None, 78)


def test_events_whose_versions_go_back_are_not_a_story_though_they_are_signed(
    tmp_path: Path,
) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("100.00")), approval("YQ-1"))
        with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
            replace_bytes(hand, 3, b'"version":2', b'"version":1')
        seal(store, tmp_path / "seal", key)
        forged = Sealed(tmp_path / "seal", store, key)

        with pytest.raises(ReceiptError, match="out of order"):
            claim_proof("YQ-1", [forged.receipt(at) for at in (2, 3)], forged.head()[0], page)


def test_a_receipt_is_checked_by_any_of_the_keys_trusted(sealed: Sealed) -> None:
    other = SignerKey(name=sealed.key.name, seed=bytes(32))
    text = str(sealed.receipt(2))

    proved, head = check_receipt(text, [other.verifier, sealed.key.verifier])

    assert (proved.position, head.size) == (2, LAST_SEAL)
    with pytest.raises(ReceiptError) as untrusted:
        check_receipt(text, [other.verifier])
    assert untrusted.value.code == "signature-untrusted"


def test_a_text_that_does_not_begin_as_a_proof_is_none(sealed: Sealed) -> None:
    with pytest.raises(ReceiptError) as refused:
        sealed.checked(sealed.proof(OWN).replace("claim-proof@v1", "claim-proof@v2", 1))

    assert refused.value.code == "not-a-receipt"


def test_nothing_is_proved_from_tiles_that_are_not_those_signed(
    sealed: Sealed, tmp_path: Path
) -> None:
    shutil.copytree(sealed.folder.path, tmp_path / "seal")
    tile = tmp_path / "seal/tile/0/000.p/8"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])

    with pytest.raises(Refusal) as refused:
        sealed_head(SealFolder(tmp_path / "seal"), None, sealed.key)

    assert refused.value.code == "seal-unreadable"


def test_the_only_event_of_a_log_is_its_own_root(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        seal(store, tmp_path / "seal", key)
        folder = SealFolder(tmp_path / "seal")
        made = receipt(store.handler, folder, 1, sealed_head(folder, None, key))

    assert made.path == []
    assert check_receipt(str(made), [key.verifier])[1].size == 1


@pytest.mark.parametrize("most", [2, 3])
def test_a_proof_has_no_more_events_than_are_read(
    most: int, sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_proofs, "EVENTS_MAX", most)
    text = sealed.proof(OWN)

    if most == len(OWN):
        assert len(sealed.checked(text).events) == most
    else:
        with pytest.raises(ReceiptError, match="not a receipt"):
            sealed.checked(text)


def test_a_proof_is_read_up_to_what_a_thousand_large_receipts_take() -> None:
    assert (EVENTS_MAX, RECEIPT_MAX_BYTES, PROOF_MAX_BYTES) == (1_000, 1_000_000, 200_000_000)


def test_a_receipt_signed_by_its_witness_alone_proves_nothing(sealed: Sealed) -> None:
    witness = SignerKey(name="example.org/witness", seed=bytes(32))
    own = sealed.receipt(2)
    witnessed = replace(own, note=merged(own.note, [witness.sign(own.note.text)]))

    with pytest.raises(ReceiptError) as untrusted:
        check_receipt(str(witnessed), [witness.verifier])

    assert untrusted.value.code == "signature-untrusted"


def test_a_receipt_of_another_kind_is_said_to_be_none(sealed: Sealed) -> None:
    _, _, rest = str(sealed.receipt(2)).partition("\n")

    with pytest.raises(ReceiptError, match=r"^not a receipt$"):
        check_receipt(f"another kind of proof\n{rest}", [sealed.key.verifier])
