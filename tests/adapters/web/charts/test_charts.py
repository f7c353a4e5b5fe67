"""A chart of anything stays in its frame, in whole pixels, and has its figures beside it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.web.charts.bars import Bars, bars
from adapters.web.charts.columns import Columns, columns, round_values
from adapters.web.charts.drawing import (
    AMPLE,
    LEAST,
    WIDTH,
    Chart,
    Scale,
    fitted,
    scale_of,
    width_of,
)
from adapters.web.charts.meters import Meter, meters
from adapters.web.charts.staircase import Step, staircase
from domain.money import yuan

VALUES = st.integers(-(10**18), 10**18) | st.sampled_from([0, 1, -1, 10**15])
NAMES = st.text(st.characters(exclude_categories=("C",)), max_size=60)
PATHS = st.sampled_from(["", "/claims?a=1&b=2"])
few = settings(max_examples=40)
UNITS = st.sampled_from(["fen", "count"])


def elements(chart: Chart) -> list[ElementTree.Element]:
    """Return the elements of a chart's picture: well-formed, and its shapes in whole units."""
    drawn = list(ElementTree.fromstring(str(chart.svg)).iter())
    assert [each for each in drawn if "style" in each.attrib] == []
    for each in drawn:
        numbers = re.findall(r"-?\d+\.\d+", each.get("d", ""))
        numbers += [
            text
            for name in ("x", "y", "width", "height")
            if "." in (text := each.get(name, "")) and not text.endswith("%")
        ]
        assert numbers == []
    return drawn


def stays_in_its_frame(chart: Chart) -> None:
    """Shapes stay within their units; texts, in their own size, within any room of a page."""
    picture = elements(chart)[0]
    height = int(picture.get("height", ""))
    (shapes,) = (each for each in picture if each.get("class") == "shapes")
    assert shapes.get("viewBox") == f"0 0 {WIDTH} {height}"
    for each in shapes:
        within(each, WIDTH, height)
    for room in (LEAST, AMPLE, WIDTH, 2 * WIDTH):
        for each in picture.iter():
            if each.tag == "text":
                x, y = at(each.get("x", ""), room), int(each.get("y", ""))
                wide, kind = width_of(each.text or ""), each.get("class", "").split()
                if "ample" in kind and room < AMPLE:
                    continue  # the brief one is shown there
                left = x - wide if "end" in kind else x - wide // 2 if "middle" in kind else x
                assert left >= 0, each.text
                assert left + wide <= room + 1, each.text
                assert 0 <= y <= height
        for each in picture:
            if each.tag in ("rect", "path"):  # of a legend
                within(each, room, height)


def at(x: str, room: int) -> int:
    """Return the pixel of a text in a room of so many."""
    if not x.endswith("%"):
        return int(x)
    whole, _, tenths = x.removesuffix("%").partition(".")
    return int(f"{whole}{tenths or 0}") * room // 1000


def within(each: ElementTree.Element, width: int, height: int) -> None:
    if each.tag == "rect":
        x, y = int(each.get("x", 0)), int(each.get("y", 0))
        assert x >= 0 <= y
        assert x + int(each.get("width", "")) <= width
        assert y + int(each.get("height", "")) <= height
    for moved in re.findall(r"[MH](-?\d+)", each.get("d", "")):
        assert 0 <= int(moved) <= width
    for moved in re.findall(r"V(-?\d+)", each.get("d", "")):
        assert 0 <= int(moved) <= height


@few
@given(st.data(), UNITS, st.integers(1, 4))
def test_bars_of_any_values_and_names_stay_in_their_frame(
    data: st.DataObject, unit: str, many: int
) -> None:
    rows = data.draw(
        st.lists(
            st.builds(Bars, NAMES, st.lists(VALUES, min_size=many, max_size=many), PATHS),
            max_size=8,
        )
    )
    chart = bars(
        title="t",
        description="d",
        header="h",
        series=[f"核定 {at}" for at in range(many)],
        rows=rows,
        unit="fen" if unit == "fen" else "count",
    )

    assert chart.table.rows == [(row.name, *row.values) for row in rows]
    if rows:
        stays_in_its_frame(chart)
    else:
        assert chart.svg == ""


