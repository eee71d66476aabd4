"""Words that can name an arm: those that tell it from another, and those of outcomes, times and people that name none."""

from __future__ import annotations

import re
from functools import lru_cache

from trialwright.read.grammar.phrases import KEPT, SUM_OF_LETTERS
from trialwright.read.patterns import Pattern

CONTROL = Pattern(
    r"(?i)\b(?:placebo|controls?(?!led)|usual[ -](?:care|practice)|standard[ -](?:of[ -])?care|no (?:additional |further |adjuvant |specific |active )?(?:treatment"
    r"|therapy|intervention|prophylaxis|chemotherapy|radiotherapy|drugs?|exercise|training|supplement\w*|additional|further)|observation|sham|wait(?:ing)?[- ]?list|untreated|comparison group|(?:standard|usual|conventional|routine) (?:treatment|therapy)|(?:usual|routine|standard) (?:advice|follow-?up|information|support)|attention control|best supportive care|(?:treatment|care|therapy|practice) as usual|TAU)\b|^without\s"
)
_WEAK = {
    "the", "of", "and", "plus", "with", "or", "alone", "only", "treatment", "therapy", "group", "arm", "dose", "daily", "weekly", "oral",
    "patients", "women", "either", "combination", "combined", "intravenous", "every", "weeks", "months", "years", "days", "cycles", "for",
    "to", "in", "on", "a", "an", "by", "at", "no", "not", "using", "mg", "two", "three", "one", "new", "their", "study", "trial", "adjuvant",
    "first", "second", "line", "program", "programme", "program-based", "intervention", "interventions", "regimen", "use", "without", "additional",
    "administration", "injection", "day", "week", "phase", "received", "receiving", "care", "standard", "usual", "high", "low", "early", "late",
    "breast", "cancer", "cancers", "metastatic", "survivors", "disease", "risk", "tumor", "tumour", "quality", "life", "effect", "effects", "results",
    "analysis", "clinical", "survival", "outcome", "outcomes", "chemotherapy-induced", "pain", "mean", "baseline", "follow-up", "same",
    "participants", "subjects", "those", "who", "than", "had", "were", "was", "each", "both", "other", "another", "continuous", "single", "assigned",
}  # fmt: skip
# What tells arms apart that are given the same: "high dose" and "low dose", "early" and "late".
_DEGREES = {
    "high",
    "low",
    "early",
    "late",
    "standard",
    "single",
    "weekly",
    "daily",
    "short",
    "long",
    "continuous",
}
_PROGRAMMES = {"program", "programme"}  # name an arm that has no other word
_BAD = Pattern(
    r"(?i)\b(?:survival|mortality|outcomes?|quality of life|recurrence|toxicity|efficacy|effectiveness|safety|p[- ]?values?|baseline|weeks|months"
    r"|ratio|rates?|scores?|differences?|changes?|levels?(?!-)|risk of|(?:ways|methods|types|kinds) of|women with|patients with|age|progression|questionnaires?|significan\w+|were|was|had|years|assigned|(?:19|20)\d\d|per ?cent|incidences?|frequenc\w+|prognos\w+|metastas\w+|cases|tumou?rs?|prevention|sensitivity|specificity"
    r"|range|iqr|interquartile|P\d{1,2}|percentiles?|confidence interval|analyses|unknown|manner|designs?|an? (?:half|third|quarter|fifth)|^placebo (?!treated|injected|coated|controlled|matched|assigned|based|enriched)[a-z]+ed$|that|than the|there|helped|caused|(?:nurses|surgeons|doctors|physicians|midwives|therapists) (?:used|gave|and|or)|which|whether|compares?|compared|experienced|having|whom|hours?|minutes|but|tables?|figures?|data|equal|studied|terms|characteristics|deaths?|relapses?|admissions?|discontinuations?|delays?|comparisons? of|effects? of|volumes?|(?:over|under)estimated|smaller|larger|provides|may|might|can|could|should|will|reduces|improves|prevents|causes|remains|leads|(?:January|February|March|April|(?-i:May)|June|July|August|September|October|November|December)|no patients?)\b|^(?:lower|higher|greater|more|less|fewer|worse|better|increased|decreased|improved|shorter|longer|similar|time|activity"
    r"|stabili[sz]ed|enlarged|shrank|worsened|unchanged|stable|progressed|relapsed|recurred|resolved|responded|healed|cured|died|survived|completed|withdrew|followed|given|treated|received|viewed|compared|randomi[sz]ed|randomi[sz]ation|assigned|used|diarrh\w+|fever|headaches?|fatigue|(?:[\w-]+ )?(?:vomiting|nausea|emesis|neutrop\w+|leu[ck]op\w+|an(?:a)?emia|thrombocytop\w+|alopecia|stomatitis|mucositis|neuropathy|syndrome)|rash|seromas?|bleeding|h(?:a)?ematomas?|(?:[\w-]+ )?infections?|pneumonia|thrombo\w+|mastitis|lymph(?:o)?edema|arthralgia|myalgia|insomnia|constipation|an(?:a)?phylaxis|hypotension|bradycardia|(?:[\w-]+ ){0,2}(?:pain|swelling)(?: and (?:swelling|pain|trismus|stiffness|function))?|aims?(?: (?:and|&) objectives?)?|objectives?|local|systemic)$"
    r"|\b(?:of|than|from|by|per|(?<!\blow )(?<!\bhigh )(?<!\blower )(?<!\bhigher )(?:blood|arterial|systolic|diastolic) (?:pressures?|BP)|comparison with|pain intensit(?:y|ies)|produces?|produced|used|more|less|behaviou?rs?)$|^(?:[a-z]+ )?(?:heart|cardiac|renal|kidney|liver|hepatic|respiratory)\sfailure$|\b(?:breast|lung|colon|prostate|operable|advanced|metastatic)\s(?:\w+\s)?(?:cancers?|carcinomas?)$"
)


