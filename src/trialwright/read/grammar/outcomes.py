"""The endpoint a number in a sentence speaks of, in the document's words, or "" where it is not clear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from trialwright.model.trial import Endpoint
from trialwright.read.grammar.endpoints import PRIMARY
from trialwright.read.grammar.lexis import COUNT, NUM
from trialwright.read.grammar.link import Names
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern


class Outcome(NamedTuple):
    """label : "" where unknown. of : id of the Endpoint it resolves to, "" where read on the spot."""

    label: str = ""
    time: str = ""
    of: str = ""


_VERBS = (
    "developed|experienced|achieved|reached|reported|required|completed|discontinued"
    "|responded|died|survived|relapsed|recovered"
    "|underwent|met|attained|showed|suffered"
)
_HAVE = Pattern(
    rf"(?i)\b(?:had|have|has|with|{_VERBS})\s+(?:an?\s|no\s|the\s"
    rf"|{COUNT}\s)?(?P<x>[A-Za-z][^.;,()0-9]{{2,70}})"
)
_ALONE = Pattern(r"(?i)\b(?P<x>died|survived|relapsed|responded|recovered|discontinued)\b")
_OF = Pattern(
    rf"(?i)\b(?:rates?|incidence|proportion|percentage|risk|frequency|prevalence"
    rf"|probability)\s(?:of\s(?:{PEOPLE}\s(?:with|who|achieving"
    rf"|having)\s)?)(?P<x>[A-Za-z][^.;,()0-9]{{2,70}})"
)
_RATE = Pattern(
    r"(?i)\b(?P<x>(?:(?!(?:the|an?|observed|overall|and|in|with|of|versus|vs|was|were"
    r"|at)\b)[A-Za-z-]{2,20}\s){0,4}?[A-Za-z-]{3,20})\s(?:rates?|incidence)\b"
)
_OCCURRED = Pattern(
    r"(?i)(?:^|[,;]\s|\band\s|\b(?:whereas|while)\s)\s?(?:the\s"
    r"|an?\s)?(?P<x>[A-Za-z][^.;,()0-9]{2,70}?)"
    # "X within 90 days occurred": the time is read elsewhere
    r"(?:\s(?:within|by|at|during|through|over|after|up to)\s(?:the\s)?(?:first\s)?(?:(?:day|week|month|year)\s)?"
    r"\d{1,4}(?:[ -](?:hours?|days?|weeks?|months?|years?))?(?:\sof\s[a-z -]{3,30}?)?)?"
    r"\s(?:occurred|(?:was|were"
    r"|has been)\s(?:observed|reported|achieved|seen|noted|documented|found|detected|recorded|experienced"
    r"|reached))\b"
)
_SUBJECT = Pattern(
    r"(?i)(?:^|[:,;]\s)\s?(?P<x>[A-Za-z][^.;:,()]{2,90}?)\s(?:was|were)\s(?:only\s|about\s|approximately\s)?$"
)
# "..., and serious adverse events in 26% and 4%"
_ELLIPTIC = Pattern(
    r"(?i)(?:[;,]\s(?:and\s|but\s)?|\band\s)(?P<x>(?:[A-Za-z-]+\s){0,3}?(?:events?|reactions?|deaths?|infections?|relapses?|complications?|bleeding|failures?|recurrences?))\s(?:in|by|among)\s(?:only\s)?$"
)
_DIFFER = Pattern(
    r"(?i)(?:^|[:,;]\s)\s?(?P<x>[A-Za-z][^.;:,()]{2,70}?)\s(?:did not differ|differed"
    r"|improved|increased|decreased|worsened|fell|rose|declined|(?:was"
    r"|were) (?:not )?(?:significantly )?(?:similar|lower|higher|reduced|different|improved"
    r"|longer|shorter|better|worse|increased|fewer|greater|(?:more|less) (?:frequent|common|likely|often)))\b"
)
_PREDOMINANCE = Pattern(r"(?i)\b(?P<x>male|female)s?\s(?:predominance|preponderance|sex|gender)\b")
_SEX = Pattern(
    r"(?i)\s?(?:\([^()]{0,30}\)\s?)?(?:of (?:the )?(?:patients|participants"
    r"|subjects) )?(?:were|was)?\s?(?P<x>males?|females?|men|women)\b"
)
_BEFORE_PAREN = Pattern(r"(?P<x>(?:[A-Za-z][\w/'-]*[ ]){0,5}[A-Za-z][\w/'-]*)\s?(?:[(\[]|:)\s?$")
_NO_WORD = re.compile(r"[^\w/' -]")
_HEADWORD = Pattern(
    r"(?i)\b(?:survival|mortality|deaths?|responses?|success|failure|remission|relapses?"
    r"|recurrences?|events?|nausea|vomiting|fatigue|pain"
    r"|toxicity|infections?|neutropenia|an(?:a)?emia|diarrh(?:o)?ea|alopecia|bleeding|stroke"
    r"|infarctions?|hospitali[sz]ations?|rash|fever"
    r"|flushes|control|progression|improvement|recovery|discharge|intubation|ventilation"
    r"|antibodies|score|level|pressure|VO2|CRP|rates?)$"
)
_CUT = Pattern(
    r"(?i)\s(?:in|among|at|on|by|over|within|during|after|before|for|from|than|versus|vs"
    r"|compared|was|were|is|are|as|but|to|between|(?:and|or)(?=\s(?:\w+\s)?(?:were|was|had"
    r"|received|did|is|are|the)\b)|with(?! ))\b.*"
)
_LEAD = Pattern(
    r"(?i)^(?:at least one|one or more|the|an?|no|any|all|observed|overall(?!\s(?:survival|response|mortality))"
    r"|significantly|significant|lower|higher|fewer|more|greater|adjusted|unadjusted|only"
    r"|both|mild|patients with|including)\s"
)
_NOT_OUTCOME = Pattern(
    rf"(?i)^(?:{PEOPLE}|placebo|groups?|arms?|treatment|respectively|it|there|this|these|that"
    rf"|they|we|results?|and|or|which|who|significant|difference|differences|a|been|study|trial|treatments?|therapy|follow-up|programs?|programmes?|intervention|questionnaires?|sample|period|not"
    rf"|at least|at most|less|fewer|up to|more than|CI|confidence interval|primary|outcome)$"
    rf"|^(?:at (?:least|most)|less than|more than|up to|a value|values?)\b"
)


_TO_VERB = re.compile(rf"^\s*(?:of (?:the )?)?(?:[\w-]+\s){{0,5}}?(?=(?:had|have|{_VERBS})\b)")
_REACH = 600  # characters: what is further back is not what a number speaks of


def outcome(sentence: Sentence, start: int, end: int, endpoints: Sequence[Endpoint], names: Names) -> Outcome:
    """The endpoint of the number at [start, end) of the sentence."""
    if _speaks_of_primary(sentence, start):
        return _primary(endpoints)
    for candidate in _candidates(sentence, start, end):
        label = tidy(candidate, names)
        if label:
            return match_known(label, endpoints)
    return Outcome()


@once
def _first_primary(sentence: Sentence) -> tuple[int, int] | None:
    match = PRIMARY.search(sentence.bare)
    return match.span() if match else None


def _speaks_of_primary(sentence: Sentence, start: int) -> bool:
    """Whether the words before `start` name the primary endpoint."""
    first = _first_primary(sentence)
    if first is None or first[0] >= start:
        return False
    return first[1] <= start or PRIMARY.search(sentence.bare, 0, start) is not None


def _primary(endpoints: Sequence[Endpoint]) -> Outcome:
    """The primary endpoint, when the document defines exactly one."""
    primary = [e for e in endpoints if e.role == "primary"]
    return Outcome(primary[0].label, primary[0].time, primary[0].id) if len(primary) == 1 else Outcome()


def match_known(label: str, endpoints: Sequence[Endpoint]) -> Outcome:
    """An endpoint that the document has defined keeps one label."""
    same = [e for e in endpoints if e.label.lower() == label.lower()]
    return Outcome(same[0].label, "", same[0].id) if same else Outcome(label)


def _candidates(sentence: Sentence, start: int, end: int) -> list[str]:
    text, bare = sentence.text, sentence.bare
    found: list[str] = []
    sex = _SEX.match(text, end) or _PREDOMINANCE.search(text, max(0, start - 40), start)
    if sex:
        return [sex.group("x")]
    near_text = text[max(0, start - 90) : start]
    before = _before_sign(near_text) if near_text.rstrip().endswith(("(", "[", ":")) else None
    if before:
        found.append(_last_phrase(before.group("x")))
    if elliptic := _ELLIPTIC.search(bare, max(0, start - 80), start):
        found.append(elliptic.group("x"))
    left = max(bare.rfind(";", 0, start), 0)
    near = max(left, start - _REACH)
    after = bare[end : end + 110]
    had = _HAVE.match(_TO_VERB.sub("", after))
    if had:
        found.append(had.group("x"))
    found += [m.group("x") for m in _OF.finditer(bare, near, start)][-1:]
    if _OCCURRED.may_match(bare):
        occurred = _OCCURRED.finditer(bare, near, min(len(bare), end + 60))
        found += [m.group("x") for m in occurred if m.start("x") < start][-1:]
    found += [m.group("x") for m in _RATE.finditer(bare, near, start)][-1:]
    tail = bare[max(left, start - 30) : start].lower()
    subject = _SUBJECT.search(bare[left:start]) if "was" in tail or "were" in tail else None
    subject = subject or (_DIFFER.search(bare[left:start]) if _DIFFER.may_match(bare) else None)
    found += [subject.group("x")] if subject else []
    alone = _ALONE.search(after[:60])
    found += [alone.group("x")] if alone and not had else []
    return found


def _before_sign(text: str) -> re.Match[str] | None:
    """The words before the bracket or colon that ends the text, sought from the last sign that is in no word."""
    words_end = len(text.rstrip()[:-1].rstrip())
    signs = [m.end() for m in _NO_WORD.finditer(text, 0, words_end)]
    return _BEFORE_PAREN.search(text[signs[-1] :] if signs else text)


# "remission more common (": how much of it there was is no part of its name
_COMPARED = re.compile(
    r"(?i)(?:\s(?:was|were|is|are|occurred))?(?:\s(?:not|also|\w+ly))*\s(?:higher|lower|fewer|greater|reduced|increased|decreased|(?:more|less)(?:\s(?:frequent(?:ly)?|common(?:ly)?|likely|often))?)$"
)


def _last_phrase(words: str) -> str:
    """The outcome at the end of the words before a parenthesis, when its last word is one we know."""
    words = _COMPARED.sub("", words)
    if not _HEADWORD.search(words):
        return ""
    parts = re.split(
        r"(?i)\b(?:in|of|had|for|and|or|with|the|an?|was|were|improved|reduced|increased|on"
        r"|higher|lower|better|greater|longer|significantly|both)\s",
        words,
    )
    return parts[-1] or ""


def primary_meant(words: str, endpoints: Sequence[Endpoint]) -> Outcome | None:
    """The primary endpoint when that is what `words` are ("the primary endpoint"), else None."""
    return _primary(endpoints) if PRIMARY.search(words) else None


_NO_LABEL = re.compile(rf"^{NUM}|(?<!fami)ly$|\bKaplan")


_LAST = Pattern(r"(?i)\s(?:and|or|but)$")  # "an adverse event and 14%"


def tidy(words: str, names: Names) -> str:
    """`words` as an endpoint's label: no article, no place or arm after it; "" if nothing is left of it."""
    label = " ".join(words.split()).strip(" ,:-")
    label = _LAST.sub("", _CUT.sub("", label))
    for _ in range(3):
        if not (lead := _LEAD.match(label)):
            break
        label = label[lead.end() :]
    label = label.strip(" ,:-")
    if len(label) < 3 or _NOT_OUTCOME.match(label) or names.is_arm(label) or _NO_LABEL.search(label):
        return ""
    return label


_TOGETHER = Pattern(r"(?i)\b(?:vs\.?|versus|v\.?|compared (?:with|to)|and|while|whereas|than)(?=\s|$)")

_SET_AGAINST = Pattern(r"(?i)\s?%?\s?(?:vs\.?|versus|v\.?)\s?")


def shared(sentence: Sentence, spans: Sequence[tuple[int, int]], found: Sequence[Outcome]) -> list[Outcome]:
    """The two sides of a comparison speak of one endpoint, whichever side names it."""
    out = list(found)
    for i in range(1, len(out)):
        between = sentence.text[spans[i - 1][1] : spans[i][0]]
        if not _TOGETHER.search(between):
            continue
        # "remission (38% v 24%) was higher": the words behind are no nearer to the second than those before
        same = out[i - 1].label and _SET_AGAINST.fullmatch(between)
        if same or not out[i].label or out[i].label in ("recurrence", "event"):
            out[i] = out[i - 1]
        elif not out[i - 1].label:
            out[i - 1] = out[i]
    return out
