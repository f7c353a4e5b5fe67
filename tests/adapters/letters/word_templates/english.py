"""The Word templates in English: laid out as the Chinese ones, with other words."""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

from tests.adapters.letters.word_templates.page import Page
from tests.adapters.letters.word_templates.phrases import PHRASES

NARROW, NARROW_POINTS = ("Batch",), 8  # headers of columns that are cut for two signs
_CHINESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


def in_english(page: Page) -> Page:
    """Return a template with its words in English. Marks stay as they are."""
    parts = [page.document.element.body, page.document.sections[0].footer._element]
    for part in parts:
        for text in part.iter(qn("w:t")):
            text.text = _said(text.text or "")
            if text.text in NARROW:
                Run(text.getparent(), page.document).font.size = Pt(NARROW_POINTS)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return page


def _said(text: str) -> str:
    said = PHRASES.get(text, text)
    assert not _CHINESE.search(said), f"not in English yet: {text}"
    return said
