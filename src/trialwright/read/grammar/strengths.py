"""Percents that say how strong a solution, a cream or a rinse is, and are no share of people."""

from __future__ import annotations

from trialwright.read.patterns import Pattern

# "levobupivacaine 0.25%", "20 ml of 0.25%": how strong a solution is.
# ... and "an equal volume of starch 6 %"
_STRENGTH = Pattern(
    r"(?i)(?:\b\w+caine|\bfuroate|\bm[lL](?:\sof)?|\b(?:cream|gel|solution|saline|sodium)|\b(?:volumes?|infusions?|bolus|boluses|lit(?:re|er)s?|m[lL])\sof(?:\s(?!(?:and|or|in|on|to|with|for|of|by|than|was|were)\b)[\w-]+){1,3})\s$"
)
# "20% intravenous propofol", "0.5% hyperbaric bupivacaine": how strong what is given is; "61% oral and 52% topical" are shares
_GIVEN_AS = Pattern(
    r"(?i)\s(?:(?:iso|hypo)tonic|hypertonic|(?:hyper|iso|hypo)baric|plain|heavy|intravenous|i\.?v\.?|topical|oral|inhaled|aqueous|alcoholic|buffered|viscous|levo\w+|\w+caine|\w+idine|rinses?|mouth-?(?:wash(?:es)?|rinses?)|gel|cream|ointment|lotion|drops|silver|hydrogen|dextrose|saline|oxygen|nitrous|formalin|acetic|phenol|albumin|mannitol)\s?(?:(?!(?:and|or|vs?|versus|than|compared|against|groups?|arms?)\b)[a-z]|\))"
)
# "a 5% copper varnish": what it is made up in has the strength, unless so many had it: "12% zinc cream and 9% placebo users"
_MADE_UP_IN = Pattern(
    r"(?i)\s(?:(?!(?:of|in|on|for|with|to|from|and|or|vs?|versus|than|were|was|had|used|received|given)\b)[\w-]+\s){1,3}?"
    r"(?:varnish|cream|gel|ointment|lotion|solution|rinse|mouth-?(?:wash|rinse)|drops|spray|foam|shampoo|toothpaste|dentifrice|emulsion|suspension|patch|plaster|vapou?r)(?:e?s)?\b"
    r"(?!\s(?:groups?|arms?|patients|users|recipients|women|men|adults|children|participants)\b|\s?(?:,|and|vs?\.?|versus|compared with|or)\s[\d.]+\s?%)"
)
# "allocated to rinses with zinc 0.12% (group A)": how strong it is, and no share
_MADE_UP = Pattern(r"(?i)\s?[(\[](?:group|arm)\s\w{1,4}[)\];,]")
_DIVIDED = Pattern(r"(?i)\b(?:allocated|assigned|randomi[sz]ed|divided|received?|given|treated)\b")
_NAMES_IT = Pattern(r"(?i)\b(?!(?:in|of|to|by|and|or|was|were|is|at|from|versus|vs)\b)[a-z][\w-]{3,}\s$")


def is_strength(text: str, before: str, after: str, alone: bool) -> bool:
    """Whether a percent is a strength by the words before it, or stands behind a noun and before a group's letter where people
    are divided.

    text : of the sentence. before, after : the words on the two sides of the percent. alone : it has no count beside it.
    """
    if _STRENGTH.search(before) or (alone and (_GIVEN_AS.match(after) or _MADE_UP_IN.match(after))):
        return True
    made_up = alone and _MADE_UP.match(after) and _NAMES_IT.search(before)
    return bool(made_up and _DIVIDED.search(text))
