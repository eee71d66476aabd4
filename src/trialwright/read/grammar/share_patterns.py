"""How shares of people are printed: one expression a wording, the fuller before the plainer."""

from __future__ import annotations

from trialwright.read.grammar.lexis import ABOUT, BELOW_HUNDRED, COUNT, INT, LESS, NUM, PERCENT
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.patterns import Pattern, Patterns

_REL = rf"(?P<r>{ABOUT}|{LESS}\s?)?"
_NO_LEVEL = r"(?!\s?-?(?:CI|C\.I|C\s?[=:]|CrI|confidence|credible|interval))"
_PCT = rf"{_REL}(?P<p>{NUM}){PERCENT}{_NO_LEVEL}"
# "5 of 40 and 9 of 41 patients (12 v 22%)": the percents are of both
_NO_PAIR = rf"(?!\s?(?:v|vs\.?|versus|and|,)\s?{NUM}{PERCENT}{_NO_LEVEL})"
_FREE = r"(?<![\w./-])(?<!\d:)"
# "none of 18 (0%)"; not "If none of the 18 responds", nor "none of the two drugs"
_MANY_OR_NONE = (
    rf"(?:{COUNT}|(?<!\bif\s)(?<!\bunless\s)\bnone(?=\s(?:out\s)?of\s)(?!\sof\s(?:the\s|these\s|all\s)?[\w-]+\s(?:[a-z]+\s)?"
    r"(?:drugs|agents|treatments|therapies|regimens|interventions|doses|groups|arms|trials|studies|methods|tests|models|variables|factors|outcomes|measures|scales|questions)\b))"
)
FEW_WORDS = r"(?:(?!\d+\s)[\w/'-]+\s){0,5}?"
_CI = rf"(?:[;,]\s?(?:(?:95|90|99)\s?%\s?-?(?:CI|confidence interval)[,:]?\s)?{NUM}%?\s?(?:-|to|,)\s?{NUM}%?)"
_HAPPENED = r"(?:deaths|events|relapses|recurrences|withdrawals|dropouts|failures|progressions|responses|remissions|discontinuations|fractures|infections|complications|cases|CRs?|PRs?)"
# "3 placebo recipients (5%)"
_OTHER_PEOPLE = r"(?:recipients|vaccinees|treated|untreated|controls)"
# "35 of 40 who had open repair", "9 of 41 offered a leaflet"
_GIVEN = r"\s(?:who\s(?:had(?!\s(?:an?|no|been|never|[a-z-]+ed)\b)|used|took)|(?:who\s)?(?:were\s)?(?:given|received|receiving|assigned|allocated|randomi[sz]ed|treated|taking|followed|seen|managed|operated|offered|underwent|undergoing)|in\s(?:group|arm)\s[A-Z1-4])\b"
# what stands before the second of two counts
_SECOND = r"(?:(?<=\bvs )|(?<=\bvs\. )|(?<=\bv )|(?<=\bversus )|(?<=\band ))"
# "Six weeks after surgery thirty controls (39%)" counts no six
_NO_SPAN = r"(?!\s(?:to\s[a-z-]+\s|or\s[a-z-]+\s)?(?:weeks?|months?|years?|days?|hours?|minutes?)\b(?!-))"
_CASES = rf"(?P<c>{COUNT}){_NO_SPAN}"
_PATTERNS = (
    # 87.5% (n = 35)   87.5% (35/40)   87.5 percent (35 of 40 patients)   87.5% [35]
    rf"{_PCT}\s?[\[(,]\s?(?:n\s?=\s?)?(?P<c>{INT})(?:\s?(?:/|of"
        rf"|out of)\s?(?:the\s)?(?P<t>{INT}))?(?:\s{FEW_WORDS}{PEOPLE})?\s?[\])]",
    # 87.5% of the women (n = 35)
    rf"{_PCT}\sof\s(?:the\s|all\s)?{FEW_WORDS}{PEOPLE}\s?[\[(]\s?n\s?=\s?(?P<c>{INT})(?:/(?P<t>{INT}))?\s?[\])]",
    # 87.5% of the former (35)   30% (seven deaths)
    rf"{_PCT}\s(?:of|in|for)\sthe\s(?:former|latter)(?:\s(?:group|arm))?\s?[\[(]\s?(?:n\s?=\s?)?(?P<c>{INT})\s?[\])]",
    rf"{_PCT}\s?[\[(]\s?(?P<c>{COUNT})\s(?:{PEOPLE}|{_HAPPENED})\s?[\])]",
    # 35/40 (87.5%)   35 of 40 patients (87.5%)   Sixteen out of the 17 patients (94%)
    rf"{_FREE}(?P<c>{_MANY_OR_NONE})\s?(?:/|(?:out\s)?of(?:\sthe)?(?:\sa total of)?)\s?"
        rf"(?P<t>{COUNT})(?:\s{FEW_WORDS}(?:{PEOPLE}|controls)(?:\s(?:on|of|from|in|with|receiving|given"
        rf"|treated with|who\s(?:used|had|took|received|wore|got|were\sgiven|underwent))\s[^.;,()\d]{{2,60}})?|\s(?:in|of|on|given|receiving)\s(?:the\s)?(?:(?!(?:and|or|versus|vs?|than|compared)\b)[A-Za-z][\w/+-]*\s){{1,5}}(?=[(\[])|\s(?!mg\b|g\b|ml\b|Gy\b|weeks\b|days\b|months\b)[a-z]+)?\s?[\[(,;:=]\s?{_PCT}{_NO_PAIR}",
    # 15 (of 175)
    rf"(?:(?<=\bin )|(?<=\bby )|(?<=\band ))(?P<c>{COUNT})\s[(\[](?:out\s)?of\s(?P<t>{INT})[)\]]",
    # 87.5% of patients (35 of 40)   Thirty-five patients out of 40 (87.5%)
    rf"{_PCT}\sof\s(?:the\s|all\s)?{FEW_WORDS}{PEOPLE}\s?[\[(]\s?(?P<c>{INT})\s?(?:/|of|out of)\s?(?:the\s)?(?P<t>{INT})\s?[\])]",
    rf"{_FREE}{_CASES}\s{FEW_WORDS}{PEOPLE}\sout\sof\s(?:the\s)?(?P<t>{INT})\s?[\[(]\s?{_PCT}",
    # 34 deaths among 40 patients (85%)
    rf"{_FREE}{_CASES}\s(?:[a-z-]+\s){{1,3}}among\s(?:the\s)?(?P<t>{COUNT})\s{FEW_WORDS}{PEOPLE}\s?[\[(]\s?{_PCT}",
    # 34 (85%) of 40 patients   34 (85%; 95% CI 77 to 91) of 40 patients
    rf"(?<![\w./:=±-]){_CASES}(?:\s{FEW_WORDS}{PEOPLE})?\s?[\[(]\s?{_PCT}{_CI}?\s?[\])]\s(?:out\s)?of\s(?:the\s)?(?P<t>{INT})(?!\s?%)",
    # 34 patients (85%)   34 (85%)   34 patients (85%; 95% CI 77 to 91)   34 withdrawals (85%)
    rf"(?<![\w./:=±-])(?<!n = )(?!(?<=\bwith )one\b)(?!(?<=\bwithout )one\b){_CASES}(?:\s{FEW_WORDS}(?:{PEOPLE}|{_HAPPENED}|{_OTHER_PEOPLE}))?\s?[\[(]\s?(?:=\s?)?{_PCT}\s?(?:[\])]|[;,]\s?(?:95|90|99)\s?%\s?-?(?:CI|conf)|{_CI}[\])]|;\s\d+\s[A-Za-z][^()\[\]%;]{{1,50}}[\])])",
    # nine patients in group C (45%)
    rf"(?<![\w./:=±-])(?<!\bthe ){_CASES}(?:\s{FEW_WORDS}{PEOPLE})?\s(?:in|of)\s(?:the\s)?(?:[\w-]+\s){{0,4}}?(?:group|arm)(?:\s[A-Z1-4])?\s[\[(]\s?{_PCT}\s?[\])]",
    # 18 patients had a flare (24%)   18 did (24%)
    rf"(?<![\w./:=±<>≤≥-])(?<!\bthe ){_CASES}\s(?:{FEW_WORDS}{PEOPLE}\s(?:had|developed|died|relapsed|experienced|reported|suffered|withdrew|recovered|responded)\b(?:\s(?!(?:and|or|versus|vs?|than|compared|in|on|with|at)\b)[A-Za-z][\w-]*){{0,5}}|did(?:\sso)?)\s[(\[]\s?{_PCT}\s?[\])]",
    # 18 given zinc (24%)   18 women on oral zinc (24%)
    rf"(?<![\w./:=±<>≤≥-])(?<!\bthe ){_CASES}\s(?:{FEW_WORDS}{PEOPLE}\s)?(?:given|on|receiving|taking|treated with|(?:allocated|assigned|randomi[sz]ed) to)\s(?:the\s)?(?:(?!(?:and|or|versus|vs?|with|who|had|than|of|in)\b)[A-Za-z][\w-]*\s){{1,4}}?[\[(]\s?{_PCT}\s?[\])]",
    # 18 without zinc (24%)   18 women without zinc (24%)   18 with zinc (24%)
    rf"(?<![\w./:=±<>≤≥-])(?<!\bthe ){_CASES}\s(?:(?:{PEOPLE}\s)?without|with)\s(?:the\s)?(?:(?!(?:and|or|versus|vs?|with|who|had|than|of|in)\b)[A-Za-z][\w-]*\s){{1,3}}?[\[(]\s?{_PCT}\s?[\])]",
    # (1323 women, 91%)   (n = 18, 24%)
    rf"(?<=[(\[])(?:n\s?=\s?)?{_CASES}(?:\s{FEW_WORDS}{PEOPLE})?[,;]\s?{_PCT}(?!\s(?!vs?\b|versus\b)[a-z]|\s?/)",
    # 18 patients, 24%, on A
    rf"(?<![\w./:=±<>≤≥-])(?<!\bthe ){_CASES}\s{FEW_WORDS}{PEOPLE},\s{_PCT}{_NO_PAIR}(?=\s?[,;)\].]|\s(?:vs?|versus|and|in|on|with|of|for|compared)\b)",
    # (18, 24%, vs 12, 16%)   18, 24%, on A and 12, 16%, on B
    rf"{_SECOND}(?P<c>{INT}),\s{_PCT}(?=\s?[;)\]]|,\s(?:on|in|with|for|of|given)\s)",
    # (18 24% vs 12 16%), whose inner brackets were lost
    rf"(?<=[(\[])(?P<c>{COUNT})\s{_PCT}(?=\s(?:vs?\.?|versus|and|with|in|on)\s)",
    rf"{_SECOND}(?P<c>{COUNT})\s{_PCT}(?=\s?[,;)\]]|\s(?:with|without|in|on)\s)",
    # 18 (zinc, 24%)
    rf"(?<![\w./:=±-]){_CASES}\s[(\[](?:the\s)?[A-Za-z][A-Za-z -]{{1,40}}(?:,\s|:\s|\s){_PCT}(?=\s?[;)\]])",
    # (n = 18, 24% vs. n = 12, 16%)
    rf"(?<![\w(\[])n\s?=\s?(?P<c>{INT})[,;]\s?{_PCT}(?=\s?[;,)\]])",
    rf"(?<=[(\[])n\s?=\s?(?P<c>{INT})[,;]\s?{_PCT}(?=\s(?:vs?\.?|versus|and)\sn\s?=)",
    # 35/40 patients     35 of 40 patients
    rf"{_FREE}(?P<c>{_MANY_OR_NONE})(?:\s?/\s?|\s(?:out\s)?of\s(?:the\s)?)(?P<t>{COUNT})"
        rf"(?![\w/]|\.\d|\s?%|\s?(?:mg|ml|mm|hours?|days?|weeks?|months?|years?)\b)(?=\s?(?:\)|,"
        rf"|;|:|\s{FEW_WORDS}(?:{PEOPLE}|controls\b|(?:recipients|vaccinees|users|takers|exercisers|walkers)\b)|\s(?:smokers|neonates|newborns|adolescents|students|nurses|residents|veterans)\b|\s?(?:v|vs|versus)\b|\s(?:as\s)?(?:against|opposed\sto)\s|\s?\((?:[Pp]\s?[<=>]|(?:OR|RR|HR)\b|(?:odds|risk|rate|hazard)\sratio|relative\srisk)|\.\s?$|\sand\s{COUNT}\sof\s\d|\sof\s(?:the\s(?:[\w/+-]+\s){{1,5}}?(?:groups?|arms?|{PEOPLE})|(?:arm|group)\s[A-Z1-4])\b|\s(?:[a-z-]+\s){{1,2}}in\sthe\s[\w-]+\s(?:group|arm)|\s(?:compared|in|during|after|were|was|had|developed|experienced|achieved|showed|died|relapsed|survived|recovered|responded|withdrew|needed|required|reported|suffered|stopped|discontinued|remained|reached|conceived|progressed|improved|dropped\sout|underwent|who\s(?:did|had|were)\snot)\b))",
    # 35 of 40 given X     35 of 40 with X: the people are named once for both arms
    rf"(?<![\w./:-])(?P<c>{_MANY_OR_NONE})\s(?:out\s)?of\s(?:the\s)?(?P<t>{COUNT})(?={_GIVEN}|\s(?<=\d\d\s)(?:on|with|without)\s)",
    # 8/44 taking X and 19/42 taking Y     49/193 for X
    rf"{_FREE}(?P<c>{INT})/(?P<t>{INT})(?={_GIVEN}|\s(?:(?<=\d\d\s)(?<!/10\s)(?<!/20\s)(?<!/100\s)(?:on|for|with|without)\s(?!age\b|sex\b)[a-z]))",
    # 35 cancers had been diagnosed in 400 women, 35 in 400 in the A group
    rf"(?<![\w./:=±-]){_CASES}\s(?:[a-z-]+\s){{0,3}}(?:cases|cancers|tumou?rs|deaths|events|recurrences|relapses|infections|fractures|strokes)\s(?:(?:(?:were|had\sbeen|have\sbeen)\s)?"
        rf"(?:diagnosed|seen|observed|detected|reported|found|recorded|occurred)\s)?(?:in|among)\s(?:the\s)?(?P<t>{COUNT})(?=\s{FEW_WORDS}{PEOPLE}\b)",
    rf"(?<![\w./:=±-])(?P<c>{INT})\s(?:in|among)\s(?:the\s)?(?P<t>{INT})(?=\s(?:in|on|receiving|given|allocated|assigned|treated)\s|\scontrols\b)",
    # 87.5% of 40 patients
    rf"(?<![\w.±/-]){_PCT}\sof\s(?:the\s)?(?P<t>{COUNT})(?=\s{FEW_WORDS}{PEOPLE}\b|\sin\sthe\s)(?!\s?-?(?:years?|months?))",
    # 87.5%   the second of 87.5%/77.5%
    rf"(?<![\w.±+-])(?<![^%]/)(?<!\d,)(?<![+(]-\s)(?<!\+\s){_PCT}",
    # Eighty-seven percent
    rf"(?<![\w-]){_REL}(?P<p>{BELOW_HUNDRED})[ -]per ?cent\b{_NO_LEVEL}",
    # 64 and 85%   44 v 17%: the sign is printed once for both
    rf"(?<![\w.±/,-])(?<!n = )(?<!n=)(?<!group )(?<!arm )(?<!grade )(?<!\bgrade \d or )(?<!\bgrade \d and )(?<!\bgrades \d or )(?<!\bgrades \d and )(?<!stage )(?<!phase )(?<!day )(?<!%, )(?P<p>{NUM})(?=\s?(?:and|vs?\.?|versus|or|,(?!\d)(?:\s(?:and|or))?|compared (?:with|to))\s?{NUM}{PERCENT}{_NO_LEVEL})",
    # 21, 22, and 19 %   21, 22, 23, 8 and 19 %
    rf"(?<![\w.±/-])(?P<p>{NUM})(?=(?:,\s{NUM}){{1,6}},?\s(?:and\s)?{NUM}{PERCENT}{_NO_LEVEL})",
)  # fmt: skip
SHARES = Patterns(("<p>" in p, Pattern("(?i)" + p)) for p in _PATTERNS)
