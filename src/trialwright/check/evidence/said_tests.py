"""What the words of a document say of the test behind a p, where two arms' crude figures do not give that test."""

from __future__ import annotations

import re

from trialwright.check.evidence.counted import several_of_one
from trialwright.check.evidence.designs import why_other_test
from trialwright.check.evidence.exposed import own_sentences, says
from trialwright.check.evidence.margins import against_margin, speaks_of_margin
from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.result import Reading, Result

MARGIN = "the p may be of a test against a margin, as for non-inferiority"
# Not "common" or "mixed" alone, which are words of outcomes too.
_ANALYSIS = re.compile(
    r"(?i)(?<!un)(?<!not )adjust(?:ed|ing|ment)\b|\bstratified\b|\bmultivaria\w+|\bcovaria\w+|\bpropensity\b|\bMantel\b|\bMcNemar\w*"
    r"|\blog-?rank\b|\bCox\b|\b(?:logistic|ordinal|Poisson|binomial) (?:regression|model)s?\b|\bregression\b|\bmixed[- ](?:effects?\b|linear\b|models?\b)"
    r"|\bgenerali[sz]ed (?:estimating|linear)\b|\bGEE\b|\bMMRM\b|\brepeated[- ]measures?\b|\bcompeting[- ]risks?\b|\b(?:for|linear) trend\b|\btrend tests?\b"
    r"|\bpermutation\b|\brandomi[sz]ation test|\bpaired\b|\bKruskal\b|\bWilcoxon\b|\bMann[- –]Whitney\b|\brank[- ]sum\b|\bANCOVA\b|\bBayesian\b"
)
_ONE_SIDED = r"\b(?:one|1)[- ](?:sided|tailed)"


# A p that allows for other tests or for the data's shape is not that of its statistic and degrees of freedom.
_CORRECTED = re.compile(
    r"(?i)\bcorrect(?:ed|ion)\b|\badjusted p\b|\badjust\w+ for multipl\w+|\bBonferroni\b|\bHolm\b|\bHochberg\b|\bTukey\b|\bDunnett\b|\bScheff[eé]\b"
    r"|\b[SŠ]id[aá]k\b|\bfalse discovery\b|\bFDR\b|\bGreenhouse\b|\bHuynh\b|\bpermutation\b|\bbootstrap\w*|\bMonte Carlo\b|\bexact p\b|\bmultiplicity\b"
)


def correction_said(reading: Reading, *of: Result) -> str:
    """The words in the sentences of these results that say their p was corrected, "" where none do."""
    found = (_CORRECTED.search(reading.document.text, *sentence_of(reading, r)) for r in of)
    return next((m.group() for m in found if m), "")


def analysis_said(reading: Reading, r: Result) -> str:
    """The words in the sentence of a result that name an analysis other than of its crude counts, "" where none do."""
    said = _ANALYSIS.search(reading.document.text, *sentence_of(reading, r))
    return f"another analysis is named (“{said.group()}”)" if said else ""


def why_other_p(reading: Reading, p: Result, *counts: Result) -> str:
    """Why a crude two-sided test of two arms need not give a printed p; "" where nothing speaks for another test.

    The words of its own sentence tell an analysis; an outcome of a trial of non-inferiority is tested against its margin wherever
    the p stands.
    """
    if why := why_other_test(reading, p.analysis):
        return why
    place = sentence_of(reading, p)
    if said := analysis_said(reading, p):
        return said
    said_of_it = f"{reading.document.text[slice(*place)]} {p.analysis}"
    if speaks_of_margin(said_of_it) or against_margin(reading, p.endpoint, said_of_it):
        return MARGIN
    return several_of_one(reading, *counts)


# "A p below 0.025 was considered significant", "with a two-sided alpha of 0.2"; not Cronbach's alpha, nor TNF-alpha.
_LEVEL = r"(?:0?[.·](?!050*\b)(?:0\d*|[12]\d?)\b(?! ?[mµμnp]?(?:g|l|mol)\b)|(?!5(?:[.·]0+)? ?%)(?:\d|1\d|20)(?:[.·]\d+)? ?%)"
_OTHER_LEVEL = re.compile(
    rf"(?i)(?<!-)(?<!Cronbach )(?<!Cronbach['’]s )(?<!interferon )(?<!factor )\b(?:alpha|α)(?: level| error)? ?(?:(?:was |were )?(?:set )?(?:of|at|to)|was|=) ?{_LEVEL}"
    rf"|\b(?:significance level|level of significance)s? (?:(?:was |were )?(?:set )?(?:of|at|to)|was|were|=) ?(?:p ?[<=≤] ?)?{_LEVEL}"
    rf"|\bsignificance (?:was )?(?:set|accepted|assumed|defined) (?:at|as) (?:p ?[<=≤] ?)?{_LEVEL}"
    r"|\bp(?:[- ]values?)? ?(?:<|≤|below|of less than|less than) ?(?!0?[.·]050*\b)0?[.·]\d+ (?:was|were) (?:considered|taken|regarded|deemed)(?: as| to be| to indicate)?(?: statistically| of)? signific"
)
_OF_OTHER_TESTS = re.compile(r"(?i)\binteractions?\b|\bheterogeneity\b|\bunivaria\w+|\bsafety\b")


def other_level(reading: Reading) -> bool:
    """Whether a document says that it tests its outcomes at another level than 0.05."""
    return any(_OTHER_LEVEL.search(s) and not _OF_OTHER_TESTS.search(s) for s in own_sentences(reading))


def is_said_one_sided(reading: Reading, p: Result) -> bool:
    """Whether the sentence of a p, or the document of all its tests, says that it is one-sided."""
    sentence = reading.document.text[slice(*sentence_of(reading, p))]
    own = re.search(_ONE_SIDED, f"{p.analysis} {sentence}", re.IGNORECASE) is not None
    return (
        own
        or says(
            reading,
            rf"{_ONE_SIDED} (?:tests?|p[- ]?values?)\b|\b(?:tests?|p[- ]?values?) (?:were|are) (?:all )?{_ONE_SIDED}",
        )
        is not None
    )
