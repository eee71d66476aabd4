"""How alike two names of an outcome or an arm are: by their words, abbreviations written out, endings cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_STOP = {
    "the", "a", "an", "of", "in", "to", "and", "or", "for", "at", "on", "by", "with", "from", "as", "than", "was", "were", "is", "be", "who",
    "rate", "rates", "mean", "number", "proportion", "percentage", "percent", "patients", "patient", "participants", "total", "score", "scores",
    "value", "values", "level", "levels", "concentration", "concentrations", "serum", "sd", "se", "median", "iqr", "no", "n", "group", "groups", "arm", "arms", "per", "baseline", "end",
    "cases", "subjects", "characteristics", "kg", "g", "mmol", "mmhg", "dl", "ml", "cm", "mm", "iu", "μg", "µg", "ng", "pg", "kcal", "kj", "overall", "all", "mg", "day", "daily", "incidence", "results", "result", "that", "which", "their", "between", "due", "because", "leading",
}  # fmt: skip
_SAME = (
    {"death", "died", "dead", "mortality", "deaths", "fatal"},
    {"hospitalization", "hospitalisation", "hospitalized", "hospital", "hospitalizations"},
    {"stay", "length"},
    {"operative", "operation", "operating", "surgery", "surgical"},
    {"withdrawal", "withdrew", "withdrawn", "discontinued", "discontinuation", "discontinue", "discontinuations"},
    {"adverse", "side"}, {"events", "event", "effects", "effect"},
    {"improvement", "improved", "change", "increase"},
    {"female", "females", "women", "woman"}, {"male", "males", "men", "man"}, {"illness", "disease"}, {"weight", "bodyweight"}, {"therapy", "treatment"},
    {"response", "responders", "responder", "responded", "responses"}, {"remission", "remitted", "remissions", "remitters"},
    {"interferon", "ifn"}, {"interleukin", "il"}, {"tumor", "tumour", "tnf"}, {"alpha", "α"}, {"gamma", "γ"}, {"beta", "β"},
    {"before", "pre", "preintervention", "pretest", "pretreatment"}, {"after", "post", "postintervention", "posttest", "posttreatment"},
    {"normal", "return", "daily"}, {"complication", "complications"}, {"fecal", "stool", "faecal"}, {"sick", "sickness"},
    {"triglyceride", "triglycerides", "triacylglycerol", "triacylglycerols", "triacylglyceride"}, {"hypotension", "hypotensive"}, {"shivering", "shivers"},
    {"nurse", "nursing", "nurses"}, {"transfusion", "transfused", "transfusions"}, {"leak", "leakage", "leaks", "leaking"}, {"wound", "incision", "incisional"},
    {"urine", "urinary"}, {"blindness", "blind"}, {"smoking", "smoker", "smokers", "smoked", "smoke"}, {"breastfeeding", "breastfed", "lactation"},
    {"neutropenia", "neutropenic"}, {"leukopenia", "leucopenia"}, {"lymphopenia", "lymphocytopenia"}, {"carbohydrate", "carbohydrates", "carb", "carbs"}, {"hypoglycemia", "hypoglycaemia", "hypoglycemic", "hypoglycaemic"}, {"ischemia", "ischaemia", "ischemic", "ischaemic"},
    {"haematoma", "hematoma"}, {"minute", "minutes", "min"}, {"telephone", "phone"}, {"esophageal", "oesophageal", "esophagus", "oesophagus"}, {"pediatric", "paediatric"}, {"fetal", "foetal", "fetus", "foetus"},
    {"apnea", "apnoea"}, {"dyspnea", "dyspnoea", "breathlessness"}, {"paresthesia", "paraesthesia"}, {"hemoptysis", "haemoptysis"}, {"celiac", "coeliac"},
    {"rash", "rashes"}, {"headache", "headaches", "cephalalgia"}, {"constipation", "constipated"}, {"insomnia", "sleeplessness"}, {"hospitalisations", "hospitalised"},
    {"exercise", "exercises", "exercising"}, {"catheterization", "catheterisation", "catheter"}, {"intubation", "intubated"}, {"extubation", "extubated"},
    {"satisfaction", "satisfied", "satisfactory"}, {"fall", "falls", "fell", "fallen", "faller", "fallers"}, {"cessation", "quit", "quitting", "stopped", "abstinence", "abstinent"},
    {"diarrhoea", "diarrhea"}, {"anaemia", "anemia", "anaemic", "anemic"}, {"haemorrhage", "hemorrhage", "bleeding", "bleeds", "bled"},
    {"vomiting", "vomited", "emesis"}, {"failure", "failures", "failed", "fail"}, {"caesarean", "cesarean", "caesarian"}, {"relapse", "relapses", "relapsed"}, {"recurrence", "recurrent", "recurred", "recurrences"},
    {"oedema", "edema"}, {"haemoglobin", "hemoglobin"}, {"glycated", "glycosylated"}, {"fatigue", "tiredness"}, {"pregnancy", "pregnant", "pregnancies"},
    {"depression", "depressive", "depressed"}, {"anxiety", "anxious"}, {"behaviour", "behavior"}, {"readmission", "readmitted", "rehospitalization"},
    {"fracture", "fractures", "fractured"}, {"duration", "time", "period"}, {"pain", "painful", "ache", "pains"}, {"success", "successful", "succeeded"},
    {"glucose", "sugar", "glycemia", "glycaemia", "glycemic", "glycaemic"}, {"newborn", "newborns", "neonatal", "neonate", "neonates"}, {"kidney", "renal", "kidneys"},
    {"liver", "hepatic"}, {"cardiac", "heart"}, {"lung", "pulmonary", "lungs"}, {"brain", "cerebral"}, {"stomach", "gastric"}, {"eye", "ocular", "eyes"},
    {"walk", "walking", "gait", "ambulation", "walked"}, {"fever", "febrile", "pyrexia"}, {"itch", "itching", "pruritus"}, {"dizziness", "vertigo", "dizzy"},
    {"sedation", "sedated", "somnolence", "drowsiness", "sleepiness", "drowsy"}, {"seizure", "seizures", "convulsion", "convulsions"}, {"conversion", "converted", "convert"},
    {"resolution", "resolved", "resolve"}, {"reduction", "reduced", "reduce", "decrease", "decreased"}, {"retention", "retained"}, {"deliveries", "delivery", "delivered", "birth", "births", "born"},
    {"thrombosis", "thrombotic", "thrombus", "thromboembolism"}, {"urination", "micturition", "voiding", "urinary"}, {"sleep", "sleeping", "slept"}, {"expulsion", "expelled"}, {"validated", "verified", "verification", "validation"}, {"adherence", "adherent", "compliance", "compliant"},
)  # fmt: skip
_CANON = {word: min(group) for group in _SAME for word in group}
# "reinfarction" is another infarction
_AGAIN = re.compile(
    r"\bre-?(infarction|infarcted|bleed(?:ing)?|operation|operated|intubation|intubated|stenosis|infection|intervention|rupture|ruptured|fracture|thrombosis|occlusion|stroke|hospitali[sz]ation|hospitali[sz]ed|dislocation|tear)s?\b"
)
_NUMBERS = dict(
    zip(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"),
        ["2", "3", "4", "5", "6", "7", "8", "9", "10", "12"],
        strict=True,
    )
)
_SPELLED = re.compile(
    rf"\b({'|'.join(_NUMBERS)})([ -](?:minute|min|week|month|day|year|hour|meter|metre|item|step|point))"
)
# "re-treatment", "non-dairy": one word, as others write them
_PREFIXED = re.compile(r"\b(re|non|sub|over|under)-(?=[a-z]{4})")
_PART_LETTER = re.compile(r"(?<=[A-Z]{3})-(?P<x>[AN])(?![\w-])")  # "HADS-A", whose letter is no article
# no age, but a measure of its own
_FOR_AGE = re.compile(r"\b(weight|height|length|circumference|bmi)[- ]for[- ](age|height|length)\b")
_BREAST_FED = re.compile(r"\bbreast[- ]f(?=ee?d)")
_OPERATED = re.compile(r"\b(post|pre|intra|peri)[- ]?operati\w+")
_MOST_DEFINED = 11  # words
_LINKING = {"and", "of", "the", "with", "in", "for", "to", "a", "or", "by", "on", "plus"}
_TOKEN = re.compile(r"[a-zα-ω]+|\d+(?:\.\d+)?")
_DEFINED = re.compile(
    r"(?<![\w-])(?P<s>[a-z]?[A-Z][A-Za-z0-9αβγ&-]{1,11})(?:\s[Gg]roup)?\s?(?:=\s?|[:,]\s)(?:the\s)?(?P<l>[A-Za-z][a-z](?:(?!\s\||[ ]{2})[^;.,:=()]){3,120})(?=(?:\(s\))?(?:[;.,:]|$))"
)
_BRACKETED = re.compile(
    r"(?P<l>[A-Za-z][\w/' -]{4,80}?)\s[(\[](?P<s>[A-Z][A-Za-z0-9αβγ+-]{1,9})(?:[)\]]|[;,]\s?[nN]\s?=)"
)


_SPACED = re.compile(
    r"(?:^|[,;.^]\s?)(?P<s>[A-Z][A-Za-z0-9]{1,7}(?:-[A-Z]{2,5})?)\s(?P<l>[A-Za-z][^;.=:]{5,140}?)(?=[;.]|,\s(?:and\s)?[A-Z][A-Z0-9][A-Za-z0-9-]*\s[A-Za-z]|$)"
)

# the longest first, so that one word's noun, verb and adjective come to the same
_ENDINGS = (
    "ently", "ively", "ately", "ally", "ations", "ating", "ation", "ators", "ments", "ances", "ences", "ities", "ator", "ated", "ates", "ment", "ness", "ance", "ence",
    "ancy", "ency", "ings", "ions", "ical", "ants", "ents", "ing", "ies", "ion", "ers", "ity", "ate", "ant", "ent", "ive", "ous", "ed", "es",
    "er", "ic", "al", "um", "s", "y", "e",
)  # fmt: skip


def stem(word: str) -> str:
    """A word without the ending of its number or tense; one word for those that mean the same here."""
    word = _CANON.get(word, word)
    if len(word) > 5 and word.endswith("s") and word[-2] not in "su" and not word.endswith("ies"):
        word = _CANON.get(word[:-1], word[:-1])
    if word.isdigit() or len(word) < 5:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def tokens(text: str) -> set[str]:
    text = _PART_LETTER.sub(r" \g<x>\g<x>", text)  # a letter alone would be passed over
    plain = _OPERATED.sub(r"\1operative", text.lower())
    plain = _AGAIN.sub(r"recurrent \1", plain).replace("birthweight", "birth weight")
    plain = plain.replace("toothache", "dental pain")
    plain = _BREAST_FED.sub("breastf", plain)
    plain = _FOR_AGE.sub(r"\1for\2", plain)
    plain = _PREFIXED.sub(r"\1", plain)
    plain = _SPELLED.sub(lambda m: _NUMBERS[m.group(1)] + m.group(2), plain)
    found = _TOKEN.findall(plain.replace("-", " "))
    kept = {stem(w) for w in found if w not in _STOP}
    return kept or {stem(w) for w in found}


def written_out(text: str, short: Mapping[str, str]) -> set[str]:
    """The words of a name with those of its abbreviations, and the abbreviations of its words; not of some of them where
    more of them have one too ("interferon gamma-induced protein" is no IFN)."""
    text = text.replace("~", "")  # FEV~1~
    out = tokens(text)
    for name in short:
        # "FV-C" beside "FV" is another name, not the same with a letter more
        if "-" in name and name.partition("-")[0] in short and _is_said(name, text):
            out = (tokens(text.replace(name, " ")) if text.replace(name, "").strip(" ()") else set()) | {
                stem(name.lower())
            }
    whole: list[tuple[str, set[str]]] = []
    for name, long in short.items():
        words = tokens(long)
        if _is_said(name, text):
            letter = _PART_LETTER.search(name)
            out = (out - {letter["x"].lower() * 2} if letter else out) | words
        elif words <= out and len(words) > 1:
            whole.append((name, words))
    return out | {stem(name.lower()) for name, words in whole if not any(words < more for _, more in whole)}


def _is_said(name: str, text: str) -> bool:
    """Whether a text has a short form by itself, or before a whole word ("LDL-cholesterol") unless that is its own name."""
    return name in text and bool(
        re.search(rf"(?<![\w-]){re.escape(name)}(?!\w|-(?![A-Za-z][a-z]{{4}}))", text)
    )


def definitions(text: str) -> dict[str, str]:
    """Short form → long form: "name (SHORT)" whose letters agree, and "SHORT, long;" in the notes of tables."""
    out: dict[str, str] = {}
    for match in _BRACKETED.finditer(text):
        short = match.group("s")
        words = re.findall(r"[A-Za-z0-9]+", match.group("l"))
        letters = [c.lower() for c in short if c.isalpha()]
        for size in range(1, min(len(words), 9) + 1):
            if _spells(letters, words[-size:]):
                out.setdefault(short, " ".join(words[-size:]))
                break
    for match in _DEFINED.finditer(text):
        # "SF-36-MCS, mental component summary": the letters of the last part
        letters = {p[0].lower() for p in (match.group("s"), match.group("s").rpartition("-")[2]) if p}
        words = match.group("l").split()
        if words[0][0].lower() in letters:
            long = match.group("l") if len(words) <= _MOST_DEFINED else _begun(match.group("s"), words)
            if long:
                out.setdefault(match.group("s"), long)
    return out


def spaced_names(note: str) -> Iterator[tuple[str, str]]:
    """Short forms with their long forms, as notes give them with no sign between ("CST chair stand test, VAS visual analogue
    scale"), where the first letters of the words are those of the short form, or of its last part."""
    for match in _SPACED.finditer(note):
        long = " ".join(match["l"].split())
        last = match["s"].rpartition("-")[2]
        parts = (long, long.rpartition(", ")[2])
        if any(is_initials(x, p) for x in (match["s"], last) if x.isalpha() for p in parts):
            yield match["s"], long


def _begun(short: str, words: list[str]) -> str:
    """The first words of a long stretch that the letters of a short form, or of its last part, stand for; "" where they
    stand for none ("SF-36-MCS, mental component summary score, which is made of ...")."""
    last = short.rpartition("-")[2]
    size = len(last)
    told = "".join(w[0] for w in words[:size]).lower()
    return " ".join(words[:size]) if last.isalpha() and size > 1 and told == last.lower() else ""


def _spells(letters: list[str], words: list[str]) -> bool:
    """Whether the letters come in the words in order, beginning with the first word's first letter."""
    joined = " ".join(words).lower()
    if not letters or joined[0] != letters[0] or len(joined) <= len(letters) + 2:
        return False
    place = 0
    for letter in letters:
        place = joined.find(letter, place) + 1
        if not place:
            return False
    starts = [w[0].lower() for w in words]
    return sum(1 for s in starts if s in letters) >= max(1, min(len(letters), len(starts)) - 1)


def is_initials(short: str, long: str) -> bool:
    """Whether the capitals of an abbreviation are the first letters of a name's words in order, most of them told."""
    first = [w[0].lower() for w in re.findall(r"[A-Za-z]+", long) if w.lower() not in _LINKING]
    place = 0
    for letter in short.lower():
        if letter not in first[place:]:
            return False
        place = first.index(letter, place) + 1
    return len(short) >= max(2, len(first) - 1)


def likeness(asked: set[str], said: Iterable[str], weight: Mapping[str, float]) -> float:
    """0..1: how much of what is asked is said, and little else. weight : of a word, 1 where it is not listed."""
    told = set(said)
    both = sum(weight.get(w, 1.0) for w in asked & told)
    if not both:
        return 0.0
    recall = both / sum(weight.get(w, 1.0) for w in asked)
    precision = both / sum(weight.get(w, 1.0) for w in told)
    return 0.7 * recall + 0.3 * precision
