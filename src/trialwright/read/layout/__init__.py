"""The blocks of a page and what each is for: title, heading, paragraph, item, metadata, or not its own words.

Works on text alone, from the shape of lines and the words that web pages and articles share. A format
that knows more (an HTML tag, a JSON field) says so with a hint on the line.
"""

from __future__ import annotations

from trialwright.read.layout.segment import blocks
from trialwright.read.layout.writer import Writer

__all__ = ["Writer", "blocks"]
