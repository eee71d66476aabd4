"""What the words around a list of counts say: of what kind they are, what ends them, and what they may be of instead."""

from __future__ import annotations

import re

from trialwright.read.grammar.lexis import PERCENT
from trialwright.read.patterns import Pattern

# What may stand before a list's first number, and behind each of its numbers: nothing that makes it a part of another
START = r"(?<![\w.,/±<>=~-])"
END = rf"(?![.,:]?\d|[/-]\d|-[a-z]|{PERCENT}|\s?[(\[]\s?[\d.]+{PERCENT})"

_EVENTS = (
    r"events|deaths|recurrences|relapses|failures|cases|cancers|fractures|infections|responses|remissions|suicides|withdrawals|drop-?outs|infarctions"
    r"|strokes|falls|losses|emboli|thromboses|re-?admissions|stillbirths|miscarriages|complications|re-?operations|transfusions|bleeds|ha?emorrhages"
)
# "98 v 95 disease-free survival events"
EVENTS_NEXT = Pattern(rf"(?i)\s(?:(?!and\b|or\b|of\b)[\w-]+\s){{0,3}}(?:{_EVENTS})\b")
# "Deaths: 2 v 4", "Deaths in the first year numbered 12 and 19"
EVENTS_BEFORE = Pattern(
    rf"(?i)\b(?:{_EVENTS})\b(?:[^.;:,\d]{{0,40}}?(?:\s(?:numbered|totall?ed|came\sto|amounted\sto)\s|:\s)|\swere\s)$"
)
MEASURED = (
    r"means?|medians?|averages?|scores?|days?|hours?|minutes?|weeks|levels?|durations?|times?|length|doses?|volumes?|ages?d?|index|ratios?|percent\w*"
    r"|proportions?|concentrations?|pressure|scales?|quality|cycles?|stages?|groups?|arms?|costs?"
)
# "We planned for 30 and 40 events"
AHEAD = r"plann\w+|expect\w*|anticipat\w+|assum\w+|interim|power\w*|calculat\w+"
# "38 and 41 deaths in the first and second year"
OF_TWO = Pattern(
    r"(?i)[^.;,()]{0,60}?\s(?:at|in|on)\s(?:the\s)?(?:two|both)\s(?!(?:[\w-]+\s)?(?:groups|arms|regimens|treatments)\b)|[^.;,()]{0,150}?(?:,\s(?:of|from|by|in)\s[^.;,()]{1,60}?)?\b(?:and|or)\s(?!\d)(?![^.;,()]{1,40}\s(?:groups|arms)\b)"
)
TIME = re.compile(
    r"(?i)\b(?:at|after|within|over|during|by|of)\s(?:the\s|a\s)?(?:first\s|last\s|median\s(?:follow-up\s)?(?:of\s)?)?[\d.]+\s(?:months?|years?|weeks?|days?|hours?)(?:\sof\sfollow-up)?"
)
