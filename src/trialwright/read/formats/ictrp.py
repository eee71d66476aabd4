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
# The portal writes a prefix before European numbers and a country behind them.
_IDS = ((r"(?P<n>NCT\d{8})", "NCT number"), (r"(?P<n>ISRCTN\d{8})", "ISRCTN number"), (r"(?:CTIS|EUCT|EUCTR)?(?P<n>\d{4}-5\d{5}-\d\d-\d\d)", "EU CT number"),
    (r"(?:EUCTR)?(?P<n>\d{4}-\d{6}-\d\d)(?:-[A-Z]{2,3})?", "EudraCT number"))  # fmt: skip
# Fields that hold several lines say the same in each registry's own words.
_EXCLUDED = re.compile(
    r"(?i)(?:^|\n|(?<=[.;]))[\s*•-]*(?:key |main |principal )?exclu(?:sion|de)\s?criteria\s*:?"
)
_INCLUDED = re.compile(r"(?i)\A\s*(?:key |main |principal )?inclu(?:sion|de)\s?criteria\s*:?")
_FORM = re.compile(
    r"(?i)\n?\s*are the trial subjects under 18\?.*", re.DOTALL
)  # the European form's questions on ages
_CODES = re.compile(
    r"(?i)(?:MedDRA|therapeutic area|system organ class|level|classification code|term)\s?(?:version)?\s?:"
)
_NUMBERED = re.compile(r"(?i)^health condition\s?\d*\s?:\s?(?:[A-Z]\d{2,4}\s?-\s?)?")
_PHASE_YES = re.compile(r"(?i)\(Phase (IV|III|II|I)\)\s?:\s?yes")
_BOTH = re.compile(r"(?i)both\b|(?:fe)?males?\s?(?:and|/|,|&)\s?(?:fe)?males?\b|female: ?yes\W+male: ?yes")
_METHOD = re.compile(r"(?i)[.;,]?\s*methods? of measurements?\s?:.*", re.DOTALL)
_YEARS = re.compile(r"(?i)[>=<≥≤\s]*(\d{1,3})(?:\.0+)?\s?(?:years?\(s\)|years?-old|age old|y)")


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
    _numbers(out, got)
    registered = _date(got.get("dateregistration3", "")) or _date(got.get("dateregistration", ""))
    for label, value in (
        ("Status", got.get("recruitmentstatus", "")), ("Date of registration", registered), ("Study start", _date(got.get("dateenrollement", ""))),
        ("Study start", _date(got.get("dateenrolment", ""))), ("Sponsor", got.get("primarysponsor", "")), ("Phase", _phase(got.get("phase", ""))),
        ("Study type", got.get("studytype", "")), ("Design", got.get("studydesign", "")), ("Enrollment", _size(got.get("targetsize", ""))),
        ("Countries", got.get("countries", "")),
    ):  # fmt: skip
        out.say(label, value)
    for one in re.split(r"[;\n]", got.get("condition", "") or got.get("conditions", "")):
        out.say("Condition", "" if _CODES.match(one.strip()) else _NUMBERED.sub("", one.strip()))
    for one in _given(got.get("intervention", "") or got.get("interventions", "")):
        out.interventions.append(("Intervention", one))
    _people(out, got)
    for role, key in (("Primary", "primaryoutcome"), ("Secondary", "secondaryoutcome")):
        out.outcomes += [
            (role, *measure, "") for measure in _outcomes(got.get(key, "") or got.get(key + "s", ""))
        ]
    return out


def _numbers(out: Record, got: dict[str, str]) -> None:
    others = re.split(r"[;,\s]+", got.get("secondaryids", "") + " " + got.get("secondaryid", ""))
    for number in dict.fromkeys([got.get("trialid", ""), *others]):
        kinds = ((label, re.fullmatch(pattern, number, re.IGNORECASE)) for pattern, label in _IDS)
        label, match = next(((label, m) for label, m in kinds if m), ("", None))
        out.say(label or "Trial number", match["n"] if match else number)


def _date(value: str) -> str:
    """The portal and its registries write the day first: 03/02/2021 and 03-02-2021 are of February; 20210203 is one too."""
    day = re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)", value.strip())
    if day and int(day[3]) <= 12:
        return f"{day[4]}-{int(day[3]):02}-{int(day[1]):02}"
    whole = re.fullmatch(r"((?:19|20)\d\d)[/]?(\d\d)[/]?(\d\d)", value.strip())
    return f"{whole[1]}-{whole[2]}-{whole[3]}" if whole else value


def _phase(value: str) -> str:
    """The European form asks of each phase; the answers "yes" are the trial's."""
    said = _PHASE_YES.findall(value)
    return "Phase " + "/".join(said) if said else "" if _asked(value) else value


