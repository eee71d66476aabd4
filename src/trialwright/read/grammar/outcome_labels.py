"""The name of an endpoint as a document words it, without what stands around it: articles, amounts, times, people and arms."""

from __future__ import annotations

import re

from trialwright.read.grammar.lexis import COUNT, NUM
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.patterns import Pattern

_MOST_WORDS = 12  # of a label: what is longer is a clause
_UNIT = r"(?:minutes?|hours?|h|days?|weeks?|months?|years?|cycles?|courses?|visits?)"
_FUNCTION = r"(?:in|of|on|with|for|at|by|and|or|to|from|than|as|per|was|were|is|are|had)"
# From here on it is no name any more: a comparison, a verb, a clause of its own.
_CLAUSE = Pattern(
    r"(?i)\s(?:than|versus|vs\.?|v|compared|relative\sto|was|were|is|are|had|has|have|but|whereas|while|when|where|which|(?-i:who)|that|if|because(?!\sof)|although|as(?!\swell)|did(?:n't)?|between|respectively"
    r"|(?:and|or)(?=\s\d+(?:\.\d+)?(?:\s?%|$))|(?:and|or)(?=\s(?:\w+\s)?(?:were|was|had|received|did|is|are|the)\b))\b.*|,\s(?:and|but)\s(?:all|both|none|nobody|most)\b.*"
)
_RATES = Pattern(
    r"(?i)(?<=\w)\s(?:rates?|percentages?|frequency|frequencies)\s(?:with|in|at|of|for|on|by|after|among|during)\b.*"
)
_TIME = Pattern(
    rf"(?i)\s(?:at|within|by|after|during|over|before|until|up to|in|on|for|from|throughout|since|through)\s(?:the\s|any\s|their\s|an?\s|every\s)?"
    rf"(?:(?:\w+\s)?(?:end|whole|entire|full|same)\b|(?:first|last|next|subsequent|final)\s(?:{COUNT}|{_UNIT}|night|visit|course|follow)|{COUNT}(?![\w%/])(?!-(?:min(?:ute)?|met(?:er|re)|m)s?\swalk)|baseline|follow-?up|discharge|{_UNIT}\b|hospital|the\s(?:study|trial)\b|median|mean|admission|enrol|randomi|entry|study|trial|treatment\b).*"
)
_WHO = Pattern(
    rf"(?i)\s(?:in|among|for|of|by|with|on|from|to|under|across|per)\s(?:the\s|both\s|each\s|all\s|any\s|either\s|only\s|these\s|those\s|our\s|an?\s)*"
    rf"(?:(?!{_FUNCTION}\b)[\w/-]+\s){{0,3}}?(?:{PEOPLE}|groups?|arms?|controls?|placebo|cohorts?|regimens?|population|participant)\b.*"
)
_PLACED = Pattern(
    r"(?i)\s(?:in|with|on|for|by|to|under|after|among|from|during|of|at|over|receiving|taking)\s(?:the\s|an?\s)?"
)
# "Antibodies against drug A": what is meant by the name, not who had it.
MEANT = Pattern(
    r"(?i)\b(?:antibod(?:y|ies)|resistance|immunity|allerg(?:y|ies)|(?:allergic|hypersensitivity)\sreactions?|hypersensitivity|intolerance)\s(?:against|to|towards?)\s(?:the\s)?$"
)
_AMOUNT = r"(?:rates?|hazards?(?=\sof\s)|incidences?|proportions?|percentages?|risks?|frequenc(?:y|ies)|prevalence|probabilit(?:y|ies)|occurrences?|odds|likelihood|chance|levels?(?=\sof\s(?:pain|fatigue|anxiety|stress))|degrees?|cases|episodes)"
_LEAD = Pattern(
    rf"(?i)^(?:(?:\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)-(?:year|month|week|day)|{COUNT}(?=\s[a-z])(?!\s(?:or|to|of|and)\b)|total\sof\s{COUNT}|at\sleast\sone|one\sor\smore|the|an?|no(?=\s(?:significant|statistical|difference|effect|evidence))|any|(?:found|seen|observed|noted|reported|recorded|documented|detected)(?:\s(?:in|for|on))?|all|each|every|both|its|their|this|our|observed|overall(?!\s(?:survival|response|mortality))|significantly|(?:non-?)?significant|statistically|highly(?=\ssignificant)|slightly|lower|higher|fewer|more|less|greater|poorer|longer|shorter|smaller|larger|further|adjusted"
    rf"|unadjusted|crude|corresponding|respective|reported|showed(?=\s(?:an?|the|significant|greater|more|less)\b)|only|also|such|other|but|and|or|(?:proportions?|percentages?|numbers?)(?:\s(?:who|that)(?:\s(?:were|was|had|did))?|(?=\s(?:free|alive|dead|without|surviving|dying|relapsing|remaining|reporting|achieving|experiencing|developing|requiring|needing|completing)\b))|then|thus|however|therefore|moreover|finally|similarly|{PEOPLE}(?:\swith|\swho\shad)|including|respectively|mean|median|average|(?:±|\+/-)\s?(?:SDs?|SEM?)"
    rf"|(?:cumulative|annual|actuarial|estimated|total|raw|absolute|relative|increased|decreased|reduced|lower|higher)(?=\s{_AMOUNT}\b)"
    rf"|numbers?\sof\s(?:the\s)?(?:[\w-]+\s)?{PEOPLE}\s(?:with|who\s(?:had|were|was)|having|requiring|needing)"
    rf"|{_AMOUNT}\sof(?:\s(?:the\s)?(?:[\w-]+\s)?{PEOPLE}\s(?:with|who(?:\s(?:had|were|was|are))?|achieving|having|reporting|requiring|in|free\s(?:of|from)))?"
    rf"|(?:reductions?|decreases?|increases?|improvements?)\s(?:in|of)(?:\sthe)?(?=\s(?:mean|median|average|numbers?|rates?|risks?|incidence|frequency|proportion|percentage)\b)|had\san?(?=\s)|event\srates?\s(?:for|of)(?:\sthe)?|associated\swith(?:\san?)?|(?:hazards?|odds|risk|rate)\sratios?\s(?:for|of)(?:\sthe)?|(?:absolute\s|relative\s)?risk\s(?:reduction|difference)s?\s(?:in|of|for)(?:\sthe)?|(?:differences?|trends?|benefits?|effects?)\s(?:in|of|on|for|toward)(?:\sthe)?)\s+"
)
# A sentence may open with when, or for whom, a thing was seen: "At 12 months, ...".
_OPENING = Pattern(
    r"(?i)^by\s(?:[\w-]+\s){1,4}?analysis,?\s|^(?:at|in|on|after|during|within|by|over|among|for|with|of|from|before|through|throughout|between|following|until|compared|overall|regarding|concerning|as|both|when|although|while|there)\b[^,]*,\s|^(?:however|further(?:more)?|moreover|additionally|also|finally|interestingly|notably|importantly|conversely|similarly|nevertheless|indeed|thus|therefore|consequently),\s"
)
# "At 2 years event-free survival", "By month 12 swelling": a time that no comma parts from the name
_WHEN = re.compile(
    rf"(?i)^(?:at|by|after|within|on|over|during|in)\s(?:the\s)?(?:first\s)?(?:{_UNIT}\s\d{{1,3}}|(?:\d{{1,3}}|one|two|three|four|five|six|ten|twelve)\s{_UNIT})\s"
)
_SHORT = frozenset(("OS", "CR", "PR", "BP", "pH"))  # outcomes by two letters
# "relapse rate than in the X-only group", of which X was taken away
_GROUP_BEHIND = re.compile(r"(?i)(?:^|[\s-]+)(?:only|alone)\s(?:groups?|arms?)$")
# "## Results Cough": a heading of a known name at the start of its own text
_MARKED_HEADING = Pattern(
    r"^(?:#+\s(?:\d[\d.]*\s)?(?:Results|RESULTS|Findings|FINDINGS|Methods|METHODS|Conclusions?|Outcomes?)\s(?=[A-Z]))+"
)
_HEADING = re.compile(
    r"^(?:Results?|Findings|Conclusions?|Methods|RESULTS|FINDINGS|Safety|Efficacy|Toxicity)[.:]?\s(?=[A-Z])"
)
_TRAILING = re.compile(
    r"(?i)(?:\s(?:in|of|on|with|for|at|by|and|or|to|from|the|an?|no|rates?|rate\sof|only|also|still|both|all|significantly|not|more|less|about|approximately|respectively|than|as|being|having|against|without|via|within|relative|none|fell|rose|declined))+$"
)
# Words that alone are no outcome: that point elsewhere, join, tell of the trial itself, or of how two things compare.
_POINTING = r"(?:about\s|nearly\s|almost\s)?(?:one|two|three)[\s-](?:thirds?|quarters?|half)|it|there|this|these|those|that|she|he|they|we|one|none|some|most|half|many|few|majority|minority|others?|all|same|latter|former|remaining|remainder|rest|total|amount|corresponding|main"
_JOINING = r"and|or|nor|thereafter|which|who|the|a|been|not|with|without|neither|either|too|again|also|overall|only|here|thus|hence|however|therefore|moreover|respectively|at least|at most|less|fewer|up to|more than"
_OF_TRIALS = (
    r"placebo|groups?|arms?|treatments?|therapy|study|trial|follow-up|programs?|programmes?|intervention|questionnaires?|sample|period|results?|data|values?|figures?|rates?|percentages?"
    r"|proportions?|frequency|numbers?|incidence|events?|analysis|analyses|CI|confidence interval|primary|outcomes?|end-?points?|primary outcome|primary end-?point"
)
_COMPARING = r"(?:still\s)?(?:persistent|present|absent|maintained|sustained)|apparent|evident|obvious|noticeable|differences?|changes?|(?:not\s)?(?:statistically\s|significantly\s)?(?:significant|different|similar|comparable|intermediate|older|younger|obese|relative|absolute|better|worse|higher|lower)"
_NOT_OUTCOME = Pattern(
    rf"(?i)^(?:{PEOPLE}|man|woman|child|boy|girl|infant|students|rats|mice|lambs|sheep|dogs|pigs|rabbits|animals|{_POINTING}|{_JOINING}|{_OF_TRIALS}|{_COMPARING})$"
    r"|^(?:active|study|control|standard|usual|assigned|allocated|experimental|conventional|routine)\s(?:treatments?|therapy|care|groups?|drugs?|medication|management)$"
    rf"|^(?:{COUNT}\s)?(?:[\w-]+\s)?{PEOPLE}$"
    r"|^(?-i:[A-Z]{5,})[\s-]\d$"
    r"|^(?:these|those|this|that|such|which|who)\s|^not\s(?:chang|differ|alter|improv)\w*(?:\s|$)"
    r"|^(?:(?:two|both|three)\s)?(?:groups|arms|treatments)\b"
    r"|^(?:at (?:least|most)|less than|more than|up to|a value|values?)\b"
    rf"|^(?:first|second|third|last|final|next|whole|same)\s{_UNIT}$|^{_UNIT}(?:$|\s(?:after|before|following|post)\b)"
    r"|^(?:in|of|on|at|among|with|for|during|after|by|from|between|per|to|within|than|as|and|or|versus|vs|because|due)\s"
)
# "7/41 patients", "out of 41" count people, and name nothing
_NO_LABEL = re.compile(
    rf"(?i)^[≤≥<>=]\s?{NUM}\s?%?$|^(?:[mkµc]?g|m?l|mcg|IU)(?:/[a-z\d²]+)?$|^{NUM}(?![-/\w])|^\d+/\d+(?:$|\s{PEOPLE}\b)|^(?:out|total)\sof\s\d|^(?:[HR]R|I?RR|OR)\s[\d.]|^(?:hazards?|odds|risks?|rates?|relative)\s(?:ratios?|risks?)$|^(?:more|did|did\sso|had\sit|(?:the\s)?(?:data|results?|findings|analys[ei]s)\s(?:indicated|showed|shows?|suggest(?:ed|s)?|demonstrated|revealed)|from|per\s?cent|seen|observed|found|noted|recorded|reported)$|^patient\s(?:in|on|with|who|given|receiving|assigned|treated)\b|(?<!fami)(?<!ear)ly$|\bKaplan"
)