@few
@given(st.data(), st.integers(1, 3))
def test_columns_of_any_values_stay_in_their_frame(data: st.DataObject, many: int) -> None:
    places = data.draw(
        st.lists(
            st.builds(Columns, NAMES, st.lists(VALUES, min_size=many, max_size=many)),
            min_size=1,
            max_size=15,
        )
    )

    stays_in_its_frame(
        columns(
            title="t",
            description="d",
            header="h",
            series=[f"核定 {at}" for at in range(many)],
            places=places,
            unit="fen",
        )
    )


@few
@given(st.lists(st.builds(Meter, NAMES, VALUES, VALUES, UNITS, PATHS), min_size=1, max_size=12))
def test_meters_of_any_use_and_limit_stay_in_their_frame(rows: list[Meter]) -> None:
    stays_in_its_frame(meters(title="t", description="d", headers=("a", "b", "c"), rows=rows))


@few
@given(
    st.lists(
        st.builds(Step, st.integers(1, 10**9), st.just("2022-01-01"), VALUES),
        min_size=1,
        max_size=40,
    ),
    st.none() | st.integers(0, 10**9),
)
def test_a_staircase_of_any_height_stays_in_its_frame(
    steps: list[Step], position: int | None
) -> None:
    steps.sort()

    stays_in_its_frame(
        staircase(
            title="t", description="d", headers=("a", "b", "c"), steps=steps, position=position
        )
    )


@few
@given(st.integers(0, 10**18), st.integers(1, 10**18))
def test_a_cap_is_full_when_all_of_it_is_used_and_no_sooner(used: int, limit: int) -> None:
    assert (Meter("cap", used, limit).percent >= 100) == (used >= limit)


@few
@given(st.lists(VALUES), st.lists(VALUES, min_size=2, max_size=2))
def test_a_larger_value_is_never_drawn_smaller(values: list[int], pair: list[int]) -> None:
    scale = scale_of([*values, *pair], 500)
    lower, higher = sorted(pair)

    assert 0 <= scale.at(lower) <= scale.at(higher) <= 500


@few
@given(VALUES, VALUES)
def test_the_lines_behind_columns_are_few_and_round(low: int, high: int) -> None:
    marks = round_values(Scale(min(low, 0), max(high, 0), 100))

    assert 0 in marks
    assert 1 <= len(marks) <= 9
    assert all(set(str(abs(each)).strip("0")) <= set("12345678") for each in marks)
    assert all(len(str(abs(each)).rstrip("0")) <= 2 for each in marks)


@few
@given(st.text(), st.integers(30, 300))
def test_a_text_is_shortened_to_its_room(text: str, pixels: int) -> None:
    shown = fitted(text, pixels)

    assert width_of(shown) <= pixels or text == ""
    assert shown == text or text.startswith(shown.removesuffix("…"))


def test_a_mark_stands_on_the_last_step_until_its_position_and_nowhere_before_the_first() -> None:
    steps = [Step(10, "2022-01-01", 100), Step(20, "2022-02-01", 300), Step(30, "2022-03-01", 200)]

    def dots(position: int | None) -> list[tuple[str | None, str | None]]:
        chart = staircase(
            title="t", description="d", headers=("a", "b", "c"), steps=steps, position=position
        )
        circles = [each for each in elements(chart) if each.tag.endswith("circle")]
        return [(each.get("cx"), each.get("cy")) for each in circles]

    assert dots(None) == dots(9) == []
    assert dots(20) == dots(29) != dots(30)
    assert len(dots(10**9)) == 1


def test_figures_of_a_chart_are_whole_and_so_are_those_of_its_table() -> None:
    fen = 123_456_789_012_345_67
    chart = bars(
        title="t", description="d", header="h", series=("a",), rows=[Bars("x", (fen,))], unit="fen"
    )

    assert yuan(fen) in str(chart.svg)
    assert chart.table.rows == [("x", fen)]


def test_a_link_whose_name_is_hidden_in_a_narrow_room_is_hidden_with_it() -> None:
    row = Bars("Premiums of export credit insurance, the joint pool outside", (1,), "/claims")
    chart = bars(title="t", description="d", header="h", series=("a",), rows=[row], unit="count")

    links = [each for each in elements(chart) if each.tag == "a"]
    assert [each.get("class") for each in links] == ["ample", "brief"]
    assert [each[0].get("class") for each in links] == ["ample", "brief"]
