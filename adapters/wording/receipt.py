"""What the check of a receipt says, for people and for programs."""

from __future__ import annotations

from typing import Any

from adapters.log.codec import CodecError, columns, decode
from adapters.log.entries import Row
from adapters.log.upcasts import word
from adapters.seal.checkpoints import Checkpoint, hash_text
from adapters.seal.proofs import Receipt, ReceiptError
from adapters.wording.history import history
from adapters.wording.tables import show_table
from domain.calendar import clock
from domain.events.log import Recorded

PROBLEMS: dict[str, tuple[str, str]] = {
    "not-a-receipt": ("不是收据，或已被改动", "it is not a receipt, or was altered"),
    "signature-untrusted": (
        "不是所信公钥签署的：属于另一账本，或已被改动",
        "no trusted key signed it: it is of another ledger, or was altered",
    ),
    "proof-false": (
        "事件不在所签署的账本中",
        "the event is not in the log that was signed",
    ),
}


def sound_answer(receipt: Receipt, checkpoint: Checkpoint) -> dict[str, Any]:
    """Return what a sound receipt proves, as other programs rely on it."""
    recorded = _event(receipt)
    return {
        "sound": True,
        "problem": None,
        "detail": None,
        "position": receipt.position,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": hash_text(checkpoint.root),
        "event": None if recorded is None else history.answer(recorded),
    }


def unsound_answer(problem: ReceiptError) -> dict[str, Any]:
    """Return why a receipt proves nothing, as other programs rely on it."""
    proved = dict.fromkeys(("position", "origin", "size", "root", "event"))
    return {"sound": False, "problem": problem.code, "detail": str(problem)} | proved


def show_sound(receipt: Receipt, checkpoint: Checkpoint, lang: str) -> None:
    """Print what a sound receipt proves."""
    en = lang == "en"
    position, size = f"{receipt.position:,}", f"{checkpoint.size:,}"
    print(
        f"The receipt is sound: position {position} is in the sealed log of {size} events."
        if en
        else f"收据成立：账本位置 {position} 在已封存的 {size} 个事件之中。"
    )
    rows = [
        ["origin" if en else "账本", checkpoint.origin],
        ["root" if en else "根", hash_text(checkpoint.root)],
    ]
    recorded = _event(receipt)
    if recorded is not None:
        rows += [
            ["stream" if en else "所属", recorded.stream],
            ["event" if en else "事件", history.TYPES[word(recorded.event.TOPIC)][en]],
            ["claim" if en else "申报编号", getattr(recorded.event, "claim_no", "")],
            ["recorded" if en else "记录时间", clock(recorded.recorded_at)],
            ["by" if en else "经办", recorded.by],
        ]
    show_table(["", ""], [row for row in rows if row[1]], set())


def show_unsound(problem: ReceiptError, lang: str) -> None:
    """Print why a receipt proves nothing."""
    en = lang == "en"
    why = PROBLEMS[problem.code][en]
    print(
        f"The receipt proves nothing: {why} ({problem})."
        if en
        else f"收据不成立：{why}（{problem}）。"
    )


def _event(receipt: Receipt) -> Recorded | None:
    """Return the event of a receipt; None for an entry that this version cannot read."""
    try:
        row = Row(receipt.position, *columns(receipt.entry), receipt.entry)
        return decode(receipt.position, row)
    except CodecError:
        return None
