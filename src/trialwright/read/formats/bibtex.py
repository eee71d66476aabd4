"""BibTeX: one Document an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._citation import Entry, record, registered_at
from trialwright.read.formats._text import decode, head, is_binary

NAME = "BibTeX"
_DEEPEST = 50
_START = re.compile(r"@(?P<type>[A-Za-z]{2,30})\s*[{(]\s*(?P<key>[^\s,{}()=]{0,200})\s*,")
_FIELD = re.compile(r"\s*(?P<name>[A-Za-z][\w-]{0,60})\s*=\s*")


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or b"@" not in start:
        return 0.0
    entry = re.search(
        rb"(?:^|\n)\s*@(?:article|misc|book|inproceedings|techreport|phdthesis|incollection|unpublished|online|comment|string)\s*[{(]",
        start,
    )
    return 0.95 if entry and (entry.start() < 200 or start.lstrip().startswith((b"%", b"@"))) else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    content, warnings = decode(data)
    try:
        found = list(_entries(content))
    except _TooDeep:
        raise DocumentError(
            "The BibTeX has braces nested too deeply.", where=name, fix="Export the entries again."
        ) from None
    return _record.documents(data, name, NAME, [record(_entry(e)) for e in found], warnings)


class _TooDeep(Exception):
    """Braces in braces, further than any title has them."""


def _entries(content: str) -> Iterator[dict[str, str]]:
    """Entries as field → text, in one pass. bibtexparser 1.4 takes more than a minute for a megabyte."""
    at = 0
    for start in _START.finditer(content):
        if start.start() < at or start["type"].casefold() in ("comment", "string", "preamble"):
            continue
        fields: dict[str, str] = {}
        at = start.end()
        while field := _FIELD.match(content, at):
            value, at = _value(content, field.end())
            fields.setdefault(field["name"].casefold(), value)
            comma = re.compile(r"\s*,").match(content, at)
            if comma is None:
                break
            at = comma.end()
        yield fields


def _value(content: str, at: int) -> tuple[str, int]:
    """(the value that begins at `at`, the offset after it): in braces, in quotes, or a bare word."""
    opening = content[at : at + 1]
    if opening not in ("{", '"'):
        bare = re.compile(r"[^\s,{}]{0,200}").match(content, at)
        assert bare
        return bare.group(), bare.end()
    depth = 0
    for mark in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(content, at):
        sign = mark.group()
        depth += (sign == "{") - (sign == "}")
        if depth > _DEEPEST:
            raise _TooDeep
        closed = (
            sign == "}" and depth == 0 if opening == "{" else sign == '"' and depth == 0 and mark.start() > at
        )
        if closed:
            return content[at + 1 : mark.start()], mark.end()
    return content[at + 1 :], len(content)


def _entry(e: dict[str, str]) -> Entry:
    got = {k: _plain(v) for k, v in e.items()}
    return Entry(
        title=got.get("title", ""), journal=got.get("journal", "") or got.get("journaltitle", "") or got.get("booktitle", ""),
        date=got.get("date", "") or " ".join(filter(None, (got.get("year", ""), got.get("month", "")))),
        authors=[a.strip() for a in got.get("author", "").split(" and ") if a.strip()], doi=got.get("doi", ""),
        pmid=got.get("pmid", ""), pmcid=got.get("pmcid", "") or got.get("pmc", ""), abstract=got.get("abstract", ""),
        keywords=[k.strip() for k in re.split(r"[,;]", got.get("keywords", ""))],
        registered=registered_at(got.get("url", ""), got.get("howpublished", "")),
    )  # fmt: skip


def _plain(text: str) -> str:
    """Text without TeX's marks: braces, escaped signs, dashes, superscripts kept."""
    text = re.sub(
        r"\$?\^\{?(\d{1,2})\}?\$?", lambda m: m[1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")), text
    )
    text = _SIGN.sub(lambda m: _SIGNS[m[1]], text)
    # What is left of a formula is its figures; "\\$5" is an amount of money.
    text = re.sub(r"(?<!\\)\$([^$\n]{1,80})(?<!\\)\$", r"\1", text)
    text = re.sub(
        r"\\[,;: ]|(?<![\\/])~", " ", text
    )  # spaces of several widths; a web address may hold a tilde
    text = re.sub(r"\\([%&$#_{}])", r"\1", text).replace("--", "–")
    return re.sub(r"[{}]|\\(?:text\w+|emph|it|bf|rm)\b\s?", "", text).strip()


_SIGNS = {
    "pm": "±", "geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "times": "×", "mu": "µ", "sim": "~", "approx": "≈", "cdot": "·", "alpha": "α", "beta": "β",
    "gamma": "γ", "kappa": "κ", "chi": "χ",
}  # fmt: skip
_SIGN = re.compile(r"\\(" + "|".join(sorted(_SIGNS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\})?")
