"""How many were screened, randomised (or recruited), and treated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.participants import IN_EACH_PLACE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_N = rf"(?<![\w.,/])(?P<n>{COUNT})"
_WHO = rf"\s{FEW}{PEOPLE}\b"
_GAP = r"[^.;]{0,160}?"
_VERB = (
    r"(?:were|was|have been|had been|underwent|are|will be)\s(?:then\s|subsequently\s"
    r"|prospectively\s|consecutively\s|centrally\s|initially\s)?"
)
_ALLOC = (
    r"(?:randomi[sz]ed|randomly\s(?:assigned|allocated|divided|selected)|randomi[sz]ation|allocated|assigned)"
)
_LOOKED_AT = "(?:screened|assessed|approached|invited|identified|contacted|evaluated|eligible|referred)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("screened", rf"{_N}(?:{_WHO})?\s(?:were\s)?(?P<w>screened(?!\s(?:twice|again|(?:two|three|\w+al)\stimes|more\sthan\sonce|a\s(?:second|third)\stime))|assessed for eligibility)\b"),
    ("screened", rf"\b(?P<w>screened)\s{_N}{_WHO}"),
    ("screened", rf"{_N}{_WHO}\saged\s[^.;,]{{1,40}}?\s(?:were|was)\s(?P<w>screened|assessed for eligibility)\b"),
    ("eligible", rf"(?:^|[.;]\s)(?i:of|among|from)\s(?:the\s)?{_N}\s(?P<w>eligible)\s{PEOPLE}\b(?=[^.;]{{0,80}}?\b{_ALLOC})"),
    ("randomised", rf"(?:^|[.;]\s)(?i:of)\s(?:the\s)?{_N}(?:{_WHO}\s(?:who\swere\s|who\sunderwent\s)?(?P<w>{_ALLOC})(?=,|\s\()|\s(?P<w2>randomi[sz]ed)\s{PEOPLE},)"),
    ("randomised", rf"{_N}\s{_VERB}(?P<w>{_ALLOC})\b"),
    ("randomised", rf"{_N}{_WHO}{_GAP}\s{_VERB}(?P<w>{_ALLOC})\b"),
    ("randomised", rf"\b(?:screened|approached|invited|identified|eligibility),?\s(?:and|of\swhom|with)\s{_N}\s(?P<w>{_ALLOC})\b"),
    ("randomised", rf"\b{_LOOKED_AT}\b[^.;]{{0,80}}?,?\s(?:of|from|among)\swhom\s(?:only\s)?{_N}\s(?:\([^()]{{1,30}}\)\s)?"
        rf"(?:(?:enrolled|consented|agreed|included|eligible)\sand\s)?(?:were\s|underwent\s)(?:then\s|finally\s|(?:enrolled|included)\sand\s)?(?P<w>{_ALLOC})\b"),
    ("randomised", rf"(?:^|[.;]\s)(?:Of|Among|From)\s(?:the\s)?{COUNT}\s[^.;]{{0,60}}?\b{_LOOKED_AT}\b[^.;]{{0,40}}?,\s(?:only\s)?{_N}\s(?:\([^()]{{1,30}}\)\s)?"
        rf"(?:(?:consented|agreed|were\s(?:enrolled|included|eligible|recruited))\sand\s)?(?:were\s)?(?P<w>{_ALLOC})\b"),
    ("randomised", rf"{_N}\s(?:met|fulfilled|satisfied|agreed|consented|remained)\b[^.;,\d]{{0,80}}?\sand\s{_VERB}(?P<w>{_ALLOC})\b"),
    ("randomised", rf"\b(?P<w>randomi[sz]ed|randomly (?:assigned|allocated))\s(?:a total of\s)?{_N}{_WHO}"),
    ("randomised", rf"\b(?:we|who)\s(?:[\w-]+\s){{0,8}}?(?P<w>randomi[sz]ed|randomly (?:assigned|allocated))\s(?:a total of\s)?{_N}"
        rf"(?=[,;:.(]|\s(?:to|into|between|in)\b)"),
    ("randomised", rf"{_N}\s(?:[\w-]+\s){{0,2}}?(?P<w>randomi[sz]ed)\s(?:[\w-]+\s){{0,2}}?{PEOPLE}"),
    ("randomised", rf"(?i:of|all)\s(?:the\s)?{_N}{_WHO}\s(?P<w>randomi[sz]ed)\b"),
    ("recruited", rf"{_N}{_WHO}{_GAP}\s{_VERB}(?P<w>recruited|enrolled|enroled|included|entered|accrued"
        rf"|registered)\b(?!\sas\s(?:an?\s|the\s)?(?:[a-z-]+\s){{0,2}}(?:controls?|cases|comparators?|reference)\b)"),
    ("recruited", rf"\b(?:we|trial|study|cent(?:er|re)s|hospitals|institutions)\s(?:\w+\s)?(?P<w>recruited|enrolled"
        rf"|included)\s(?:a total of\s)?{_N}{_WHO}"),
    ("recruited", rf"\b(?P<w>(?:trial|study)\s(?:in|of|with|involving))\s(?:a total of\s)?{_N}{_WHO}"),
    ("recruited", rf"{_N}(?:{_WHO})?\s(?P<w>entered)\s(?:the|this|our)\s(?:\w+\s)?(?:trial|study)\b"),
    ("recruited", rf"{_N}{_WHO}\s(?P<w>entered|enrolled|recruited|accrued|registered|included)\s(?:in|into|on|onto|to)\s(?:the|this|our)\s(?:\w+\s)?(?:trial|study|protocol)\b"),
    ("treated", rf"{_N}(?:{_WHO})?\s(?:actually\s)?(?P<w>received)\s(?:the\s|their\s)?(?:allocated|assigned|planned)\s(?:treatment|intervention)\b"),
    ("treated", rf"\b(?:we|they)\s(?P<w>treated)\s{_N}{_WHO}"),
    ("treated", rf"{_N}{_WHO}{_GAP}\s{_VERB}(?P<w>treated)\s(?=with\b)"),
)  # fmt: skip
_COMPILED = Patterns((name, Pattern("(?i)" + pattern)) for name, pattern in _PATTERNS)
# "In SAVE-MORE (n = 594)": a trial by its name, in capitals, with its size.
_NAMED_TOTAL = Pattern(rf"(?:^|\b[Ii]n\s)[A-Z][A-Za-z0-9]*[A-Z][\w-]*\s\((?P<w>[nN])\s?=\s?{_N}\)")
# "Patients (482) were randomised to A or B"
_BRACKETED_TOTAL = Pattern(rf"(?i)(?:^|[.;:]\s){PEOPLE}\s[(]{_N}[)]\s{_VERB}(?P<w>{_ALLOC})\b")
_SUBSET = Pattern(
    r"(?i)\bof the (?:initial|original|first)\s$|\b(?:of|among|to|only|remaining|other|another|additional|first|last|each of|per"
    r"|which|these)\s(?:the\s|these\s)?$"
    rf"|\bof whom\s$|\bwhereas\s$|(?<![\w.,/]){COUNT}\sfrom\s$"
)


# "phase 3", "three thousand ten", "16 608": the number before its people is not all of a count, or none.
_NO_COUNT = Pattern(
    r"(?i)[\d./±=<>≤≥-]\s?$|\b(?:phase|grade|stage|level|part|arm|group|cohort|day|week|month"
    r"|thousand|hundred|million)\s$"
)
_POINT = Pattern(r"(?i)\b(?:below|above|under|over|score of|scores of)\s$")  # "scores below 7 were assigned"
# "41 patients were randomised to A and 29 to B" counts one arm, "80 were randomised, 40 to A" all of them.
_ONE_ARM = Pattern(
    rf"(?i)\s(?:patients\s|women\s|participants\s)?(?:to|into|in|received"
    rf"|receive)\b[^.;]{{0,160}}?(?:,|\band|\bor|\bversus|\bvs\.?|\bwhile"
    rf"|\bwhereas)\s(?:the\s)?(?:(?:other|remaining)\s)?"
    rf"{COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were|was)\s)?(?:(?:randomly\s)?(?:assigned"
    rf"|allocated|randomi[sz]ed)\s)?(?:to|in|into|received|receiving|underwent|with|on)\b"
)
# "Twenty women were assigned to each arm"
_IN_EACH = Pattern(r"(?i)\s(?:to|in|into)\s(?:each|either|both|every)\b(?!\sof\sthe\strials)")
# "1070 were assigned to A and 1065 were assigned to B", "191 + 191 patients were"
_OTHER_ARM = Pattern(
    rf"(?i)(?<![\w.]){COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were|was)\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)?\s?"
    r"(?:to|received|receive|in|on)\s[^.;]{2,140}?(?:,|\band|\bor|\bwhereas|\bwhile)\s(?:the\s)?(?:other\s|remaining\s)?$"
    rf"|{COUNT}\s?\+\s?$"
)


# "70 adults who had had B were randomly assigned to A and 71 were allocated to C"
_DEALT_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/]){COUNT}\s{FEW}{PEOPLE}\b[^.;]{{0,200}}?\b{_ALLOC}\s[^.;]{{3,140}}?(?:,|\band|\bwhile|\bwhereas)\s(?:the\s)?(?:other\s|remaining\s)?$"
)
_TO_ONE = Pattern(r"(?i)\s(?:to|in)\s(?!(?:[\w-]+\s){0,8}?(?:or|either|versus|vs)\b)")
# "at 31 hospitals, patients were randomised", "for 24 months patients were"
_OF_PLACES = Pattern(
    r"(?i)\s(?:[\w'/-]+\s){0,4}?(?:hospitals|cent(?:re|er)s|sites|clinics|practices|countries|institutions|departments|wards|villages|towns|cities|schools|months|weeks|years|days|(?:month|week|year|day)s?[\s-]follow[\s-]?up)(?:,|\s(?:in\s[\w\s]{3,30},)?)\s?(?:[\w-]+\s){0,4}?(?:"
    + PEOPLE
    + r")\b"
)
_OF_A_GROUP = Pattern(r"(?i)\b(?:groups?|arms?)\b")
# "8 randomised patients were considered ineligible"
_PUT_ASIDE = Pattern(
    r"(?i)\s(?:were|was)\s(?:(?:later|subsequently|then|found|considered|judged|deemed|to\sbe)\s){0,4}(?:ineligible|excluded|withdrawn|lost|unevaluable|inevaluable|not\s(?:eligible|evaluable))\b"
)
_CASES_OF = Pattern(r"(?i)\s(?:[a-z-]+\s){0,2}cases\sof\s(?!(?:[a-z-]+\s)?(?:cancer|carcinoma)\b)")
_OF_WHOM = Pattern(
    rf"(?i)\b(?:of|from|among)\swhom\s(?:only\s)?{COUNT}\s"
)  # "180 were screened, of whom 120 were"
_FROM_SCREENED = Pattern(rf"(?i).*\b{_LOOKED_AT}\b")
_OPENS_OF = Pattern(r"(?:[.;]\s)?Of\s")
_THEN = Pattern(r",|\s\(")
_RANDOMISED = Pattern(r"(?i)\brandomi[sz]ed\b|\brandomly\b")


def _is_randomised(sentences: Iterable[Sentence]) -> bool:
    return any(_RANDOMISED.search(s.text) for s in sentences if not s.background)


def stated_sizes(sentences: Sequence[Sentence]) -> list[Stated]:
    """Screened, randomised (or recruited), treated: the first statement of each.

    In a randomised trial that gives no other number, those recruited are those randomised; `label`
    keeps the document's word.
    """
    found: dict[str, Stated] = {}
    for sentence in sentences:
        if sentence.background:
            continue
        named = _NAMED_TOTAL.search(sentence.text) or _BRACKETED_TOTAL.search(sentence.text)
        if named:
            found.setdefault("randomised", _stated("randomised", sentence, named))
        for name, pattern in _COMPILED.fitting(sentence.bare):
            for first in pattern.finditer(sentence.bare) if name not in found else ():
                match = _nearest(pattern, sentence.bare, first)
                if not _counts_all(name, sentence.bare, match):
                    continue
                found[name] = _stated(name, sentence, match)
                break
    if "randomised" not in found and "recruited" in found and _is_randomised(sentences):
        was = found.pop("recruited")
        why = f"the trial is randomised and says {was.value} were {was.label}"
        found["randomised"] = was.model_copy(
            update={"field": "randomised", "because": Because(rule="read.grammar.sizes", formula=why)}
        )
    return sorted(found.values(), key=lambda s: s.quote.start)


def _counts_all(name: str, text: str, match: re.Match[str]) -> bool:
    """Whether the number is of all those screened, randomised or treated, and not of a part of them."""
    start = match.start("n")
    if whole(match.group("n")) < (4 if name == "randomised" else 2) or _NO_COUNT.search(
        text[max(0, start - 24) : start]
    ):
        return False
    if name == "randomised" and _OF_WHOM.search(text, match.end("n"), match.end()):
        return False
    if name == "randomised" and _POINT.search(text[max(0, start - 16) : start]):
        return False
    if _IN_EACH.match(text, match.end()) or _OF_PLACES.match(text, match.end("n")):
        return False
    if name in ("randomised", "treated") and _ONE_ARM.match(text, match.end()):
        return False
    if name == "treated" and match["w"] == "received" and _OF_A_GROUP.search(text):
        return False
    if name == "randomised" and _OTHER_ARM.search(text[max(0, start - 200) : start]):
        return False
    if name == "randomised" and _DEALT_BEFORE.search(text, 0, start) and _TO_ONE.match(text, match.end()):
        return False
    if IN_EACH_PLACE.match(text, match.end("n")):
        return False
    if name == "randomised" and match["w"] and _PUT_ASIDE.match(text, match.end()):
        return False
    if name == "recruited" and match["w"] == "registered" and _CASES_OF.match(text, match.end("n")):
        return False
    return name in ("screened", "eligible") or _is_of_all(text, match) or not _is_subset(text, start)


def _is_of_all(text: str, match: re.Match[str]) -> bool:
    """Whether "of" is said of those screened, or opens a sentence on all who were randomised: "Of 83 randomised, 43 were ..."."""
    said = match.group()
    if _FROM_SCREENED.match(text[match.start() : match.start("n")]):
        return True
    return _OPENS_OF.match(said) is not None and (
        said.endswith(",") or _THEN.match(text, match.end()) is not None
    )


def _nearest(pattern: Pattern, text: str, match: re.Match[str]) -> re.Match[str]:
    """Of "327 were screened, 80 patients were recruited" the number nearest its verb."""
    while inner := pattern.search(text, match.end("n"), match.end()):
        match = inner
    return match


def _stated(name: str, sentence: Sentence, match: re.Match[str]) -> Stated:
    return Stated(
        field=name,
        value=whole(match.group("n")),
        unit="patients",
        label=(match.group("w") or match.group("w2")).lower(),
        quote=sentence.quote(match.start(), match.end()),
        because=Because(rule="read.grammar.sizes"),
    )


def _is_subset(text: str, start: int) -> bool:
    """ "of the 80 patients" counts those already counted; "a total of 80" does not."""
    before = text[max(0, start - 24) : start]
    if re.search(
        r"(?i)\b(?:total of|(?:an?|the)\s(?:group|sample|cohort|series) of|\b(?:trial|study) of|out of|out)\s$",
        before,
    ):
        return False
    return bool(_SUBSET.search(before)) or bool(_NO_COUNT.search(before))
