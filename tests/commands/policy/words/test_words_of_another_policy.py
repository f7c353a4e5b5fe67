"""What a policy calls its things is what sentences call them: no id, no word of another policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.policy.every_word import ID, NEEDS, PAYS, document, facts
from tests.support.command import subsidy, write_lines

USCC = "91330382MA0000023T"
OF_THE_SHIPPED = re.compile(
    r"展位|展会|证书|线下|出口额|自营|(?<![美欧])元|booth|exhibition|offline|export|yuan",
    re.IGNORECASE,
)

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of that policy, with a claim of every measure, and what moves them since."""
    folder = tmp_path_factory.mktemp("words")
    file, path = folder / "policy.toml", folder / "ledger.db"
    file.write_text(document(), encoding="utf-8")
    claims = [(grade, "") for grade in (*PAYS, *NEEDS)]
    claims += [("zqd", "2"), ("zqe", "2"), ("zqf", "2"), ("zqh", "2"), ("zqm", "2")]
    lines = [
        {
            "claim_no": f"C-{number}",
            "uscc": USCC,
            "enterprise": "示例公司",
            "kind": "zq-kind",
            "occurred_on": "2024-05-01",
            "filed_on": "2024-06-01",
            "facts": facts(grade, zqitem="展销" if grade in ("zqf", "zqh") else f"展销{number}"),
        }
        for number, (grade, _second) in enumerate(claims, start=1)
    ]
    lines[3]["facts"]["zqitem"] = lines[4]["facts"]["zqitem"] = "交流"
    lines.insert(3, lines.pop(4))  # what is excluded is granted first, and taken back
    for words in (
        ("store", "prepare", "--policy", file),
        ("record", "zqtax", USCC, "2023", "zqpaid=500", "zqusd=10"),
        ("record", "zqtax", USCC, "2024", "zqpaid=1000", "zqusd=10"),
        ("backfill", write_lines(folder / "claims.jsonl", lines), "--approve"),
        ("record", "zqtax", USCC, "2023", "zqpaid=600", "zqusd=10"),
        ("withdraw", "C-4", "--reason", "撤回"),
        ("reassess",),
        (
            "reorder",
            USCC,
            "--order",
            "matter",
            "--cap",
            "zq-cap",
            "--year",
            "2024",
            "--document",
            "函1号",
        ),
    ):
        ran = subsidy(*words, "--store", path)
        assert ran.code == 0, (words, ran.err, ran.out)
    return path


def numbers() -> list[str]:
    return [f"C-{number}" for number in range(1, len(PAYS) + len(NEEDS) + 6)]


ASKED = [
    ("claims",),
    ("totals",),
    ("remaining", USCC, "--year", "2024"),
    ("history", USCC),
    ("reperform",),
    ("rehearse", "--set", "measures.zq-zqm.rate=20%"),
    ("audit", "duplicates"),
    *(("explain", number) for number in numbers()),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_no_answer_shows_an_id_or_a_word_of_another_policy(
    store: Path, words: tuple[str, ...], language: str
) -> None:
    ran = subsidy(*words, "--store", store, "--lang", language)

    assert ran.code in (0, 1)
    shown = "\n".join(line for line in ran.out.splitlines())
    assert (ID.findall(shown), OF_THE_SHIPPED.findall(shown)) == ([], [])
