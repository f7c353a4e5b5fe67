"""A history for people and for programs: every event with its envelope."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from adapters.log.codec import encode_event
from adapters.log.upcasts import word as type_word
from adapters.wording.claims.answers import REASONS, measure_title, word
from adapters.wording.claims.causes import ORDERS, cause
from adapters.wording.history.money_history import MONEY_TYPES, money_what
from adapters.wording.rendering.tables import show_table
from domain.calendar import clock, clock_text
from domain.events.claims import (
    CapLifted,
    CapReached,
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
    ExportsRecorded,
    OrderChosen,
)
from domain.events.log import Event, Recorded
from domain.events.registration import (
    AccountErased,
    AccountNamed,
    EnterpriseRegistered,
    EnterpriseRenamed,
)
from domain.events.store import KeyNamed, LoginsSeparated, PolicyPublished
from domain.money import yuan
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap

TYPES = {
    "claim-submitted": ("申报", "submitted"),
    "claim-approved": ("核定", "approved"),
    "claim-rejected": ("不予核定", "rejected by rule"),
    "claim-reassessed": ("重新核定", "reassessed"),
    "claim-rejected-by-officer": ("人工驳回", "rejected by officer"),
    "claim-withdrawn": ("撤回", "withdrawn"),
    "cap-reached": ("封顶", "cap reached"),
    "cap-lifted": ("额度恢复", "cap lifted"),
    "exports-recorded": ("出口额", "exports"),
    "order-chosen": ("次序", "order chosen"),
    "policy-published": ("政策发布", "policy published"),
    "key-named": ("更换封存公钥", "key named"),
    "logins-separated": ("登录账号分离", "logins separated"),
    "enterprise-registered": ("企业登记", "registered"),
    "enterprise-renamed": ("企业更名", "renamed"),
    "account-named": ("账户登记", "account named"),
    "account-erased": ("账户信息删除", "account erased"),
} | MONEY_TYPES

KINDS = {
    "exhibition": ("境外展会", "exhibition"),
    "online-exhibition": ("线上展会", "online exhibition"),
    "brand": ("出口名牌", "brand"),
    "certification": ("产品认证", "certification"),
    "trademark": ("境外商标", "trademark"),
    "outsourcing": ("服务外包", "outsourcing"),
    "service-platform": ("外贸综合服务企业", "service platform"),
    "overseas-warehouse": ("公共海外仓", "overseas warehouse"),
    "credit-insurance": ("出口信用保险", "credit insurance"),
    "warning-point": ("预警点", "warning point"),
    "trade-remedy": ("贸易救济", "trade remedy"),
    "monitoring-point": ("监测点", "monitoring point"),
    "fx-guarantee": ("汇率避险担保", "exchange-rate guarantee"),
    "aeo": ("AEO高级认证", "AEO"),
    "case-by-case": ("一事一议", "case by case"),
}


def answer(recorded: Recorded) -> dict[str, Any]:
    """Return an event with its envelope; money stays in integer fen."""
    told: dict[str, Any] = {
        "position": recorded.position,
        "recorded_at": clock_text(recorded.recorded_at),
        "by": recorded.by,
        "login": recorded.login,
        "type": type_word(recorded.event.TOPIC),
    }
    if isinstance(recorded.event, ClaimSubmitted):
        told["kind"] = recorded.event.facts.KIND
    if isinstance(recorded.event, PolicyPublished):  # its policy as files and the log spell it
        return told | dict(msgspec.json.decode(encode_event(recorded.event)))
    return told | dict(msgspec.to_builtins(recorded.event))


def show(events: Iterable[Recorded], book: PolicyBook, lang: str) -> None:
    """Print events in order: position, both dates, who, what."""
    headers = (
        ["position", "recorded", "by", "event", "claim", "occurred", "what"]
        if lang == "en"
        else ["位置", "记录时间", "经办", "事件", "申报编号", "事项日期", "内容"]
    )
    days: dict[str, str] = {}
    rows = []
    for recorded in events:
        event = recorded.event
        claim_no = getattr(event, "claim_no", "")
        if isinstance(event, ClaimSubmitted):
            days[claim_no] = event.occurred_on.isoformat()
        rows.append(
            [
                str(recorded.position),
                clock(recorded.recorded_at),
                recorded.by,
                TYPES[type_word(event.TOPIC)][lang == "en"],
                claim_no,
                days.get(claim_no, ""),
                _what(event, book, lang),
            ]
        )
    show_table(headers, rows, {0})


def _what(event: Event, book: PolicyBook, lang: str) -> str:
    en = lang == "en"
    match event:
        case ClaimSubmitted():
            return f"{word(KINDS, event.facts.KIND, lang)} {event.enterprise}"
        case ClaimApproved() | ClaimRejected():
            outcome = event.decision.outcome
            told = f"{measure_title(outcome.measure, book, lang)} {yuan(outcome.granted_fen)}"
            return f"{told} ({word(REASONS, outcome.reason, lang)})" if outcome.reason else told
        case ClaimReassessed():
            granted = yuan(event.decision.outcome.granted_fen)
            return f"{yuan(event.previous_fen)} → {granted} ({cause(event, lang)})"
        case ClaimRejectedByOfficer():
            return event.words
        case ClaimWithdrawn():
            return f"{yuan(event.previous_fen)} → 0.00: {event.words}"
        case CapReached() | CapLifted():
            return _cap(event, book, en)
        case OrderChosen():
            year = "" if event.year is None else f" {event.year}"
            title = _cap_title(event.cap, book, en)
            return f"{title}{year}: {ORDERS[event.order][en]} ({event.document})"
        case ExportsRecorded():
            us, rcep = yuan(event.us_usd_cents), yuan(event.rcep_usd_cents)
            if en:
                return f"{event.year}: US {us}, RCEP {rcep} USD"
            return f"{event.year} 年：对美 {us}，对 RCEP {rcep} 美元"
        case EnterpriseRegistered():
            return event.name
        case EnterpriseRenamed():
            named = f"{event.previous} → {event.name} ({event.on})"
            return named if event.document is None else f"{named} {event.document}"
        case AccountNamed() | AccountErased():
            return event.account_id
        case PolicyPublished():
            days = f"{event.policy.first_day} – {event.policy.last_day}"
            return f"{event.number}: {days} ({event.policy.document})"
        case KeyNamed():
            vouched = "" if event.vouched else (" (not vouched)" if en else "（旧钥未签）")
            return f"{event.replaces} → {event.key}{vouched}"
        case LoginsSeparated():
            return (
                "who approved a claim may not pay it under another name"
                if en
                else "核定人不得换名拨付"
            )
        case _:
            return money_what(event, en)


def _cap(event: CapReached | CapLifted, book: PolicyBook, en: bool) -> str:
    cap = _cap_of(event.cap, book)
    shown = yuan if cap is not None and cap.unit == "fen" else str
    year = f" {event.year}" if event.year else ""
    place = f" [{event.place}]" if event.place else ""
    title = _cap_title(event.cap, book, en)
    return f"{title}{year}{place} {shown(event.used)} / {shown(event.limit)}"


def _cap_title(cap_id: str, book: PolicyBook, en: bool) -> str:
    cap = _cap_of(cap_id, book)
    if cap is None:
        return cap_id  # recorded, but none of the policy's
    return cap.title_en if en else cap.title_zh


def _cap_of(cap_id: str, book: PolicyBook) -> Cap | None:
    caps = {cap.id: cap for version in book.versions for cap in version.policy.caps_in_force}
    return caps.get(cap_id)
