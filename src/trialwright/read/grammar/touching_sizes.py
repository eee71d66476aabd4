"""Sizes that stand beside every arm's name and add up to people who are counted too: "547 took part (275 early, 272 late)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.counts_or_sizes import EVENTS
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.phrases import DOSE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.sizes_in_order import are_numbers_of_all
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]

# "275 early", "406 in the CF", "82 women given A"
_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/=<>±-])(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:[(\[]\s?)?"
    r"(?:(?:were\s)?(?:assigned|allocated|randomi[sz]ed|given|treated|receiving|received)\s)?(?:(?:to|in|on|with|for|of|under)\s)?(?:the\s|an?\s)?$"
)
# "280 women took part, of whom 141 had telephone calls and 139 had visits"
_HAD_BEFORE = Pattern(
    rf"(?i)(?:\bof\swhom|\band)\s(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:had|got|underwent|took|used|were\soffered)\s(?:the\s|an?\s)?$"
)
# "early arm, 902;", "(early, 275)", "early (275),", "early alone 275,"
_AFTER = Pattern(
    rf"(?i)(?:\s{DOSE})?(?:\s(?:alone|only|groups?|arms?|patients))?(?:\s?[\[(,:=]\s?|\s)(?:n\s?=\s?)?(?P<n>{INT})(?:\s{FEW}{PEOPLE})?(?=\s?[)\];,.]|\s?$|\s(?:and|or|versus|vs\.?)\s)"
)
_COUNTED = Pattern(rf"(?<![\w.,/=±-])(?P<n>{INT})(?!\s?%|\.\d)")
_HAPPENED = Pattern(EVENTS.pattern.removesuffix(r")\b") + r"|occurred|developed|had|reported|experienced)\b")
_SEEN_IN = Pattern(
    r"(?i)\b(?:reported|occurred|occurring|seen|observed|noted|recorded|found|diagnosed|detected|developed)\s(?:in|by|among|for)\s(?:only\s|the\s)?$"
)
_HAPPENED_IN = Pattern(
    r"(?i)\b(?!randomi|allocat|assign|enrol|includ|recruit)[a-z]+(?:ed|wn|nd|en)\s(?:in|by|for)\s$"
)
_PEOPLE_NEXT = Pattern(rf"(?i)\s{FEW}{PEOPLE}\b(?!\s(?:with|who)\b)")
_LEAST = 0.3  # of the people of the document: fewer are those who had something
_LIST = Pattern(rf"(?<![\w.,/=±-]){INT}(?:,\s{INT}){{0,3}},?\sand\s{INT}(?![%\w.]\d|\s?%)")
_MOST = 0.8  # of those who came in: so many are looked at in the end
# "117 and 115 received at least one dose", "104, 107 and 102 respectively were evaluable"
_TAKEN_IN = Pattern(
    rf"(?i)(?:\s{FEW}{PEOPLE})?,?(?:\srespectively,?)?\s(?:(?:composed|formed|made\sup|constituted|entered)\s(?:the|these|those)\s(?:two\s|three\s|four\s)?groups|(?:composed|formed|made\sup|constituted)\sthe\s(?:two|three|four)\sgroups|(?:were|was)\s(?:then\s)?(?:evaluable|evaluated|analy[sz]ed|assessable|assessed|eligible|included|randomi[sz]ed|allocated|assigned|treated)|received\sat\sleast|completed\sthe\s(?:study|trial))\b"
)
# "The final analysis included 117 and 115 adults"
_ANALYSIS_OF = Pattern(
    r"(?i)\b(?:analys[ie]s|population|set|sample)\s(?:included|comprised|covered|consisted\sof|was\sof|was\sbased\son)\s$"
)
_NUMBERS_OF = Pattern(rf"(?i)\bnumbers?\sof\s{FEW}{PEOPLE}:\s$")
# "Of 41 and 39 adults evaluable, ..."
_OF = Pattern(r"(?:^|[.:;]\s)(?:Of|Among)\s(?:the\s)?$")
_EVALUABLE = Pattern(
    rf"(?i)\s{FEW}{PEOPLE}\s(?:evaluable|evaluated|analy[sz]ed|assessed|assessable|randomi[sz]ed|treated)\b"
)
# "117 and 115 were included in Oslo and Lima", "had type 1 and type 2 disease, respectively": as many places, times or things
_OF_SEVERAL = Pattern(
    r"(?i)[^.;()]{0,60}?\b(?:in|at|for|from|by|on|before|during|with|had|were|was)\s(?:the\s)?(?!(?:(?:then|also|randomly)\s)?[a-z]+(?:ed|able)\s(?:and|or)\b)[\w\s,-]{1,40}?,?\s(?:and|or)\s(?!(?:[a-z]+ly\s)?(?:[a-z]+ed|given|were|had|was|the\sother)\b)(?![\d.,]+\s(?:[a-z]+\s)?(?:were|had|in|to|received)\b)[^.;()]{1,40}"
)
_HAD = Pattern(r"(?i)\b(?:arms|groups)\shad\s")
_FAR = 320  # characters from the first size to the last


def touching_sizes(
    sentence: Sentence, mentions: Sequence[Mention], names: Names, people: int | None
) -> dict[Place, str]:
    """The place of each arm's size and its label, where every arm has one number beside its name, all before or all behind, and
    the sum is `people` or is printed in the sentence before them; else none."""
    if len(names.labels) < 2 or len({m.label for m in mentions}) < len(names.labels):
        return {}
    for found in (_before(sentence, mentions), _behind(sentence, mentions)):
        every = len(names.labels) > 1 and sorted(found.values()) == sorted(names.labels)
        places = sorted(found)
        if not every or places[-1][1] - places[0][0] > _FAR:
            continue
        together = sum(whole(sentence.text[a:b]) for a, b in found)
        if together < _LEAST * (people or 0) or any(
            _HAPPENED_IN.search(sentence.text, 0, place[0]) for place in places
        ):
            continue
        said = any(
            whole(m["n"]) == together
            and not _HAPPENED.search(sentence.text, m.end(), places[0][0])
            and not _SEEN_IN.search(sentence.text, 0, m.start())
            for m in _COUNTED.finditer(sentence.text, 0, places[0][0])
        )
        if said or together == people:
            return found
    return {}


def listed_sizes(sentence: Sentence, names: Names, people: int | None) -> dict[Place, str]:
    """The places and labels of as many numbers as there are arms, in the order in which the arms are set out, in a sentence that
    names none: they add up to a number printed before them ("Of 525 patients, 149, 186 and 190 were treated, respectively"), or
    are most of it or `people`, and were taken in ("Of 236 randomised, 117 and 115 were analysed")."""
    if len(names.labels) < 2:
        return {}
    for match in _LIST.finditer(sentence.text):
        places = [m.span("n") for m in _COUNTED.finditer(sentence.text, *match.span())]
        together = sum(whole(sentence.text[a:b]) for a, b in places)
        before = [whole(m["n"]) for m in _COUNTED.finditer(sentence.text, 0, match.start())]
        told = "respectively" in sentence.text and together in before
        every = before if people is None else [*before, people]
        told = told or (
            _are_taken_in(sentence.text, match.start(), match.end())
            and any(_MOST * n <= together <= n for n in every)
        )
        told = told or (
            are_numbers_of_all(sentence.text, *match.span())
            and (not people or together >= _MOST * people)
            and not _HAPPENED.search(_HAD.sub("", sentence.text))
        )
        if told and len(places) == len(names.labels) and not _OF_SEVERAL.match(sentence.text, match.end()):
            return dict(zip(places, names.labels, strict=True))
    return {}


def _are_taken_in(text: Text, start: int, end: int) -> bool:
    """Whether the words around a list say that so many came in: "of whom 41 and 39 were evaluable", "Numbers of adults: 41 and 39"."""
    if _TAKEN_IN.match(text, end) or _NUMBERS_OF.search(text, 0, start):
        return True
    if _ANALYSIS_OF.search(text, 0, start) and _PEOPLE_NEXT.match(text, end):
        return True
    return _OF.search(text, 0, start) is not None and _EVALUABLE.match(text, end) is not None


def _before(sentence: Sentence, mentions: Sequence[Mention]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    of_whom = " of whom " in sentence.text
    for mention in mentions:
        begin, end = max(0, mention.start - 60), mention.start
        match = _BEFORE.search(sentence.text, begin, end)
        match = match or (_HAD_BEFORE.search(sentence.text, begin, end) if of_whom else None)
        if match and mention.label not in found.values():
            found[match.span("n")] = mention.label
    return found


def _behind(sentence: Sentence, mentions: Sequence[Mention]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for mention in mentions:
        match = _AFTER.match(sentence.text, mention.end)
        if match and mention.label not in found.values():
            found[match.span("n")] = mention.label
    return found