# "Twelve weeks after randomisation, flares", "flare 12 weeks after randomisation"
_SINCE_BEFORE = re.compile(rf"(?i)^(?:{COUNT}\s)?{_UNIT}\s(?:after|following|post)\b[^,]*,\s")
_SINCE_BEHIND = re.compile(rf"(?i)\s{COUNT}\s{_UNIT}\s(?:after|following|post)\b.*")
# "cramps in 7%", "VO2peak by 19%"
_SHARE_BEHIND = re.compile(r"(?i)\s(?:in|by|from|to)\s(?:about\s|only\s)?[\d.,]+\s?%.*$")
# "blood loss 510 v 420 ml": a pair that no verb parts from its name
_PAIR_BEHIND = re.compile(
    r"(?i)[:,]?\s-?\d[\d.,]*\s?(?:%|±\s?[\d.]+|[a-z/]{1,8})?\s(?:vs?\.?|versus)\s-?\d.*$"
)
# "had a stroke and 6 died": what is counted next
_NEXT_COUNT = Pattern(
    rf"(?i)(?<![\d%,])\s(?:and|but)\s(?:only\s)?\d[\d.,]*%?\s+(?:(?:{PEOPLE}|had|having|died|developed|relapsed|withdrew|experienced|discon\w*)\b|\)).*$"
)
# "relapsed, and 51": the first of the next pair
_NUMBERS_BEHIND = re.compile(
    r"(?i),\s(?:and|but|while|with)\s\d[\d.]*%?(?:\s(?:and|v|vs\.?|versus)\s\d[\d.]*%?)?(?:\s(?:patients?|wom[ae]n|adults?))?$"
)
# "had this complication": what is said before
_AS_SAID = Pattern(
    r"(?i)(?:this|these|such|the\ssame)\s(?:an?\s)?(?:complications?|problems?|side[\s-]effects?|events?|symptoms?|reactions?|toxicit(?:y|ies)|outcomes?|findings?)$"
)


