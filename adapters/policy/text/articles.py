"""The official text as its articles: headings `一、` and the items `（一）` under them."""

from __future__ import annotations

import re

from adapters.policy.text.figures import plain

PREAMBLE = "序"  # what stands before the first heading

_NUMERAL = "[一二三四五六七八九十]+"
_BLANK = r"[^\S\n]*"
_START = re.compile(
    rf"^{_BLANK}(?:(?P<heading>{_NUMERAL}){_BLANK}、|\({_BLANK}(?P<item>{_NUMERAL}){_BLANK}\))",
    re.MULTILINE,
)


def articles_in(text: str) -> dict[str, str]:
    """Return each article's own words by its id, in the order of the text.

    A heading is an article of its own where no item follows it at once: `七`, or `五` when words
    with a figure stand before its first item. An article printed twice is read as a single article.
    """
    text = plain(text)
    texts: dict[str, str] = {}
    heading, at, article = "", 0, PREAMBLE
    for start in _START.finditer(text):
        texts[article] = texts.get(article, "") + text[at : start.start()] + "\n"
        if start["heading"]:
            heading = article = start["heading"]
        else:
            article = f"{heading}（{start['item']}）"
        at = start.end()
    texts[article] = texts.get(article, "") + text[at:]
    return texts
