"""Events that are said to have come to nobody: "no deaths occurred in the A group", "rupture did not occur in any woman on A"."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.read.grammar.lexis import COUNT, NUM, PERCENT
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_CLAUSE = r"(?:^|[,;.:]\s|\b(?:and|but|while|whereas)\s)"
_WORDS = r"(?P<x>(?:(?!of\b|in\b|was\b|were\b)[A-Za-z-]+\s){1,4}?)"
_CAME = r"(?:occurred|developed|arose|happened|(?:was|were)\s(?:observed|seen|detected|reported|found|noted|recorded))"
_TO = r"(?:in|with|on|among|after|during|under)\b"
# "no vomiting at all was recorded in 88 (73%)": how many were without it
HOW_MANY = Pattern(
    rf"(?i:\s?[a-z\s]{{2,70}}?\b(?:in|by|for|of)\s(?:{COUNT}\s(?:(?:[a-z-]+\s){{0,2}}?{PEOPLE}\s)?\(\s?)?{NUM}{PERCENT})"
    # "no vomiting occurred in 30 patients on A, 21 on B"
    rf"|(?i:\s?[a-z\s]{{2,50}}?\s(?:in|by)\s{COUNT}\s(?:(?:[a-z-]+\s){{0,2}}?{PEOPLE}\s)?[^.;()\d]{{2,50}}?(?:,|,?\sand|\sversus|\sv|\sagainst|\scompared\swith)\s(?:in\s)?{COUNT}\b)"
)
# Of what there was none: more than one thing, or what is counted by patients.
_EVENT = r"\b(?:[A-Za-z-]+(?<!s)s|toxicity|mortality|morbidity|death|recurrence|relapse|infection|bleeding|rupture|failure|sepsis|thrombosis|event|case|complication|rejection|pneumothorax|bradycardia|hypoglyc(?:a)?emia)"
_DID = r"(?:developed|had|experienced|suffered|required|needed|showed|reported)"
_NOBODY = Patterns.of(
    Pattern(rf"(?i){_CLAUSE}(?P<z>no)\s{_WORDS}{_CAME}\s{_TO}"),
    Pattern(rf"(?i)\bthere\s(?:was|were)\s(?P<z>no)\s(?P<x>(?:(?!of\b|in\b)[A-Za-z-]+\s){{0,3}}?{_EVENT})\s(?={_TO})(?!in\s(?:either|both|any)\b)"),
    Pattern(rf"(?i)\bthere\s(?:was|were)\s(?P<z>no)\s(?P<x>(?:(?!of\b|in\b)[A-Za-z-]+\s){{0,3}}?{_EVENT})(?=\.?$|;|,\s(?!or\b))"),
    Pattern(rf"(?i){_CLAUSE}(?P<x>(?:[A-Za-z-]+\s){{1,4}}?)(?:did\s(?P<z>not)\s(?:occur|develop|happen)|(?:was|were)\s(?P<y>not)\s(?:seen|observed|detected|found|recorded|noted))\sin\sany\b"),
    Pattern(rf"(?i){_CLAUSE}(?P<z>neither)\s(?P<x>[A-Za-z-]+)\snor\s(?:[A-Za-z-]+\s){{1,2}}?{_CAME}\s{_TO}"),
    Pattern(
        rf"(?i){_CLAUSE}(?P<z>none(?=\s(?:had|developed|experienced|suffered)\b)|no(?:ne\sof\sthe)?\s(?:{PEOPLE}|child|woman|man|infant|baby))\s(?:(?:in|on|given|receiving|who\s(?:received|had|underwent|took)|undergoing|offered|taking|(?:assigned|allocated|randomi[sz]ed)\sto|treated\swith|with)\s[^.;,()\d]{{2,50}}?\s)?"
        rf"(?:(?:and\s\w+\s(?:in|on|with)\s[^.;,()]{{2,40}}?\s){_DID}|{_DID})\s(?:an?\s)?(?P<x>(?!had\b|been\b|previous(?:ly)?|prior|a\shistory|taken\b|undergone\b|[a-z]+ed\b)(?:[A-Za-z-]+\s?){{1,3}}?)(?=[.,;]|$|\s?(?:compared|versus|vs|whereas|and|during|after|within|in|at)\b)"
    ),
    Pattern(
        rf"(?i){_CLAUSE}(?P<z>no(?:ne\sof\sthe)?)\s(?:{PEOPLE}|child|woman|man|infant|baby)\s(?:(?:in|on|given|receiving|who\s(?:received|had|underwent|took)|offered|taking|with|(?:assigned|allocated|randomi[sz]ed)\sto)\s[^.;,()\d]{{2,50}}?\s)?(?P<x>died|relapsed)\b"
    ),
)  # fmt: skip
NOTHING = Pattern(
    r"(?i)\bno(?:ne)?\s[^.;]{0,60}\b(?:occurred|developed|died|relapsed|arose|happened|had|experienced|suffered|required|needed)\b|\bthere (?:was|were) no\s|\b(?:did|was|were) not (?:occur|develop|happen|seen|observed|detected|found|recorded|noted) in any\b|\bneither [A-Za-z-]+ nor\b"
)
# What is no event of a patient.
_NO_EVENT = Pattern(
    r"(?i)\b(?:significant\w*|differen\w*|effects?|evidence|more|less|other|further|additional|new|treatment|trend|changes?|increases?|decreases?|reductions?|improvements?|associations?"
    r"|benefits?|interactions?|correlations?|relationships?|data|information|need|reason|difficult\w*|problems?|limits?|restrictions?|consensus|studies|trials|losses|missing|patients|participants|statistical\w*"
    r"|treatment-related|drug-related|change|previous(?:ly)?|prior|clinically|clear|apparent|overall|variation|deviation\w*|exclusions?|blinding|harm|heterogeneity|support|advantage|superiority|impact|influence|doubt)\b"
)


def nobody(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """(start, end, what did not happen) of each such saying; the end is that of its first word."""
    if not NOTHING.search(sentence.text):
        return
    taken: set[int] = set()
    for _, pattern in _NOBODY.fitting(sentence.text):
        for match in pattern.finditer(sentence.text):
            words = match["x"].strip()
            group = "z" if match["z"] else "y"
            if HOW_MANY.match(sentence.text, match.end(group)):
                continue
            if match.start(group) not in taken and words and not _NO_EVENT.search(words):
                taken.add(match.start(group))
                yield match.start(group), match.start(group) + len(match[group].split()[0]), words
