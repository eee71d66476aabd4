"""Words of which one says what the others do not: a blood pressure is systolic or diastolic, a stay in hospital or in intensive
care, a pregnancy clinical or ongoing. What is told with another of them is not what is asked for."""

from __future__ import annotations

from trialwright.read.patterns import Pattern

_SETS: tuple[tuple[str, ...], ...] = (
    (r"at rest|resting", r"(?:on|during|with|after|in) (?:movement|motion|walking|exercise|exertion|activity|coughing?|mobili[sz]ation)|dynamic"),
    (r"systolic|SBP", r"diastolic|DBP"),
    (r"total cholesterol", r"LDL|low[- ]density|VLDL", r"HDL|high[- ]density"),
    (r"morning", r"evening", r"afternoon", r"night(?:time)?|nocturnal"),
    (r"physical (?:component|health|score|domain|summary|well-?being|functioning|fatigue)", r"mental (?:component|health|score|domain|summary|well-?being|functioning|fatigue)", r"emotional (?:health|score|domain|well-?being|functioning)", r"social (?:health|score|domain|well-?being|functioning)"),
    (r"fasting", r"post-?prandial|post-?meal|random|2[- ]h(?:our)? (?:plasma |blood )?glucose"),
    (r"left", r"right"),
    (r"maternal (?:age|weight|deaths?|mortality)", r"gestational age", r"(?:neonatal|newborn|infant) (?:age|weight|deaths?|mortality)", r"f(?:o)?etal (?:deaths?|mortality|weight)"),
    (r"birth ?weight", r"placental weight"),
    (r"ICU|intensive care", r"hospital(?! (?:ICU|intensive))"),
    (r"flatus", r"stool|def(?:a)?ecation|bowel movement", r"oral intake|feed(?:ing|s)?"),
    (r"return(?:ed|ing)? to work", r"return(?:ed|ing)? to sports?", r"return(?:ed|ing)? to school", r"return(?:ed|ing)? to driving"),
    (r"head circumference", r"waist circumference", r"hip circumference", r"(?:mid-?)?(?:upper[- ])?arm circumference", r"(?:chest|neck|calf|thigh) circumference"),
    (r"patients?['’]?s?['’]? satisfaction|satisfaction of (?:the )?patients?", r"(?:surgeon|physician|clinician|staff|nurse|operator|provider)s?['’]?s?['’]? satisfaction", r"(?:parent|parental|caregiver|carer|family)s?['’]?s?['’]? satisfaction"),
    (r"active (?:range|flexion|extension|abduction|rotation|ROM)", r"passive (?:range|flexion|extension|abduction|rotation|ROM)"),
    (r"urin(?:e|ary) (?:sodium|potassium|calcium|protein|albumin|creatinine|cortisol|iodine)", r"(?:serum|plasma) (?:sodium|potassium|calcium|protein|albumin|creatinine|cortisol|iodine)", r"salivary (?:sodium|cortisol)"),
    (r"(?:wound|surgical[- ]site|incisional) infections?", r"urinary (?:tract )?infections?", r"(?:respiratory|chest|pulmonary|lung)(?: tract)? infections?", r"(?:blood ?stream) infections?"),
    (r"clinical pregnanc(?:y|ies)", r"ongoing pregnanc(?:y|ies)", r"biochemical pregnanc(?:y|ies)", r"ectopic pregnanc(?:y|ies)", r"multiple pregnanc(?:y|ies)"),
    (r"exclusive(?:ly)?", r"any breast-?\s?feeding|partial(?:ly)? breast-?\s?f\w+"),
    (r"hip fractures?", r"non-?vertebral fractures?", r"(?<!non)(?<!non-)vertebral fractures?", r"wrist fractures?"),
    (r"(?:still|continu\w+|current(?:ly)?|persistent) smok\w+", r"cessation|quit(?:ting)?|abstin\w+|stopped smoking"),
    (r"complete(?:ly)?", r"partial(?:ly)?"),
    (r"c(?:a)?esarean", r"instrumental|forceps|vacuum", r"vaginal(?:ly)?|spontaneous|normal (?:delivery|birth)"),
    (r"(?:test|culture|smear|sputum|result|PCR|positive)\w* positive|positive (?:cultures?|tests?|smears?|results?|PCR)", r"(?:test|culture|smear|sputum|result|PCR|negative)\w* negative|negative (?:cultures?|tests?|smears?|results?|PCR)"),
    (r"dominant", r"non-?dominant"),
    (r"primary", r"secondary"),
    (r"upper (?:limb|extremity|lip|jaw|gastrointestinal|respiratory)", r"lower (?:limb|extremity|lip|jaw|gastrointestinal|respiratory)"),
)  # fmt: skip
_CONTRASTS = tuple(tuple(Pattern(rf"(?i)(?<![\w-])(?:{word})(?![\w-])") for word in words) for words in _SETS)
# what was done again, or was only meant to be done, where the words for it once and done are not enough
_MORE_ASKED = (
    (
        Pattern(
            r"(?i)\bre-?(?:interventions?|operat\w+|admi\w+|hospitali[sz]\w+|intubat\w+|treatments?|treated)\b"
        ),
        Pattern(r"(?i)\bre-?[a-z]{5,}|\b(?:again|repeat\w*|second|further|another|additional|recurr\w+)\b"),
    ),
    (
        Pattern(r"(?i)\b(?:intentions?|intend\w*|willing\w*|readiness|attempt\w*|motivat\w+)\b"),
        Pattern(
            r"(?i)\b(?:intentions?|intend\w*|willing\w*|ready|readiness|attempt\w*|motivat\w+|tried|plan\w*|want\w*|would)\b"
        ),
    ),
)
_SHARE_LESS = Pattern(
    r"(?i)(?:(?P<a>\d{1,3})\s?%\s(?:or (?:more|greater)\s)?(?:reduction|improvement|decrease|relief|weight loss|pain relief)|(?:reduction|improvement|decrease|relief|loss)\s(?:of|by)\s(?:at least\s|≥\s?|>\s?)?(?P<b>\d{1,3})\s?%)"
)


def is_other_of_set(asked: str, told: str) -> bool:
    """Whether words have another word of a set than what is asked for has, and not that one ("diastolic" for "systolic"), or
    lack what makes more of it than they tell ("reintervention")."""
    for words in _CONTRASTS:
        wanted = {i for i, word in enumerate(words) if word.search(asked)}
        said = {i for i, word in enumerate(words) if wanted and word.search(told)}
        if said and not wanted & said:
            return True
    if any(more.search(asked) and not enough.search(told) for more, enough in _MORE_ASKED):
        return True
    shares, reached = ({m["a"] or m["b"] for m in _SHARE_LESS.finditer(w)} for w in (asked, told))
    return bool(shares and reached and not shares & reached)
