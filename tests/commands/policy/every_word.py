"""A policy that uses every word of the vocabulary, whose ids are like no word of a sentence.

`ID` matches them: where a sentence shows one, it shows an id instead of what it is called.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from domain.policy.compiling.paths import parameters_in

ID = re.compile(r"zq\w*|[a-z]+_[a-z_]+|\{'")

KINDS = """
id = "zq-policy"
title_zh = "样例政策"
title_en = "Sample policy"
document = "样政〔2023〕1号"
announced_on = 2023-01-01
first_day = 2023-01-01
last_day = 2025-12-31
currency = "EUR"
home = "DE"

[settings]
rounding = "yuan-down"

[kinds.zq-kind]
zh = "活动"
en = "event"
day = "活动日期"
item = "zqitem"
cost = "zqcost"
facts.zqitem = { is = "text", zh = "活动名称", en = "name of the event", identifies = "event" }
facts.zqcost = { is = "amount", zh = "费用", en = "costs" }
facts.zqgrade = { is = "word", zh = "等级", en = "grade", words = { WORDS } }
facts.zqrank = { is = "word", zh = "级别", en = "rank", words = { RANKS } }
facts.zqland = { is = "country", zh = "国别", en = "country" }
facts.zqnew = { is = "yes-no", zh = "新办企业", en = "new firm" }
facts.zqstaff = { is = "count", zh = "职工人数", en = "staff" }
facts.zqarea = { is = "quantity", zh = "面积", en = "area" }
facts.zqsold = { is = "amount", currency = "USD", zh = "销售额", en = "sales" }
facts.zqeach = { is = "amounts", split = "个数", zh = "各项费用", en = "fees" }

[records.zqtax]
zh = "纳税"
en = "taxes"
year = "年度"
facts.zqpaid = { is = "amount", zero = true, zh = "实缴税额", en = "taxes paid" }
facts.zqusd = { is = "amount", currency = "USD", zero = true, zh = "对美销售", en = "to America" }