# "Intervention 2: Control group: ..." of the Iranian register, "Control Intervention1: ..." of the Indian one
_NUMBERED_GIVEN = re.compile(r"(?i)(?:^|(?<=[\s.;]))(?<!control )(?=(?:control )?intervention ?\d{1,2} ?:)")


def _given(whole: str) -> list[str]:
    """What is given, an entry each."""
    parts = [x for one in _NUMBERED_GIVEN.split(whole) for x in re.split(r"[;\n]", one)]
    return [x for p in parts if (x := re.sub(r"(?i)^intervention ?\d{1,2} ?:\s*", "", p.strip()))]


_OF_ALL = re.compile(
    r"(?i)(?:(?:the|target|planned|in)\s)*(?:total|overall|all|whole|entire|altogether|sum|sample size)(?:\s(?:number|sum|sample|size|study|trial|population|target|enrol+ment|participants|patients|subjects|people|cases|groups|arms|both|of|in|the))*"
)


def _size(value: str) -> str:
    """The target; of "Experimental group:40;Control group:40;" the sum, of "Total:80;Zinc:40;Placebo:40" what is said of all.

    Left as it is, which is no number, where parts do not add up to what is said of all, or one that is not called so is the sum of the
    others: it may be said of all, or of an arm as large as the rest."""
    parts = [p.strip() for p in re.split(r"[;\n]", value) if p.strip()]
    counts = [m for p in parts if (m := re.fullmatch(r"([^:;]{1,80}):\s?(\d{1,6})", p))]
    if len(counts) < 2 or len(counts) < len(parts):
        return value
    totals = {int(c[2]) for c in counts if _OF_ALL.fullmatch(c[1].strip())}
    arms = [int(c[2]) for c in counts if not _OF_ALL.fullmatch(c[1].strip())]
    if totals:
        return str(min(totals)) if len(totals) == 1 and sum(arms) in (0, *totals) else value
    return value if len(arms) > 2 and any(2 * n == sum(arms) for n in arms) else str(sum(arms))


def _asked(value: str) -> bool:
    return re.search(r"(?i)\(Phase I+V?\)\s?:\s?no", value) is not None


def _people(out: Record, got: dict[str, str]) -> None:
    both = _FORM.sub("", _INCLUDED.sub("", got.get("inclusioncriteria", "")))
    parts = _EXCLUDED.split(both, maxsplit=1)
    out.inclusion = parts[0]
    apart = _EXCLUDED.sub("", _FORM.sub("", got.get("exclusioncriteria", "")), count=1)
    out.exclusion = apart.strip() or (parts[1] if len(parts) > 1 else "")
    chinese = (
        got.get("trialid", "").upper().startswith("CHICTR")
    )  # that registry asks for ages in years alone
    for label, keys in (
        ("Minimum age", ("inclusionagemin", "ageminimum")),
        ("Maximum age", ("inclusionagemax", "agemaximum")),
    ):
        value = next((got[k] for k in keys if got.get(k)), "")
        years = _YEARS.fullmatch(value.strip())
        bare = chinese and value.strip().isdigit()
        out.ages.append(
            (label, f"{years[1]} Years" if years else f"{value.strip()} Years" if bare else value)
        )
    sex = got.get("inclusiongender", "") or got.get("gender", "")
    out.ages.append(("Sex", "All" if _BOTH.match(sex) else sex))


def _outcomes(whole: str) -> list[tuple[str, str]]:
    """(measure, time frame) of each outcome. The European form puts the main objective before the end points, and their time after."""
    whole = re.split(r"(?i)(?:primary|secondary) end ?points?\s?(?:\(s\))?\s?:", whole, maxsplit=1)[-1]
    found: list[tuple[str, str]] = []
    for one in (x.strip() for x in re.split(r"[;\n]", whole)):
        of_all = re.match(r"(?i)time ?points?\s?(?:\(s\))?\s?of evaluation[^:]{0,40}:?\s?", one)
        timed = re.fullmatch(
            r"(?i)(?P<m>.+?)\s?(?:time ?points?\s?(?:\(s\))?:\s?(?P<t>.+)|\[(?P<t2>[^\[\]]+)\]\s?\.?)", one
        )
        of_last = re.fullmatch(r"(?i)time ?(?:points?|frame)\s?(?:\(s\))?\s?:\s?(.+)", one)
        if of_last and found:
            found[-1] = (found[-1][0], found[-1][1] or of_last[1].strip())
        elif of_all:
            found = [(measure, time or one[of_all.end() :]) for measure, time in found]
        elif timed:
            time = _METHOD.sub("", timed["t"] or timed["t2"])
            found.append((timed["m"].strip(), time.strip()))
        elif one:
            found.append((one, ""))
    return found
