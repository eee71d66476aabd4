"""What a document says of its design: masking, allocation, arms, control."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.base import Because
from trialwright.model.trial import Stated
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

# What may stand between "uncontrolled" and the study that is so: "uncontrolled asthma in this trial" is of the asthma.
_OF_DESIGNS = (
    r"(?:open(?:[- ]label(?:led)?)?|unblinded|pilot|prospective|retrospective|preliminary|exploratory|feasibility|observational|clinical|interventional"
    r"|phase\s(?:[0-4][ab]?|I{1,3}[ab]?|IV)(?:\s?[/-]\s?(?:[0-4][ab]?|I{1,3}[ab]?|IV))?|(?:single|one|two|multi)-?\s?(?:cent(?:er|re)|arm(?:ed)?|group|institution(?:al)?)|multicentric"
    r"|dose-(?:escalation|escalating|finding|ranging)|proof-of-concept|non-?randomi[sz]ed|non-?comparative|before-(?:and-)?after|pre-?post|longitudinal|cohort|case|small"
    r"|\w+-(?:day|week|month|year))"
)
_EARLIER_PEOPLE = (
    rf"\b{PEOPLE}\s(?:(?:who|that)\s(?:were|had\sbeen)\s)?(?:treated|seen|operated\son|managed|admitted)\s(?:in|during|over)\sthe\s"
    r"(?:\w+\s)?(?:preceding|previous|earlier)\b[^.;]{0,30}?\b(?:years?|months?|period)\b"
    rf"|\b{PEOPLE}\s(?:who|that)\s(?:had\s)?(?:had|undergone|underwent|received|been\s\w+)\b[^.;]{{0,60}}?\b(?:in|during|over)\sthe\s(?:\w+\s)?(?:preceding|previous|earlier|prior)\s(?:\w+\s)?(?:years?|months?|period)\b"
    rf"|\b{PEOPLE}\s(?:treated|seen|operated\son|managed|admitted)\s(?:in|during|over)\sthe\s(?:\w+\s)?(?:years?|months?|period)\sbefore\b"
    rf"|\b{PEOPLE}\s(?:(?:who|that)\s(?:were|had\sbeen)\s)?(?:treated|seen|operated\son|managed|admitted)\s(?:before|prior\sto)\s(?:the\sintroduction|its\sintroduction|(?:19|20)\d\d)\b"
    r"|\b(?:retrospective|earlier|previous|prior)\s(?:matched\s)?(?:cohort|series|controls?|comparison\sgroup|control\sgroup)\b"
    r"|\bnatural[- ]history\s(?:cohorts?|controls?|comparators?|group|study|data)\b"
)
_WORDS: tuple[tuple[str, str, Pattern], ...] = (
    ("masking", "open-label", Pattern(r"(?i)\bopen[- ]label(?:led)?\b|\bunblinded\b")),
    ("masking", "double-blind", Pattern(r"(?i)\bdouble[- ](?:blind(?:ed)?|masked)\b")),
    (
        "masking",
        "single-blind",
        Pattern(r"(?i)\b(?:single|assessor|observer)[- ](?:blind(?:ed)?|masked)\b"),
    ),
    ("masking", "triple-blind", Pattern(r"(?i)\btriple[- ](?:blind(?:ed)?|masked)\b")),
    (
        "design",
        "single arm",
        Pattern(
            r"(?i)\b(?:single|one)[- ]arm(?:ed)?\b|\bnon-?comparative\b|\buncontrolled(?:,?\s(?:and\s)?"
            + _OF_DESIGNS
            + r"){0,4}\s(?:study|trial|series|pilot)\b"
            r"|\b(?:without (?:a |any )?|(?:had |was |is |were )no )(?:control|comparison) (?:group|arm)\b"
        ),
    ),
    (
        "design",
        "before and after",
        Pattern(
            r"(?i)\b(?:before[- ](?:and[- ])?after|pre-?\s?(?:and )?(?:/\s?)?post(?:-?test)?)[- ](?:intervention\s)?(?:study|design|comparison|trial|analysis)\b"
            r"|\bafter\s[^.;]{1,60}?\s(?:was|were|had\sbeen)\s(?:introduced|implemented|adopted)\b[^.;]{0,160}?\b(?:(?:in|of|during)\sthe\s(?:previous|preceding)\b|before\b)"
            r"|\b(?:before|prior\sto)\s(?:and|to|versus|than)\safter\s(?:the\s|its\s)?(?:introduction|implementation)\b|\bafter\s(?:the\s|its\s)?(?:introduction|implementation)\sof\b[^.;]{0,160}?\b(?:in|of|during)\sthe\s(?:previous|preceding)\s(?:\w+\s)?(?:years?|months?|period)\b"
        ),
    ),
    (
        "design",
        "historical comparison",
        Pattern(
            r"(?i)\bhistoric(?:al)?(?:ly)? (?:control(?:s|led)?\b|cohorts?\b|comparison|comparators?)"
            rf"|\b(?:compar\w+|than|versus|vs?|whereas|against)\b[^.;]{{0,120}}?(?:{_EARLIER_PEOPLE})|(?:{_EARLIER_PEOPLE})(?=[^.;]{{0,120}}\bcontrols?\b)"
        ),
    ),
    ("design", "crossover", Pattern(r"(?i)\bcross-?over\b")),
    ("design", "randomised", Pattern(r"(?i)\brandomi[sz]ed\b|\brandomly (?:assigned|allocated)\b")),
    ("design", "placebo-controlled", Pattern(r"(?i)\bplacebo[- ]controlled\b")),
    ("design", "multi-centre", Pattern(r"(?i)\bmulti-?\s?cent(?:er|re|ric)\b")),
    ("design", "pilot", Pattern(r"(?i)\bpilot (?:study|trial)\b")),
)
_BY_NEED = Patterns(((field, value), pattern) for field, value, pattern in _WORDS)
_RATIO = Pattern(
    r"(?<![\d:.])(\d{1,2}(?:\s?:\s?\d{1,2}){1,3})(?![\d:])(?=[^.;]{0,40}?\b(?:ratio|random|alloc|to\b))"
)
_RATIO_AFTER = Pattern(
    r"(?i)\b(?:random|ratio of|allocat|assign)[^.;\d]{0,60}?\b(\d{1,2}(?:\s?:\s?\d{1,2}){1,3})(?![\d:])"
)


def design_words(sentences: Sequence[Sentence]) -> list[Stated]:
    """The first statement of each, with its words. Sentences about other work do not count."""
    found: dict[tuple[str, str], Stated] = {}
    for sentence in sentences:
        if sentence.background:
            continue
        for (field, value), pattern in _BY_NEED.fitting(sentence.text):
            match = pattern.search(sentence.text)
            if match:
                found.setdefault((field, value), _stated(field, value, sentence, match))
        ratio = _RATIO_AFTER.search(sentence.text) or _RATIO.search(sentence.text)
        if ratio:
            value = re.sub(r"\s", "", ratio.group(1))
            found.setdefault(("allocation", ""), _stated("allocation", value, sentence, ratio))
    return sorted(found.values(), key=lambda s: s.quote.start)


def _stated(field: str, value: str, sentence: Sentence, match: re.Match[str]) -> Stated:
    span = match.span(1) if match.re.groups else match.span()
    return Stated(
        field=field,
        value=value,
        label=match.group(1) if match.re.groups else match.group(),
        quote=sentence.quote(*span),
        because=Because(rule="read.grammar.design_words"),
    )
