"""Countries as offices name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.intake.names.countries import CODES, code_of, name_of
from tests.adapters.intake.files import claim, row_of, workbook
from tests.domain.facts import OverseasWarehouse


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("美国", "US"),
        ("英国", "GB"),
        ("韩国", "KR"),
        ("大韩民国", "KR"),
        ("香港", "HK"),
        ("中国香港", "HK"),
        ("中国台湾", "TW"),
        ("阿联酋", "AE"),
        ("沙特", "SA"),
        ("沙特阿拉伯", "SA"),
        ("捷克共和国", "CZ"),
        ("土耳其", "TR"),
        ("波黑", "BA"),
        ("俄罗斯联邦", "RU"),
        ("阿拉伯联合酋长国", "AE"),
        ("越南", "VN"),
        ("印尼", "ID"),
        ("澳门地区", "MO"),
        ("中国台北", "TW"),
        ("北韩", "KP"),
        ("哈萨克斯坦共和国", "KZ"),
        ("刚果", None),
        ("DE", "DE"),
        ("瓦坎达", None),
    ],
)
def test_countries_are_known_by_their_chinese_names(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_brackets_and_blanks_in_a_country_are_no_matter(tmp_path: Path) -> None:
    for cell in ("刚果（金）", "刚果 (金)", " 刚果(金)\n"):
        row = row_of("公共海外仓", **{"国家（地区）": cell})
        accepted = claim(workbook(tmp_path / "a.xlsx", "公共海外仓", row))
        assert accepted.facts == OverseasWarehouse(warehouse="迪拜仓", country="CD")


def test_every_country_has_a_name_that_means_it() -> None:
    assert len(CODES) == 249
    assert all(code_of(name_of(code)) == code for code in CODES)
