"""The plain text of a saved web page, or any plain text. Quotes point into the file as it is."""

from __future__ import annotations

import json
import re

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats._text import clean, decode, document, head, is_binary
from trialwright.read.layout import blocks

NAME = "saved page"
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|\?xml|[a-z]+article|div|p|span)\b[^>]*>")


def confidence(data: bytes, name: str) -> float:
    """Text without mark-up. JSON is not a page, whatever it holds."""
    start = head(data)
    if is_binary(data) or start.startswith((b"%pdf", b"<?xml")):
        return 0.0
    if _is_json(data):
        return 0.0
    if start.startswith(b"<!doctype") or (b"<" in start and len(_MARKUP.findall(start)) > 2):
        return 0.1
    return 0.6


def _is_json(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decode(data)[0].encode("utf-8", "replace")
    body = data.strip()
    if body[:1] == b"{":
        return body[-1:] == b"}"
    if body[:1] != b"[" or body[-1:] != b"]":
        return False
    try:
        json.loads(body)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    text, warnings = decode(data)
    text = clean(text)
    found = blocks(text)
    if not found:
        raise DocumentError("The file has no words in it.", where=name, fix="Save the page again as text.")
    return (document(data, name, NAME, text, warnings=warnings).with_blocks(found),)
