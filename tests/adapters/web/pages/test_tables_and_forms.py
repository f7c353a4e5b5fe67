"""A listing obeys the query; a form keeps what was typed; a frame keeps its position."""

from __future__ import annotations

import dataclasses

import pytest

from adapters.web.pages.tables import Listing, usual_link
from adapters.wording.table import Column, Table
from tests.adapters.web.pages.demo import (
    CODE,
    KEYS,
    PARAMETERS,
    Given,
    form,
    frame_of,
    listing,
    table,
)


def numbers(shown: Listing) -> list[str]:
    return [str(row[0])[:7] for row in shown.rows]


def test_a_listing_is_sorted_either_way_with_what_is_empty_last() -> None:
    up = listing(frame_of(query="sort=granted"))
    down = listing(frame_of(query="sort=-granted&page=3"))

    assert numbers(up)[:2] == ["YQ-0001", "YQ-0002"]
    assert numbers(down)[-1] == "YQ-0121"
    assert down.rows[-1][6] is None


@pytest.mark.parametrize(
    ("query", "page"), [("", 1), ("page=2", 2), ("page=99", 3), ("page=-1", 1), ("page=x", 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(query: str, page: int) -> None:
    shown = listing(frame_of(query=query))

    assert shown.page == page
    assert len(shown.rows) == (23 if page == 3 else 50)


def test_the_pages_of_a_listing_are_all_of_its_rows_once() -> None:
    pages = [listing(frame_of(query=f"sort=day&page={page}")).rows for page in (1, 2, 3)]

    assert sorted(str(row[0]) for rows in pages for row in rows) == [
        str(row[0]) for row in table().rows
    ]


def test_columns_are_those_that_the_query_names_and_all_where_it_names_none_of_them() -> None:
    assert listing(frame_of(query="cols=claim&cols=granted")).columns == [0, 6]
    assert listing(frame_of(query="cols=nothing")).columns == list(range(7))


def test_a_name_keeps_the_words_of_two_tables_apart() -> None:
    frame = frame_of(query="caps.sort=-claim&sort=claim")

    assert listing(frame, name="caps").order == (0, True)
    assert listing(frame).order == (0, False)


def test_a_header_sorts_upwards_then_downwards_from_the_first_page() -> None:
    (first, *_rest) = listing(frame_of(query="status=a%26b&page=2")).heads
    (again, *_rest) = listing(frame_of(query="sort=claim")).heads

    assert first.href == "/claims?status=a%26b&sort=claim"
    assert (again.sorted, again.href) == ("ascending", "/claims?sort=-claim")


def test_the_export_has_the_filter_and_the_position_but_neither_page_nor_columns() -> None:
    query = "status=x&page=2&cols=claim&position=9&sort=-day"
    frame = frame_of(query=query, prefix="/butie")

    assert listing(frame).exports == [
        (kind, f"/butie/claims.{kind}?status=submitted&position=9&lang=zh")
        for kind in ("csv", "xlsx")
    ]
    assert Listing(table=table(), frame=frame, keys=KEYS).exports == [
        (kind, f"/butie/claims?status=x&position=9&sort=-day&lang=zh&export={kind}")
        for kind in ("csv", "xlsx")
    ]


def test_what_is_looked_for_stands_in_a_row_and_is_summed_and_counted_alone() -> None:
    shown = listing(frame_of(query="with=第7分"))

    assert (numbers(shown), shown.count) == (["YQ-0007"], 1)
    assert shown.last_line is not None
    assert shown.last_line[6] == "8,641,975.23"
    assert shown.as_file.rows == shown.matching


def test_a_table_of_an_answer_to_a_form_has_no_links_that_would_lose_what_was_sent() -> None:
    frame = dataclasses.replace(frame_of(), was_sent=True)
    shown = Listing(table=table(), frame=frame, keys=KEYS)

    assert [head.href for head in shown.heads] == [""] * 7
    assert (shown.pages, len(shown.rows), shown.exports) == (1, 123, [])


def test_the_last_line_adds_up_every_row_and_not_those_of_the_page() -> None:
    shown = listing(frame_of(query="page=2"))
    rows = [row[6] for row in table().rows if isinstance(row[6], int)]

    assert shown.last_line is not None
    assert shown.last_line[6].replace(",", "").replace(".", "") == str(sum(rows))


def test_a_part_of_a_table_is_shown_as_it_is_handed_over() -> None:
    part = Listing(
        table=table(50),
        frame=frame_of(query="page=3&sort=-claim"),
        keys=KEYS,
        total=1_204,
        summed=("granted",),
        sums={"granted": 5},
    )

    assert part.rows == table(50).rows
    assert (part.page, part.pages, part.count) == (3, 25, 1_204)
    assert part.last_line is not None
    assert part.last_line[6] == "0.05"
    assert [number for number, _ in part.pager] == [1, 2, 3, 4, 5, 0, 25]


def test_a_cell_leads_where_its_column_or_its_code_says_whatever_its_name_is() -> None:
    claim = Column("申报编号")

    assert usual_link(Column("备选"), "apart") is None
    assert usual_link(Column("x"), CODE) == f"/enterprises/{CODE}"
    assert usual_link(claim, None) is None
    assert usual_link(Column("x"), "javascript:alert(1)") is None


def test_a_link_keeps_the_position_and_the_way_back_drops_it() -> None:
    frame = frame_of(query="position=12&lang=en", position=12, prefix="/butie")

    assert frame.link("/claims/1") == "/butie/claims/1?position=12"
    assert frame.link("/claims?a=1") == "/butie/claims?a=1&position=12"
    assert frame.here({"position": None}) == "/butie/claims?lang=en"


def test_the_header_has_the_places_of_the_roles_and_an_administrator_sees_no_claims() -> None:
    @dataclasses.dataclass(frozen=True)
    class Admin:
        account: str = "a"
        shown: str = "a"
        roles: frozenset[str] = frozenset({"admin"})

    frame = dataclasses.replace(frame_of(), session=Admin())

    assert [place.path for place in frame.places] == ["/", "/accounts"]
    assert dataclasses.replace(frame, session=None).places == []


def test_a_form_keeps_what_was_typed_and_says_errors_in_the_order_of_its_fields() -> None:
    wrong = form(frame_of(), wrong=True)
    fields = {each.name: each for each in wrong.fields}

    on = ("field-on", "事项日期：2022-13-01 不是日期")
    assert wrong.summary == [("", "账本已由他人写入"), on]
    assert fields["claims"].value == "YQ-1\nYQ-2"
    assert fields["on"].described_by == "field-on-hint field-on-error"
    assert ("measures", "c") in wrong.hidden


def test_a_field_begins_with_its_default_an_amount_in_yuan() -> None:
    given = (
        Given(name="a", kind="fen", default=12_345),
        Given(name="b", kind="flag", default=True),
        Given(name="c", kind="text", many=True, default=("x", "y")),
        Given(name="d", kind="whole", default=0),
        Given(name="e", kind="flag", default=False),
    )
    asked = dataclasses.replace(form(frame_of()), parameters=given)

    assert [list(each.values) for each in asked.fields] == [
        ["123.45"], ["true"], ["x", "y"], ["0"], [],
    ]  # fmt: skip


def test_every_parameter_has_a_field_with_a_label() -> None:
    assert [each.name for each in form(frame_of()).fields] == [each.name for each in PARAMETERS]
    assert all(each.label for each in form(frame_of()).fields)


def test_a_table_without_rows_or_columns_is_a_page_of_nothing() -> None:
    empty = Listing(table=Table(title="", columns=(), rows=[]), frame=frame_of(), summed=("1",))

    assert (empty.page, empty.pages, empty.count, list(empty.rows)) == (1, 1, 0, [])
    assert empty.last_line is None