# "change from baseline to week 12 in pain" is a change in pain
_FROM_BASELINE = re.compile(
    r"(?i)\b(changes?|reductions?|increases?|decreases?|improvements?|declines?|falls?|rises?)\s(?:from|since)\s(?:the\s)?(?:baseline|start|entry)(?:\s(?:to|at|until)\s(?:the\s)?[\w-]+(?:\s\d+|\s(?:weeks?|months?|days?|years?))?)?(?=\s(?:in|of)\s)"
)


# "women: mean age 47.3 years", "43% black, 57%": a list of what people are like; "a loss of 5%", "> 10%" draw a line
_OF_A_LIST = re.compile(
    r":\s.*\d|(?<![<>=≥≤¥])(?<!least)(?<!than)(?<!below)(?<!above)(?<!under)(?<!over)(?<!response of)(?<!target of)(?<!, of)(?<!loss of)(?<!threshold of)(?:^|\s)\d[\d.]*\s?%|(?i:\b(?:trial|study|cohort|sample)\s(?:cohort\s|sample\s)?(?:included|enrol+ed|recruited|consisted\sof|comprised)\b)"
)
# "ACR 20% response", "stenosis of 50%": the line that makes one of it
_A_LINE = re.compile(
    r"(?i)^[^:%]*(?:\b(?:fall|gain|rise|reduction|increase|decrease|improvement|stenosis|pain)\sof\s\d[\d.]*\s?%|\d\s?%\s(?:responses?|responders?|stenosis))$"
)
_FIGURE_BEHIND = re.compile(r"\s?:\s\d.*$")  # "strictures: 3 of 31"