_FU = re.compile(r"(?<![\w.])5[- ]?fu\b")  # the one drug that is mostly named by a numeral and two letters
_PART = re.compile(r"5fu\b|[A-Za-z][A-Za-z0-9']*(?:-[A-Za-z0-9]+)?|\d+")


@lru_cache(maxsize=KEPT)
def words(phrase: str) -> frozenset[str]:
    """The words of a name that can tell it from another: small letters, no words of all trials."""
    if phrase.lower().startswith("without "):
        return frozenset(["without"])  # what the other arm has is not this one's
    said = _FU.sub("5fu", phrase.lower().replace("\u00ae", ""))
    found = _PART.findall(said.partition(" without ")[0])  # nor is what this one goes without
    whole = [
        w for w in found if "-" not in w or w not in _WEAK
    ]  # "follow-up" is of no arm, and nor is its "follow"
    parts = {p for w in whole for p in (w, *w.split("-"))}
    strong = frozenset(w for w in parts - _WEAK if len(w) > 2 or w.isdigit())
    if not strong and SUM_OF_LETTERS.fullmatch(phrase):
        return frozenset(re.split(r"\s?\+\s?", phrase.lower()))
    return strong or frozenset(parts & (_DEGREES | _PROGRAMMES))


@lru_cache(maxsize=KEPT)
def sound(phrase: str) -> bool:
    """Whether a phrase may name an arm: some word of its own, and none that names an outcome or a time."""
    if LETTERED.fullmatch(phrase):
        return True
    if (
        _ANYBODY.fullmatch(phrase)
        or NUMBERS.fullmatch(phrase)
        or _TWICE.search(phrase)
        or STATE.fullmatch(phrase)
        or _SAME.match(phrase)
    ):
        return False
    if CONTROL.search(phrase) and _JOINED.search(phrase) and len(phrase.split()) < 5:
        return False  # "zinc and control": two arms in one breath
    own = words(phrase) or CONTROL.search(phrase) or _SHORT.search(phrase) or _COMBINATION.fullmatch(phrase)
    return not _BAD.search(phrase) and bool(own)


# who or what is treated, in every arm
_ANYBODY = re.compile(
    r"(?i)(?:patients?|participants?|subjects?|women|men|adults?|children|people|infants?|individuals?|volunteers?|eyes?|teeth|knees?|hips?|feet|hands|limbs|implants|lesions|sites|animals|rats|mice|samples"
    r"|(?:(?:daily|weekly|monthly|scale|arbitrary)\s)?(?:units?|points?|administrations?|episodes?|attacks?|visits?|puffs?|minutes?|hours?|nights?)"  # what is counted
    r"|(?:[\w-]+\s)?(?:prospective|retrospective|multi-?cent(?:re|er)|multi-?site|single-cent(?:re|er)|cross-?over|parallel-group)"  # how a trial is run
    r"|no\s(?:[a-z]+\s){0,2}(?:benefits?|advantages?|improvements?|gains?|evidence|reductions?|increases?|superiority))"  # what was not found
)
NUMBERS = re.compile(r"(?i)(?:\d[\d.,]*|and|or|\s)+")
_COMBINATION = Pattern(r"(?i)combination(?:\s(?:therapy|treatment|chemotherapy))?")
# "the inoperable group" is who they are, and not what they are given
STATE = Pattern(
    r"(?i)(?:in)?operable|(?:un|non ?)?resect(?:ed|able)|elderly|older|younger|(?:non ?)?respon(?:ders?|ding)|evaluable|diseased|(?:un)?affected|(?:high|low|intermediate|average) risk"
)
_SAME = re.compile(r"(?i)same\s(?!day)")  # "the same regimen with 80 mg" needs what stands before it
_TWICE = re.compile(r"(?i)\b(\w{4,}) (?:or|versus|vs) \1\b")  # "zinc or zinc plus copper" cut short
# "zinc and control", but "zinc plus placebo" and "zinc + usual care" are one arm
# "placebo plus zinc", where what is added to hide that nothing is comes first, too
_JOINED = re.compile(
    r"(?i)\b(?:and|or)\b|^(?!(?:matching )?(?:placebo|sham) plus \S*[a-z]{4})(?!\S*[a-z]{4}\S* plus (?:matching )?(?:placebo|usual care|standard care)$).*\bplus\b"
)
SUBGROUP = Pattern(
    r"(?i)positive|negative|pos\b|neg\b|\brisk\b|\bage[ds]?\b|years|menopaus|older|younger|\bstage|\bgrade|population|\bwhole\b|\bsame\b|\btotal"
    r"|subgroup|\bstudy\b|\bsubset|\bwhite|\bblack|\bmale|\bfemale|responders?|completers?|\bage\b|\bITT\b|per[ -]protocol|support|focus|\bpeer"
)
# "group A", "arm 2", "group N4"
LETTERED = Pattern(
    r"(?i)(?:group|arm) (?:[a-z]|[0-6]|i{1,3}v?|one|two|three|(?!on|in|at|of|to|by|is|as|or|we|vs|an)[a-z](?:[a-z]|\d{1,2}))"
)
# "zinc 5 mg/day"
DOSED = Pattern(r"(?i)^(?P<x>[a-z].*?)\s(?P<dose>[\d.,]+\s?[a-z/µ%]+)$")
_SHORT = Pattern(r"\b[A-Z][A-Za-z]?[A-Z]\b")
