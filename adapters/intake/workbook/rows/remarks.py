"""Words beside a claim that take it back, or may: in a remark, a heading, a note or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from adapters.files.grid import letters_of
from adapters.intake.items import Notice, shortened
from adapters.intake.workbook.cells import plain
from domain.refusals import Fact

_READ_MAX = 99  # characters of a text that are looked at
_VOID = re.compile(r"[\W_]*[此本该]?[行条笔项]?已?作废.*|.*作废[\W_]*")
# In a heading or a note: what of the rows about it, nobody can be sure.
_ENDING = re.compile(
    r"作废|撤回|撤销|取消|放弃|退出|删除|不予|不报|无效|重复|退回|核减|更正|改为|应为|为准"
    r"|实际(?=.*[\d一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾])"
)
# Beside a claim: further words that may say that it is not to be granted as it stands.
_DOUBT = re.compile(
    r"废|删|剔除|扣除|扣减|暂不|暂缓|缓报|待定|待核|已退|终止|中止|停|注销|有误|错误|改成|改报"
    r"|不(?:要|同意|通过|合格|符|计|列|受理|申报|补|享受)"
)
# Wherever in a row it stands alone, or after the firm's name.
_WITHDRAWN = re.compile(
    r"(?:.*[\W_])?(?:[此本该]?[行条笔项]?(?:已|拟|自愿|申请|企业){0,2}"
    r"(?:作废|撤回|撤销|取消|放弃|退出|删除|不予?|重复|暂缓)(?:申报|申请|上报|受理|补助|支持)?|不报|无效|void|cancell?ed|[×✗])[\W_]*",
    re.IGNORECASE,
)
# 不作废, 没有撤回, 不予取消: but not 不得不作废.
_NEGATED = re.compile(
    r"(?<![不未没非无])(?:[未没非无]有?|不(?:是|会|再|予|应|得|要|能|可|必)?|[勿莫])"
    r"(?:被|予以|进行|申请|需|须)?(?:作废|撤回|撤销|取消|放弃|退出|删除|重复|无效|退回)"
)
_NEGATION = re.compile(r"[不未没非]")


def takes_back(remark: object, texts: Iterable[str]) -> bool:
    """Say whether a row is withdrawn: marked 作废 in its remark, or withdrawn in any cell."""
    void = isinstance(remark, str) and _VOID.fullmatch(_affirmed(remark)) is not None
    return void or any(_WITHDRAWN.fullmatch(_affirmed(each)) for each in texts)


def may_take_back(text: str) -> bool:
    """Say whether a text may end or change what stands in a row."""
    left = _affirmed(text)
    unsure = left != plain(text[:_READ_MAX]) and _NEGATION.search(left) is not None
    return unsure or _ENDING.search(left) is not None


def is_doubtful(remark: str) -> bool:
    """Say whether a text beside a claim may say that it is not as it stands."""
    return may_take_back(remark) or _DOUBT.search(_affirmed(remark)) is not None


def comments_of(
    facts: Mapping[str, Fact], said: Mapping[int, str], reason: object = ""
) -> Iterator[Notice]:
    """Yield the comments on cells of a row, but for what stands in it as the ledger's reason.

    facts: where the row stands.
    """
    own = plain(str(reason))
    for column, text in sorted(said.items()):
        if plain(text) not in own:
            at = {**facts, "column": letters_of(column)}
            yield Notice(code="cell-comment", facts={**at, "comment": shortened(text)})


def _affirmed(text: str) -> str:
    """Return a text as it is compared, without what it says is not so: 不作废."""
    return _NEGATED.sub("", plain(text[:_READ_MAX]))
