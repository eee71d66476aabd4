"""Words for the groups of a trial that name no treatment: "the control group", "the active arm", and groups by names of any kind."""

from __future__ import annotations

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.patterns import Pattern

CONTRAST = Pattern(
    r"(?i)\b(?:versus|vs\.?|v\.?(?=\s\d)|compared? (?:with|to)|in comparison (?:with|to)"
    r"|whereas|while|as opposed to|against|than)\s"
)
_CONTROL_WORDS = r"(?:control|comparator|comparison)(?:\s(?:groups?|arms?|patients|subjects|participants|women|men|adults|children|students|teachers|nurses|families|practices|schools))|controls|(?<=[:;,(]\s)control(?=(?:[,:]?\s(?:n\s?=\s?)?|\s?=\s?)\d)|(?<=\d\s)(?:control|comparison)\b(?!\s(?:of|between|with|to))|(?<=%\sof\s)(?:control|comparison)\b(?!\s(?:of|between|with|to))|(?<=%\)\s)control\b|(?<=[(])control(?=[);,])|(?<=\bthe\s)control(?=\s(?:and|or|than|versus|vs\.?|compared)\b|\s?[(,;.])|(?<=\d\sfor\s)control(?=[,;.]|\sand\s)|(?<=\d\sin\s)control(?=[,;.]|\sand\s)|(?:treatment|care|therapy)\sas\susual"
_ACTIVE_WORDS = r"(?<!each\s)(?<!either\s)(?<!per\s)(?:treatment|intervention|experimental|active|investigational|study|treated|test|trial)\s(?:groups?|arms?)|(?:intervention|experimental)\s(?:patients|women|men|adults|children|students|teachers|nurses|families|participants|subjects|practices|schools)|(?<=[(])(?:intervention|treatment|experimental)(?=(?:[,:]?\s(?:n\s?=\s?)?|\s?=\s?)\d)|(?<=%\sof\s)intervention(?=\sand\s\d)|(?<=%\s)treated(?=[,;]\s)|(?<!not )(?<!un)actively[ -]treated(?:\s(?:patients|women|men|adults|children|participants|subjects|eyes))?|(?<=\breceived the )intervention\b|(?<=\d\s)intervention\b|(?<=%\)\s)intervention\b"
_ACTIVE_WORDS += (
    # "at 6 months: intervention 64/310, control 38/305"
    r"|(?<=[:;,]\s)(?:intervention|experimental|treatment)(?=(?:,\s|:\s|\s)(?:n\s?=\s?)?\d)"
    r"|(?:treatment|intervention|experimental|active|investigational|study|treated|test)(?=\s(?:and|or|versus|vs\.?|than)\s"
    r"(?:the\s|in\s|from\s|of\s|\d{1,6}\s|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|no|only|among|by|to|patients|women|adults)\s|[(]\d[^()]{0,15}[)]\s){0,5}(?:control|placebo|comparison|standard|usual|sham)\b)|(?<=control and )(?:test|intervention|treatment|experimental)\b"
)
GENERIC = Pattern(
    rf"(?<![\w-])(?:(?P<control>(?i:{_CONTROL_WORDS}))|(?P<active>(?i:{_ACTIVE_WORDS})))(?![\w])"
)


# A group by some name, and names that may be anybody's.
UNKNOWN = Pattern(
    r"(?i)\b(?:in|and|or|versus|vs\.?|than|for|on|to|of|the)\s(?!the\b)(?P<x>[A-Za-z][\w+/-]*(?:\s(?!groups?\b|arms?\b)[\w+/-]+)?)\s(?:groups?|arms?)\b"
)
# "in the real and sham groups": the one before is named by what is said of the groups together
UNKNOWN_FIRST = Pattern(
    r"(?i)\b(?:in|of|for|on|between|among|with|to)\s(?:the\s)?(?P<x>[A-Za-z][\w+/-]*)\s(?:and|or|versus|vs\.?)\s(?:the\s)?(?P<y>[A-Za-z])"
)
GROUPS = Pattern(r"(?i)\s(?:groups|arms|patients|women|participants)\b")
BY_LETTER = Pattern(r"\b(?:[Gg]roup|[Aa]rm)\s[A-Z]\b(?!-|\s(?:strep|meningo))")
NO_NAME = Pattern(
    r"(?i)\b(?:both|each|either|all|two|three|four|other|another|same|these|those|this|that|between|age|aged|risk|treatment|study|trial|patient|one|any|whole|protocol|safety|severe|mild|moderate|healthy|reference|entire|full|sub|ipsilateral|contralateral|left|right|upper|affected|unaffected|operated|dominant|swollen|"
    r"older|younger|positive|negative|menopausal|premenopausal|postmenopausal|subgroup|intergroup|in|the|of|and|or|to|with|for|than|at|on)\b|positive|negative|menopausal"
)
# "seven treated women and 12 controls", where the others had nothing
TREATED = Pattern(
    rf"(?i)(?<![\w.,-]){COUNT}\s(?P<x>treated\s(?:patients|women|men|children|subjects|adults|participants))\b(?!\s(?:with|by|for|at|according|between)\b)"
)
UNTREATED = Pattern(r"(?i)^(?:no\s|untreated|observation|controls?$|without)")