# "We found no differences, and stay was similar": what is found stands behind
_WE_FOUND = re.compile(
    r"(?i)^we\s(?:also\s)?(?:found|observed|saw|noted|detected)\b(?:.*?\s?,\s(?:and|but)\s|(?:\sno|\san?|\sthe)?\s(?:significant\s)?)"
)


def tells_a_list(label: str) -> bool:
    """Whether a label is no name, but a list with numbers of its own that stands before one."""
    return _OF_A_LIST.search(label) is not None and _A_LINE.search(label) is None


def tidy(words: str, names: Names) -> str:
    """`words` as an endpoint's label: no article, no place, time or arm after it; "" if nothing is left of it."""
    label = " ".join(words.split()).strip(" ,:-")
    label = _HEADING.sub("", label)
    if ": " in label:
        label = _FIGURE_BEHIND.sub("", label)
    if "#" in label:
        label = _MARKED_HEADING.sub("", label)
    if "aseline" in label:
        label = _FROM_BASELINE.sub(r"\1", label)
    if (opening := _OPENING.match(label)) and opening.end() < len(label):
        label = label[opening.end() :]
    if " in terms of " in label:  # "no difference for A and B in terms of response"
        label = label.rpartition(" in terms of ")[2]
    if " v" in label:
        label = _PAIR_BEHIND.sub("", label)
    if "%" in label:
        label = _SHARE_BEHIND.sub("", label)
    if " and " in label or " but " in label:
        label = _NEXT_COUNT.sub("", label)
    if " after " in label or " following " in label or " post " in label:
        label = _SINCE_BEHIND.sub("", _SINCE_BEFORE.sub("", label))
    if label[:3] in ("We ", "we "):
        label = _WE_FOUND.sub("", label)
    if "#" in label or _AS_SAID.match(label):  # no mark tells where a heading in a line ends
        return ""
    label = _without_lead(_WHEN.sub("", label))
    for cut in (_CLAUSE, _RATES, _TIME, _WHO):
        label = cut.sub("", label)
    label = _GROUP_BEHIND.sub("", label)
    name, _, behind = label.rpartition(", ")
    if name and names.is_arm(behind):  # "death, zinc v placebo"
        label = name
    label = _without_lead(_before_arm(label, names))
    label = _TRAILING.sub("", _NUMBERS_BEHIND.sub("", label).strip(" ,:-")).strip(" ,:-")
    if (len(label) < 3 and label not in _SHORT) or len(label.split()) > _MOST_WORDS:
        return ""
    if _NOT_OUTCOME.match(label) or names.is_arm(label) or _NO_LABEL.search(label):
        return ""
    return label


def _without_lead(label: str) -> str:
    for _ in range(6):
        if not (lead := _LEAD.match(label)):
            break
        label = label[lead.end() :]
    return label


def _before_arm(label: str, names: Names) -> str:
    """What stands before "with A", "on the A regimen"."""
    for placed in _PLACED.finditer(label):
        tail = label[placed.end() :].split()
        if MEANT.search(label, max(0, placed.start() - 30), placed.end()):
            continue
        if any(names.is_arm(" ".join(tail[:n])) for n in range(1, min(4, len(tail)) + 1)):
            return label[: placed.start()]
    return label
