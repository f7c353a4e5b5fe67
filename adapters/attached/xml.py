"""XML of strangers: what could name an entity or another file is not read at all."""

from __future__ import annotations

import re
from xml.etree.ElementTree import XML, Element, ParseError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_.-]{1,20})["']""")
_CHINESE = ("GB18030", "GBK", "GB2312")
_BOM = b"\xef\xbb\xbf"
TAGS_MAX = 200_000


def tree_of(data: bytes) -> Element | None:
    """Return the root of a document; None of what is not one, or has a document type.

    UTF-8 and GB18030 are read; what is in another alphabet could hide a document type.
    """
    named = _ENCODING.match(data.removeprefix(_BOM)[:300])
    encoding = "gb18030" if named and named[1].decode().upper() in _CHINESE else "utf-8"
    try:
        text = data.removeprefix(_BOM).decode(encoding)
    except UnicodeDecodeError:
        return None
    if "<!" in text.replace("<![CDATA[", "").replace("<!--", "") or text.count("<") > TAGS_MAX:
        return None
    try:
        return XML(_DECLARATION.sub("", text))  # it is text now, whatever its first line says
    except (ParseError, ValueError, RecursionError):
        return None
