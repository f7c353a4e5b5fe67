"""The places fictional claims name: Chinese name as a clerk writes it, ISO 3166-1 code."""

from __future__ import annotations

EXHIBITION_PLACES: tuple[tuple[str, str], ...] = (
    ("德国", "DE"), ("美国", "US"), ("英国", "GB"), ("法国", "FR"), ("意大利", "IT"),
    ("西班牙", "ES"), ("巴西", "BR"), ("墨西哥", "MX"), ("智利", "CL"), ("加拿大", "CA"),
    ("南非", "ZA"), ("尼日利亚", "NG"), ("肯尼亚", "KE"), ("中国香港", "HK"), ("新加坡", "SG"),
    ("马来西亚", "MY"), ("印度尼西亚", "ID"), ("缅甸", "MM"), ("泰国", "TH"), ("老挝", "LA"),
    ("柬埔寨", "KH"), ("越南", "VN"), ("文莱", "BN"), ("菲律宾", "PH"), ("日本", "JP"),
    ("韩国", "KR"), ("澳大利亚", "AU"), ("新西兰", "NZ"), ("蒙古", "MN"), ("俄罗斯", "RU"),
    ("伊朗", "IR"), ("伊拉克", "IQ"), ("土耳其", "TR"), ("约旦", "JO"), ("以色列", "IL"),
    ("沙特阿拉伯", "SA"), ("阿曼", "OM"), ("阿联酋", "AE"), ("卡塔尔", "QA"), ("科威特", "KW"),
    ("巴林", "BH"), ("希腊", "GR"), ("埃及", "EG"), ("印度", "IN"), ("巴基斯坦", "PK"),
    ("孟加拉国", "BD"), ("斯里兰卡", "LK"), ("尼泊尔", "NP"), ("哈萨克斯坦", "KZ"),
    ("乌兹别克斯坦", "UZ"), ("土库曼斯坦", "TM"), ("吉尔吉斯斯坦", "KG"), ("白俄罗斯", "BY"),
    ("格鲁吉亚", "GE"), ("阿塞拜疆", "AZ"), ("摩尔多瓦", "MD"), ("波兰", "PL"), ("立陶宛", "LT"),
    ("爱沙尼亚", "EE"), ("捷克", "CZ"), ("匈牙利", "HU"), ("斯洛文尼亚", "SI"),
    ("克罗地亚", "HR"), ("波黑", "BA"), ("黑山", "ME"), ("塞尔维亚", "RS"), ("罗马尼亚", "RO"),
    ("保加利亚", "BG"), ("北马其顿", "MK"),
)  # fmt: skip

# Where certificates are asked for; half of them members of RCEP, on differing days.
CERTIFICATE_PLACES: tuple[tuple[str, str], ...] = tuple(
    place
    for place in EXHIBITION_PLACES
    if place[1] in {"DE", "US", "GB", "FR", "BR", "SA", "JP", "KR", "MY", "ID", "PH", "MM", "VN"}
)

CHINESE: dict[str, str] = {code: chinese for chinese, code in EXHIBITION_PLACES}
CHINESE["CN"] = "中国"

NOT_A_COUNTRY = ("亚特兰蒂斯", "东岛国", "马达西亚")