[lists.zqnear]
zh = "邻近国家"
en = "near countries"
members = ["FR"]
"""

RANKS = 'zqhigh = "高级", zqlow = "低级"'

PAYS: dict[str, str] = {  # by word of the grade: what claims of that grade are paid
    "zqa": '[{ of = "zqcost" }, { rate = { by = "zqrank", zqhigh = "50%", zqlow = "40%" } }]',
    "zqb": '[{ of = "zqtax.zqpaid", less = "zqtax.zqpaid:1" }, { rate = "10%" }]',
    "zqc": '[{ of = "zqtax.zqpaid:mean2", name = "zqbase" }, { rate = "10%" }]',
    "zqd": '[{ award = { by = "zqrank", zqhigh = "500", zqlow = "400" } }, { plus = "5" }]',
    "zqe": '[{ of = "zqarea" }, { up_to = "80" }, { price = "2" }, { rounded = "10" }]',
    "zqf": '[{ each = "zqeach" }, { rate = "50%" }, { highest = 2, per = "item" }]',
    "zqg": '[{ of = "zqsold" }, { per = "100", blocks = "up" }, { award = "7" }]',
    "zqh": '[{ of = "zqcost" }, { rate = "50%" }, { at_most = "300", per = "item" }]',
    "zqi": '[{ of = "zqcost" }, { at_most = { rate = "20%", of = "zqtax.zqpaid" } }]',
    "zqj": '[{ of = "zqcost" }, { at_most = { price = "3", of = "zqarea" } }, { at_least = "10" }]',
    "zqk": '[{ of = "zqcost" }, { rate = { by = "zqtax.zqpaid:1", bands = [["0", "10%"]] } }]',
    "zql": '[{ of = "zqcost" }, { rate = { bands = [["0", "10%"]], marginal = true } }, '
    '{ times = "1.5" }]',
    "zqp": '[{ of = ["zqcost", "zqeach"], less = "zqcost" }, '
    '{ rate = { bands = [["0", "10%"], ["100", "20%", "above"]] } }]',
    "zqm": '[{ of = "zqcost" }, { rate = "33.33%" }]',
}  # fmt: skip
NEEDS: dict[str, str] = {  # by word of the grade: what is needed, and never there
    "zqn1": '"zqnew"',
    "zqn2": '{ abroad = "zqland" }',
    "zqn3": '{ fact = "zqstaff", at_least = 100, code = "zq-large" }',
    "zqn4": '{ record = "zqtax", field = "zqpaid", growth_at_least = "500%", code = "zq-growth" }',
    "zqn5": '{ record = "zqtax", field = "zqpaid", year = "previous", below = "1", '
    'code = "zq-poor" }',
    "zqn6": '{ fact = "zqland", on = "zqnear", code = "zq-near" }',
    "zqn7": '{ fact = "zqsold", at_least = "999999", code = "zq-sales" }',
    "zqn8": '{ fact = "zqrank", is = ["zqlow"], code = "zq-low" }',
    "zqn9": '{ filed_within_days = 1, code = "zq-late" }',
    "zqn10": '{ granted = ["zq-zqa"], at_least = 90, code = "zq-often" }',
    "zqn11": '{ any = [{ fact = "zqstaff", below = 1 }, "zqnew"], code = "zq-either" }',
    "zqn12": '{ fact = "zqcost", of = "zqcost", at_least = "200%", code = "zq-own" }',
    "zqn13": '"not zqold"',
    "zqn14": '{ fact = ["zqcost", "zqeach"], above = "999999", code = "zq-sum" }',
    "zqn15": '{ record = "zqtax", field = "zqpaid", growth_above = "500%", code = "zq-more" }',
    "zqn16": '{ fact = "zqstaff", at_most = 1, code = "zq-few" }',
    "zqn17": '{ fact = "zqcost", of = ["zqcost", "zqeach"], above = "200%", code = "zq-share" }',
    "zqn18": '{ granted = ["zq-zqa"], above = 90, code = "zq-more-often" }',
}  # fmt: skip


def document() -> str:
    """The text of the policy file."""
    grades = [*PAYS, *NEEDS]
    words = ", ".join(f'{grade} = "等级{number}"' for number, grade in enumerate(grades, 1))
    text = KINDS.replace("WORDS", words).replace("RANKS", RANKS)
    text = text.replace(
        "facts.zqnew",
        'facts.zqold = { is = "yes-no", zh = "老企业", en = "old firm" }\nfacts.zqnew',
    )
    for number, grade in enumerate(grades, 1):
        pays = PAYS.get(grade, '[{ award = "9" }]')
        needs = f"needs = [{NEEDS[grade]}]\n" if grade in NEEDS else ""
        when = f'when = [{{ fact = "zqgrade", is = "{grade}" }}]\n' if number < len(grades) else ""
        text += (
            f'\n[measures.zq-{grade}]\narticle = "一"\ntitle_zh = "补助{number}"\n'
            f'title_en = "Support {number}"\nkind = "zq-kind"\n{when}{needs}pays = {pays}\n'
        )
    text += CAPS
    paths = [*parameters_in(tomllib.loads(text)), "first_day", "last_day", "announced_on"]
    return text.replace('"PATHS"', ", ".join(f'"{path}"' for path in paths))


CAPS = """
[caps.zq-cap]
article = "一"
title_zh = "按纳税封顶"
title_en = "by taxes"
limit = { of = "zqtax.zqpaid:1", rate = "50%" }
unit = "money"
period = "fiscal"
starts = "04-01"
per = "enterprise"
measures = ["zq-zqm", "zq-zqa"]

[caps.zq-item]
article = "一"
title_zh = "每项活动次数"
title_en = "claims an event"
limit = 1
unit = "count"
period = "policy"
per = "item"
measures = ["zq-zqd"]

[[exclusions]]
article = "一"
measure = "zq-zqe"
by = ["zq-zqd"]
on = "item"
way = "two-way"
code = "zq-excluded"

[[article]]
id = "一"
figures = []

[[inferred]]
article = "一"
paths = ["PATHS"]
note_zh = "样例"
note_en = "Sample"
"""


def facts(grade: str, **more: Any) -> dict[str, Any]:
    """What a claim of a grade states."""
    said: dict[str, Any] = {
        "zqitem": "展销",
        "zqcost": "1000.55",
        "zqgrade": grade,
        "zqrank": "zqhigh",
        "zqland": "DE",
        "zqnew": False,
        "zqold": True,
        "zqstaff": 5,
        "zqarea": "100",
        "zqsold": "250",
        "zqeach": ["100", "200", "300"],
    }
    return said | more
