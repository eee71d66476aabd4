"""Words that name an arm and are of something else where they stand."""

from __future__ import annotations

from collections.abc import Collection

from trialwright.read.grammar.arm_of_both import is_no_both
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.patterns import Pattern

_OF_WHAT = Pattern(
    r"(?i)\b(?:local|regional|loco-?regional|pain|disease|tumou?r|cancer|pressure|glyc(?:a?emic)|glucose|symptom|weight|infection|seizure|rate|asthma|emesis|nausea|vomiting|bladder|lipid|bleeding|pelvic|distant|quality|rhythm|viral|motor)\s$"
)
_OF_PAIN = Pattern(
    r"(?i)\s(?:of\s|rates?\b|(?:was|were)\s(?:reached|achieved|obtained|attained|maintained|seen in|observed in|better|worse)\b)"
)
_MEASURE_NEXT = Pattern(
    r"(?i)\s(?:deviations?|errors?|criteri(?:a|on)|definitions?|methods?|procedures|operating|scores?|uptake|questionnaires?|tests?)\b"
)
_DOSE = Pattern(rf"(?i){DOSE}")
_WORD_BEFORE = Pattern(r"\b(?P<x>[A-Za-z][A-Za-z-]{4,})\s$")
# what may stand before a dose that is an arm's own name
_LEADS = frozenset(("given", "doses", "daily", "weekly", "those", "their", "group", "groups", "patients", "receiving", "received", "between", "versus", "either", "after", "under", "dosage", "higher", "lower", "assigned", "allocated", "treated", "using", "compared", "against", "whereas", "while"))  # fmt: skip
# "80 mg furosemide": a word that ends as names of drugs do, just behind a dose
_DRUG_BEHIND = Pattern(
    r"(?i)\s(?:of\s)?(?:oral\s|intravenous\s)?(?P<x>(?!(?:alone|within|again|then|taken|given|often|women|children|seven|eleven|remain|begin|certain|between|even|been|none|people|while|whole|were|late|more|some|time|like|made|same|one|once|since|despite|overnight|routine|baseline|combination|in|an|all|on|or|control)\b)[a-z-]*?(?:ide|ine|one|ol|ole|am|in|en|ate|ril|an|il|mab|nib|vir|statin|um|ime|ene|azide|iron|zinc|calcium))\b(?!-)"
)
_SOME_DOSE = Pattern(r"(?i)\b(?:an?|any|some|no|even|need(?:ed|ing)?|requir(?:ed|ing))\s$")
_OF_DRUG = Pattern(r"(?i)\sof\s(?:the\s|oral\s|intravenous\s)?(?P<x>[a-z-]{3,})")
_OF_IT = Pattern(r"(?i)\sof\s(?:it|this|the\s(?:former|latter|other))\b")
_JOINED = Pattern(r"(?i)\s(?:plus|and|combined with)\s|\+")
_ALONE = Pattern(r"(?i)\s(?:alone|only|monotherapy)\b")


# "previous surgery", "before zinc": what was done before the trial
_EARLIER = Pattern(r"(?i)\b(?P<x>previous|prior|earlier|past|before|until|awaiting)\s$")
# "who had taken zinc before (12%)"
_BEFORE_IT = Pattern(r"(?i)\s(?:before|previously|earlier|in\sthe\spast)(?=\s?[(.;,)])")
_TAKEN = Pattern(r"(?i)\b(?:had|have)\s(?:[a-z]+\s){0,2}$")
# "iron overload", "hospital stay"
_THINGS_OF_IT = Pattern(
    r"(?i)\s(?:stores|overload|deficien(?:cy|t)|depletion|stays?|admissions?|discharges?|beds|records|mortality|strep\w*|(?:beta-?)?ha?emolytic)\b"
)
# "early sepsis" beside early and late feeding, "long stay" beside long and short courses
_DEGREES = frozenset(("early", "late", "short-term", "long-term", "short", "long", "high", "low", "intensive", "immediate", "delayed", "rapid", "slow", "oral", "nasal", "open", "closed", "vaginal", "rectal", "topical", "surgical", "medical", "spinal", "epidural", "sublingual", "intravenous"))  # fmt: skip
# "intensive care admission" beside intensive and standard insulin, "after standard chemotherapy" beside standard follow-up
_OTHER_THING = Pattern(
    r"(?i)\s(?:(?:adjuvant|neoadjuvant|induction|antibiotic|surgical|local|systemic)\s)?(?P<x>care\s(?:unit|ward|bed|admission|stay|treatment)s?|chemotherapy|radiotherapy|chemoradiotherapy|surgery|resection|mastectomy|an(?:a)?esthesia|antibiotics|induction|transfusions?|dialysis|laparotomy|bypass|transplantation|echocardiography|morning|evening|complications?|relapses?|deaths?|stroke)\b"
)
_CARE = Pattern(r"(?i)\scare\b")
_NEXT_WORD = Pattern(r"\s(?P<x>[a-z][a-z-]{2,})\b")
_OPENS_CLAUSE = Pattern(r"(?:^|[.;:,])\s*$")
_GROUP_WORD = Pattern(
    rf"(?i)(?:groups?|arms?|{PEOPLE}|recipients?|users|treatments?|therap(?:y|ies)|courses?|schedules?|regimens?|doses?|interventions?|strateg(?:y|ies)|programs?|programmes?|approach|start|initiation|versus|compared|than|then|and|but|whereas|while|had|has|have|was|were|did|does|with|from|after|during|for|the|who|respectively|because|when|where|over|under|among|within|only|alone|[a-z-]+(?:ed|ly|ing))"
)


