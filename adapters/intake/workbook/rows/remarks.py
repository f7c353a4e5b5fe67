"""Words beside a claim that take it back, or may: in a remark, a heading, a note or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from adapters.files.grid import letters_of
from adapters.intake.items import Notice, shortened
from adapters.intake.workbook.cells import plain
from domain.refusals import Fact

_READ_MAX = 500  # characters of a text that are looked at
_OLD_FORMS = str.maketrans(
    "廢銷棄刪無沒複應為準實際減報請該條筆項暫緩補決錯誤終註轉還換領發駁過會領結總併並",
    "废销弃删无没复应为准实际减报请该条笔项暂缓补决错误终注转还换领发驳过会领结总并并",
)
_ENGLISH = r"(?<![a-z])(?:void|cancell?ed|withdrawn|rejected|revoked|declined)"
_VOID = re.compile(r"[\W_]*[此本该]?[行条笔项]?已?作废.*|.*作废[\W_]*")
# In a heading or a note: what of the rows about it, nobody can be sure.
_ENDING = re.compile(
    r"作废|撤回|撤销|取消|放弃|退出|删除|不予|不报|无效|重复|退回|核减|更正|改为|应为|为准|驳回|退件|否决|已撤|撤件"
    rf"|实际(?=.*[\d一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾])|{_ENGLISH}",
    re.IGNORECASE,
)
# Beside a claim: further words that may say that it is not to be granted as it stands.
_DOUBT = re.compile(
    r"废|删|剔除|扣除|扣减|暂不|暂缓|缓报|待定|待核|已退|终止|中止|停|注销|有误|错误|改成|改报|撤|勿报|别报"
    r"|不(?:要|同意|通过|合格|符|计|列|受理|申报|补|享受|再|算|作数|给|拨|发放)"
    # to another year or another claim
    r"|[结划]转|转(?:下|次|明|上|至|到|入|报|由|第|其他|20)|[移延推][至到]|顺延|并入|归入|改[由列]|另[报案]|另行申报"
    r"|(?:下|明|次|下一)年度?(?:再|申报|上报|兑现|安排|办理)"
    # to another amount
    r"|汇率|折算|折合|换算|减半|一半|打折|封顶|核定|[仅只][报补按算]|按.{0,9}(?:补(?![充齐正交报件])|计(?!划)|算|折)"
    # received already
    r"|(?:已|(?<![未不])曾)(?:(?![未没无不]).){0,20}"
    r"(?:享受|领取|领过|兑现|兑付|拨付|发放|奖励|资助|补(?![报充齐正交件办签录盖材资发证票登全开]))"
    r"|(?<![a-z])(?:delet|ineligib|noteligib|withdr|cancel|reject|revok|declin|duplicat|donot|don't"
    r"|alreadypaid|alreadyreceived|transfer|convert|moved)",
    re.IGNORECASE,
)
# Wherever in a row it stands alone, or after the firm's name.
_WITHDRAWN = re.compile(
    r"(?:.*[\W_])?(?:[此本该]?[行条笔项]?(?:已|拟|自愿|申请|企业|被|予以|审核|初审){0,3}"
    r"(?:作废|撤回|撤销|取消|放弃|退出|删除|不予?|重复|暂缓|驳回|退件|否决|撤件|撤)"
    rf"(?:申报|申请|上报|受理|补助|支持)?|不报|无效|{_ENGLISH}|[×✗])[\W_]*",
    re.IGNORECASE,
)
# 不作废, 没有撤回, 不予取消: but not 不得不作废.
_NEGATED = re.compile(
    r"(?<![不未没非无])(?:[未没非无]有?|不(?:是|会|再|予|应|得|要|能|可|必)?|[勿莫])"
    r"(?:被|予以|进行|申请|需|须)?(?:作废|撤回|撤销|取消|放弃|退出|删除|重复|无效|退回|驳回|退件|否决|撤件|撤"
    r"|折算|换算|结转|顺延|转(?:下|次|明)年度?)"
    rf"|(?<![a-z])(?:not|never|isnot|hasnot)(?:been)?(?:{_ENGLISH.replace('(?<![a-z])', '')})",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"[不未没非]")


def takes_back(remark: object, texts: Iterable[str]) -> bool:
    """Say whether a row is withdrawn: marked 作废 in its remark, or withdrawn in any cell."""
    void = isinstance(remark, str) and _VOID.fullmatch(_affirmed(remark)) is not None
    return void or any(_WITHDRAWN.fullmatch(_affirmed(each)) for each in texts)


def may_take_back(text: str) -> bool:
    """Say whether a text may end or change what stands in a row."""
    left = _affirmed(text)
    unsure = left != _plainly(text) and _NEGATION.search(left) is not None
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
    return _NEGATED.sub("", _plainly(text))


def _plainly(text: str) -> str:
    """Return a text as it is compared, its old forms of letters as those of today."""
    return plain(text[:_READ_MAX]).translate(_OLD_FORMS)
