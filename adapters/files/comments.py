"""The comments (notes) that hang on the cells of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from adapters.files.book import Book, local, nodes, relations_of, text_of
from adapters.files.grid import place_of

_NOTES, _THREADS = "comments", "threadedComment"  # a thread is repeated as a note, in other words

Comments = Mapping[int, Mapping[int, str]]  # row to column (0 is A) to what is said there


def comments(book: Book, part: str) -> Comments:
    """Return what the comments of a sheet say. Raises Refusal on damage."""
    said: dict[int, dict[int, str]] = {}
    parts = relations_of(book.archive, part).values()
    for kind, tag in ((_NOTES, "comment"), (_THREADS, "threadedComment")):
        of_kind: dict[tuple[int, int], list[str]] = {}
        for each in (name for known, name in parts if known == kind and book.archive.has(name)):
            for comment in nodes(book.archive, each, tag):
                place = place_of(comment.get("ref", ""))
                if place is not None:
                    of_kind.setdefault(place, []).append(_text(comment))
        for (row, column), texts in of_kind.items():
            if text := "\n".join(filter(None, texts)):
                said.setdefault(row, {})[column] = text
    return said


def _text(comment: Element) -> str:
    return "".join(text_of(each) or each.text or "" for each in comment if local(each) == "text")
