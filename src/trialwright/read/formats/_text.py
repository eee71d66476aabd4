"""Bytes to characters, and the look at a file's first bytes that several formats share."""

from __future__ import annotations

import re
from functools import lru_cache

from trialwright.model.document import Document

# C0 controls that no text file carries; tab, newline, form feed, carriage return and escape are left out.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 20_000
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(text, warnings): UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252 with a warning.

    Undefined Windows-1252 bytes become U+FFFD, which the warning counts.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
        return text, _replaced(text, "UTF-16")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as bad:
        text = data.decode("cp1252", errors="replace")
        note = f"The text is not UTF-8 (byte {bad.start}); it was read as Windows-1252."
        return text, (note, *_replaced(text, "Windows-1252"))


def _replaced(text: str, encoding: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"{lost} characters are not valid {encoding} and show as U+FFFD.",) if lost else ()


def is_binary(data: bytes) -> bool:
    """Whether the first bytes hold control characters that text does not. UTF-16 has a mark, so is text."""
    head = data[:_SAMPLE]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return _has_controls(head)


@lru_cache(maxsize=1)  # every format asks about the same file
def _has_controls(head: bytes) -> bool:
    return len(_CONTROL.findall(head)) > len(head) // 1000


def head(data: bytes) -> bytes:
    """The first characters that are not white space, lower case, without a byte order mark, as UTF-8 where UTF-16 is marked."""
    sample = data[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = sample[: len(sample) // 2 * 2].decode("utf-16", errors="replace").encode("utf-8", "replace")
    return _head(sample)


@lru_cache(maxsize=1)  # every format asks about the same file
def _head(sample: bytes) -> bytes:
    return sample.removeprefix(b"\xef\xbb\xbf").lstrip()[:4000].lower()


def clean(text: str) -> str:
    """Extracted text without characters that cannot be written out as UTF-8 or XML: U+FFFD instead."""
    return _SURROGATE.sub("\ufffd", text).replace("\x00", "\ufffd")


def document(
    data: bytes, name: str, format: str, text: str, part: int = 0, warnings: tuple[str, ...] = ()
) -> Document:
    """A Document without blocks yet."""
    import hashlib

    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        part=part,
        name=name,
        format=format,
        text=text,
        warnings=warnings,
    )
