"""Working days as the State Council's yearly notices word them, 2022 to 2026; no code of ours."""

from __future__ import annotations

import re
from datetime import date, timedelta

NOTICES = {  # the days off, then the weekend days that are worked
    2022: """元旦：2022年1月1日至3日放假，共3天。
        春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
        清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
        劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
        端午节：6月3日至5日放假，共3天。
        中秋节：9月10日至12日放假，共3天。
        国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。""",
    2023: """元旦：2022年12月31日至2023年1月2日放假调休，共3天。
        春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
        清明节：4月5日放假，共1天。
        劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
        端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
        中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """元旦：1月1日放假，与周末连休。
        春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。
        清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
        劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
        端午节：6月10日放假，与周末连休。
        中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
        国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """元旦：1月1日（周三）放假1天，不调休。
        春节：1月28日至2月4日放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
        清明节：4月4日至6日放假，共3天。
        劳动节：5月1日至5日放假调休，共5天。4月27日（周日）上班。
        端午节：5月31日至6月2日放假，共3天。
        国庆节、中秋节：10月1日至8日放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        春节：2月15日至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
        清明节：4月4日（周六）至6日（周一）放假，共3天。
        劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
        端午节：6月19日（周五）至21日（周日）放假，共3天。
        中秋节：9月25日（周五）至27日（周日）放假，共3天。
        国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}
_DAY = r"(?:(\d{4})年)?(?:(\d+)月)?(\d+)日(?:（[^）]*）)?"


def is_worked(day: date) -> bool:
    """Say whether a day is worked, by the notice of its year or of the next."""
    for year in (day.year, day.year + 1):
        off, worked = _said(year) if year in NOTICES else (set(), set())
        if day in worked:
            return True
        if day in off:
            return False
    return day.isoweekday() <= 5


def last_day(first: date, days: int) -> date:
    """Return the last of so many working days from a day on."""
    day, left = first, days
    while True:
        left -= is_worked(day)
        if left == 0:
            return day
        day += timedelta(days=1)


def _said(year: int) -> tuple[set[date], set[date]]:
    off: set[date] = set()
    worked: set[date] = set()
    for sentence in re.split(r"[。\n]", NOTICES[year]):
        if "上班" in sentence:
            worked |= {_day(year, said, 0) for said in re.findall(_DAY, sentence)}
        elif "放假" in sentence:
            begun, *ends = (re.findall(_DAY, part)[-1] for part in _parts(sentence))
            first = _day(year, begun, 0)
            last = _day(year, ends[0], first.month) if ends else first
            off |= {first + timedelta(days=at) for at in range((last - first).days + 1)}
    return off, worked


def _parts(sentence: str) -> list[str]:
    return sentence.split("放假")[0].split("至")


def _day(year: int, said: tuple[str, str, str], month: int) -> date:
    return date(int(said[0] or year), int(said[1] or month), int(said[2]))
