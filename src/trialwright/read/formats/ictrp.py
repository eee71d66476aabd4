"""WHO ICTRP exports: CSV with a header, or the XML export, one trial a row."""

from __future__ import annotations

import csv
import io
import re

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._record import Record
from trialwright.read.formats._text import decode, head, is_binary

NAME = "ICTRP"
_KNOWN = {
    "trialid",
    "publictitle",
    "scientifictitle",
    "primarysponsor",
    "recruitmentstatus",
    "inclusioncriteria",
    "primaryoutcome",
    "countries",
    "sourceregister",
    "dateregistration",
    "studytype",
}
_TRIAL_ID = re.compile(r"trial[\W_]*id")
_IDS = ((r"NCT\d{8}", "NCT number"), (r"ISRCTN\d{8}", "ISRCTN number"), (r"\d{4}-5\d{5}-\d\d-\d\d", "EU CT number"), (r"(?:EUCTR)?\d{4}-\d{6}-\d\d", "EudraCT number"))  # fmt: skip


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or start.startswith((b"{", b"[")):
        return 0.0
    if start.startswith(b"<"):
        return (
            0.95
            if b"<trials_downloaded_from_ictrp" in start
            or (b"<trialid>" in start and b"<public_title>" in start)
            else 0.0
        )
    line = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    if sum(map(line.count, ",;\t")) < 3 or not _TRIAL_ID.search(line.casefold()):
        return 0.0  # a line of prose is no row of headings
    found = {_key(cell) for cell in re.split(r"[,;\t]", line)}
    return 0.95 if "trialid" in found and len(found & _KNOWN) >= 4 else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    rows, warnings = _rows(data, name)
    return _record.documents(data, name, NAME, [_one(r) for r in rows], warnings)


def _rows(data: bytes, name: str) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    if head(data).startswith(b"<"):
        from trialwright.read.formats._xml import parse_xml, words

        root = parse_xml(data, name)
        found = list(root.iter("Trial", "trial"))
        return [{_key(c.tag): words(c) for c in e if isinstance(c.tag, str)} for e in found], ()
    content, warnings = decode(data)
    first = content.split("\n", 1)[0]
    sign = max(",;\t", key=first.count)
    # A cell may hold a whole protocol; a file that is no table ends as one such cell.
    csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=sign))
    except csv.Error as bad:
        raise DocumentError(
            f"The table cannot be read: {bad}.", where=name, fix="Export it again as CSV."
        ) from None
    names = [_key(c) for c in rows[0]] if rows else []
    return [dict(zip(names, r, strict=False)) for r in rows[1:] if any(c.strip() for c in r)], warnings


def _one(r: dict[str, str]) -> Record:
    got = {k: re.sub(r"(?i)<br\s*/?>", "\n", v or "").strip() for k, v in r.items()}
    out = Record(title=got.get("publictitle", "") or got.get("scientifictitle", ""))
    out.say("Acronym", got.get("acronym", ""))
    out.say("Official title", got.get("scientifictitle", ""))
    for number in dict.fromkeys(
        [
            got.get("trialid", ""),
            *re.split(r"[;,\s]+", got.get("secondaryids", "") + " " + got.get("secondaryid", "")),
        ]
    ):
        label = next((label for pattern, label in _IDS if re.fullmatch(pattern, number, re.IGNORECASE)), "")
        out.say(
            label or "Trial number",
            re.sub(r"(?i)^EUCTR", "", number) if label == "EudraCT number" else number,
        )
    for label, key in (
        ("Status", "recruitmentstatus"), ("Date of registration", "dateregistration"), ("Study start", "dateenrollement"),
        ("Study start", "dateenrolment"), ("Sponsor", "primarysponsor"), ("Phase", "phase"), ("Study type", "studytype"),
        ("Design", "studydesign"), ("Enrollment", "targetsize"), ("Countries", "countries"),
    ):  # fmt: skip
        out.say(label, got.get(key, ""))
    for one in re.split(r"[;\n]", got.get("condition", "") or got.get("conditions", "")):
        out.say("Condition", one)
    for one in filter(
        None,
        (x.strip() for x in re.split(r"[;\n]", got.get("intervention", "") or got.get("interventions", ""))),
    ):
        out.interventions.append(("Intervention", one))
    both = got.get("inclusioncriteria", "")
    parts = re.split(r"(?i)(?:^|\n)\s*(?:key |main )?exclusion criteria\s*:?", both, maxsplit=1)
    out.inclusion = parts[0]
    out.exclusion = got.get("exclusioncriteria", "") or (parts[1] if len(parts) > 1 else "")
    out.ages = [("Minimum age", got.get("inclusionagemin", "") or got.get("ageminimum", "")), ("Maximum age", got.get("inclusionagemax", "") or got.get("agemaximum", "")),
        ("Sex", got.get("inclusiongender", "") or got.get("gender", ""))]  # fmt: skip
    for role, key in (("Primary", "primaryoutcome"), ("Secondary", "secondaryoutcome")):
        whole = got.get(key, "") or got.get(key + "s", "")
        out.outcomes += [(role, x.strip(), "", "") for x in re.split(r"[;\n]", whole) if x.strip()]
    return out