def _of_another_noun(text: str, start: int, end: int, label: str, told: Collection[str]) -> bool:
    """Whether a degree that tells an arm opens a clause before a noun that is no word of any arm; "12 % with nasal spray" is that
    arm's, however it is called."""
    noun = _NEXT_WORD.match(text, end)
    if noun and not _OPENS_CLAUSE.search(text, 0, start):
        # "early sepsis in 12% and late sepsis in 9%"
        noun = noun if text[:start].endswith("and ") and f" {noun['x']} " in text[:start] else None
    if noun is None or _GROUP_WORD.fullmatch(noun["x"]):
        return False
    stem = noun["x"][:4]
    return stem not in label.lower() and not any(w.startswith(stem) for w in told)


def _is_another_thing(text: str, end: int, word: str, label: str, told: Collection[str]) -> bool:
    """Whether a degree or "standard" stands before a treatment or an event that is in no arm's name: "standard chemotherapy"."""
    if word == "intensive" and _CARE.match(text, end):
        return "care" not in told and "care" not in label.lower()
    thing = _OTHER_THING.match(text, end)
    if thing is None or (word not in _DEGREES and word not in ("standard", "conventional")):
        return False
    stem = thing["x"].split()[-1].lower()[:5]
    return stem not in label.lower() and not any(w.startswith(stem) for w in told)


# "at 5 years of follow-up", "after 6 months of treatment", where an arm is "5 years of" something
_FOLLOWED = Pattern(
    r"(?i)\s(?:follow|observation|age\b|life\b|study\b|(?:the|our|this)\s(?:study|trial|follow))"
)
_TREATED = Pattern(
    r"(?i)\s(?:the\s)?(?:treatments?|therapy|interventions?|medication|supplementation|training|use)\b"
)
_WHEN = Pattern(r"(?i)\b(?:at|after|during|within|over|by|in|following)\s(?:the\s)?(?:first\s|last\s)?$")


_LISTED_TIMES = Pattern(r"(?i)(?<![\w.])\d{1,3},\s\d{1,3},?\s(?:and|or)\s$")  # "after 4, 8 and 12 weeks of X"


def _is_a_time(text: str, start: int, end: int) -> bool:
    if _FOLLOWED.match(text, end):
        return True
    return _TREATED.match(text, end) is not None and _WHEN.search(text, max(0, start - 24), start) is not None


# who people are, where an arm is a way to give it up: "smoking cessation letters", and "smokers" of both arms
_HABITS = ("smoker", "smokers", "drinker", "drinkers", "gambler", "gamblers", "runner", "runners")


def is_no_arm(text: str, start: int, end: int, label: str, told: Collection[str]) -> bool:
    """Whether a word at start..end that names the arm is of something else: "local control", "the standard deviation", "prednisone
    10 mg" where an arm has 10 mg of something else, "X alone" where X is the short name of "X and Y".

    told : the words of the sentences that set the arms out, in small letters.
    """
    word = text[start:end].lower()
    if is_no_both(text, start, end):
        return True
    if word in _HABITS and word not in label.lower():
        return True
    if word.endswith(" of") and (_is_a_time(text, start, end) or _LISTED_TIMES.search(text, 0, start)):
        return True
    if word.endswith(("dose", "doses")):
        if _SOME_DOSE.search(text, max(0, start - 16), start):
            return True  # "those who needed a higher dose"
        what = _OF_DRUG.match(text, end)
        if what and what["x"].lower() not in told and what["x"].lower() not in label.lower():
            return True  # "higher doses of morphine"
    earlier = _EARLIER.search(text, max(0, start - 16), start)
    if earlier and earlier["x"].lower() not in told and earlier["x"].lower() not in label.lower():
        return True
    if _BEFORE_IT.match(text, end) and _TAKEN.search(text, max(0, start - 40), start):
        return True
    if _THINGS_OF_IT.match(text, end) or (
        word in _DEGREES and _of_another_noun(text, start, end, label, told)
    ):
        return True
    if _is_another_thing(text, end, word, label, told):
        return True
    if word == "standard":
        return _MEASURE_NEXT.match(text, end) is not None
    if word == "control":
        return (
            _OF_WHAT.search(text, max(0, start - 24), start) is not None
            or _OF_PAIN.match(text, end) is not None
        )
    if _ALONE.match(text, end):
        return _JOINED.search(label) is not None and _JOINED.search(word) is None and word in label.lower()
    if not word[:1].isdigit() or not _DOSE.fullmatch(text, start, end):
        return False
    if _OF_IT.match(text, end):
        return True
    behind = _DRUG_BEHIND.match(text, end)
    if behind and behind["x"].lower() not in label.lower() and behind["x"].lower() not in told:
        return True
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    return before is not None and before["x"].lower() not in told and before["x"].lower() not in _LEADS
