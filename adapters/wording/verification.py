"""What a verification found, for people and for programs."""

from __future__ import annotations

from typing import Any

from adapters.seal.checkpoints import hash_text
from adapters.seal.pack.pack_check import Checked
from adapters.seal.verify.faults import Fault, Verified
from adapters.wording.tables import show_table

FAULTS: dict[str, tuple[str, str]] = {
    "row-missing": ("账本缺行", "a row is missing"),
    "row-not-canonical": ("行的内容不合规范，或与各列不符", "a row is not canonical"),
    "stream-not-gapless": ("企业事件的序号不连续", "a stream's versions are not in order"),
    "time-goes-back": ("记录时间倒退", "the time recorded goes back"),
    "policy-digest": ("政策与其摘要值或序号不符", "a policy is not that of its digest"),
    "claim-number-index": ("申报编号索引不符", "the index of claim numbers differs"),
    "stream-index": ("企业事件索引不符", "the index of streams differs"),
    "views-differ": (
        "视图与账本不符；账本与封存相符时，可重建视图",
        "the views differ from the log: rebuild them once the log agrees with its seal",
    ),
    "views-ahead": ("视图比账本新", "the views are ahead of the log"),
    "views-unreadable": ("视图无法读取，可删除后重建", "the views cannot be read: delete them"),
    "tile-differs": ("封存的哈希与账本不符", "a sealed hash is not the log's"),
    "tile-missing": ("封存的文件缺失", "a sealed file is missing"),
    "tile-ahead": ("封存的文件超出账本", "a sealed file goes beyond the log"),
    "entries-differ": ("封存的事件与账本不符", "a sealed entry is not the log's"),
    "file-unknown": ("封存文件夹中有多余的文件", "a file that no sealer wrote"),
    "checkpoint-invalid": ("检查点格式或签名不对", "a checkpoint that is not validly signed"),
    "checkpoint-missing": ("检查点缺失", "a checkpoint is missing"),
    "checkpoint-differs": ("检查点与账本不符", "a checkpoint is not that of the log"),
    "checkpoint-older": ("检查点被换成了旧的", "the checkpoint was put back to an older one"),
    "checkpoint-ahead": ("检查点超出账本", "a checkpoint covers more than the log has"),
    "cosignature-false": ("见证人的会签不对", "a cosignature that its witness did not make"),
    "key-not-named": ("公钥没有登记在账本中", "a key that the log does not name"),
    "key-not-vouched": ("旧钥对新钥的签名不对", "the old key did not sign the new one"),
    "seal-unreadable": ("封存文件夹无法读取", "the seal's folder cannot be read"),
    "decision-disagrees": ("核定与复算不符", "a decision that comes out otherwise"),
    "totals-differ": ("合计与账本不符", "the totals are not those of the log"),
    "pack-differs": ("审计包中的文件与账本不符", "a file of the pack is not what the log gives"),
    "store-unreadable": ("账本无法读取", "the log cannot be read"),
}


def answer(found: Verified) -> dict[str, Any]:
    """Return the result as other programs rely on it."""
    return {
        "good": found.good,
        "events": found.events,
        "first_bad_position": found.first_bad_position,
        "faults": [{"position": one.position, "what": one.what} for one in found.faults],
        "unsealed": found.unsealed,
    }


def pack_answer(found: Checked) -> dict[str, Any]:
    """Return the check of a pack as other programs rely on it."""
    head = found.checkpoint
    return answer(found.verified) | {
        "origin": None if head is None else head.origin,
        "size": None if head is None else head.size,
        "root": None if head is None else hash_text(head.root),
        "keys": [str(key) for key in found.keys],
        "decisions": found.reperformed.decisions,
        "agreeing": found.reperformed.agreeing,
    }


def show(found: Verified, with_seal: bool, lang: str) -> None:
    """Print the counts, then each fault."""
    en = lang == "en"
    headers = ["events", "good", "faults"] if en else ["事件", "完好", "问题"]
    row = [f"{found.events:,}", f"{found.good:,}", f"{len(found.faults):,}"]
    if with_seal:
        headers.append("unsealed" if en else "未封存")
        row.append(f"{found.unsealed:,}")
    show_table(headers, [row], set(range(len(row))))
    if found.faults:
        headers = ["position", "fault", "detail"] if en else ["位置", "问题", "详情"]
        show_table(headers, [_fault(one, en) for one in found.faults], {0})


def _fault(one: Fault, en: bool) -> list[str]:
    position = "" if one.position is None else f"{one.position:,}"
    return [position, FAULTS[one.code][en], one.detail]


def show_pack(found: Checked, lang: str) -> None:
    """Print which head a pack is about, and how many decisions were worked out again."""
    en = lang == "en"
    if found.checkpoint is not None:
        rows = [
            ["origin" if en else "账本", found.checkpoint.origin],
            ["root" if en else "根", hash_text(found.checkpoint.root)],
            *(["key" if en else "公钥", str(key)] for key in found.keys),
            [
                "decisions agreeing" if en else "复算一致的核定",
                f"{found.reperformed.agreeing:,} / {found.reperformed.decisions:,}",
            ],
        ]
        show_table(["", ""], rows, set())
