"""Sentences from other stages, put on the page: names set in italics, and no break inside "IL-2"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

_TICKED = re.compile(r"`([^`\n]{1,80})`")
_JOINED = re.compile(r"(?<![\w-])([A-Za-z]{1,6}-\d{1,3})(?![\w-])")


def prose(text: str) -> Markup:
    """Escaped text in which `names` are emphasised and short hyphenated names stay on one line."""
    from markupsafe import Markup, escape

    safe = str(escape(text))
    safe = _TICKED.sub(r"<em>\1</em>", safe)
    return Markup(_JOINED.sub(r'<span class="nowrap">\1</span>', safe))
