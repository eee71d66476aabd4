"""Can whole numbers have this mean and SD?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.means import size_of, sizes_told
from trialwright.check.evidence.scale import Scale, scale_of
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import own
from trialwright.kernels import granularity as k
from trialwright.model.check import Check
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm, Stated

NAME = "granularity"
SOURCE = (
    "GRIM: Brown & Heathers 2017, Soc Psychol Personal Sci 8:363; GRIMMER: Anaya 2016, PeerJ Preprints 4:e2400; "
    "DEBIT: Heathers & Brown 2019; SPRITE, made exact: Heathers et al. 2018, PeerJ Preprints 6:e26968"
)


# Means that are not sums of the values themselves divided by their number.
_FITTED = re.compile(
    r"(?i)(?<!un)adjusted|least[- ]squares?|\bLSM?\b|\bLS[- ]means?|marginal means?|predicted|estimated mean|\bmixed[- ](?:effects? |linear )?model|weighted|"
    r"imput|geometric|averages? of|averaged|mean of the (?:two|three|four|daily)|trimmed"
)
_IMPUTED = r"\bmultiple imputation|\bimputed\b|\bvalues were imputed|\bimputation of missing"
_FEWER = r"\blost to follow[- ]?up|\bwithdr[ae]w|\bdrop(?:ped)?[- ]?outs?\b|\bdiscontinued|\bdid not (?:complete|attend|return)|\bcompleted\b|\bmissing\b|\bincomplete|\bevaluable|\bavailable for|\bper[- ]protocol"
FEWEST = 0.5  # of the arm: fewer than this would not go unsaid


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading, r in own(readings, "mean"):
        if r.value is None or r.value.relation != "=":
            continue
        size = size_of(reading, r)
        if size is None or size[0] < 2 or not k.informative(size[0], r.value.decimals):
            continue
        scale = scale_of(reading, r)
        if scale is not None and scale.whole:
            yield _one(reading, r, scale, size[0], size[1])


def _one(reading: Reading, r: Result, scale: Scale, n: int, source: Result | Stated | Arm) -> Check:
    name, why = _failed(r, scale, n)
    also = [source] if source is not r else []
    if not name:
        return _possible(reading, r, n, also)
    for other, told in sizes_told(reading, r).items() if r.total is None else ():
        if other > 1 and not _failed(r, scale, other)[0]:
            return _possible(reading, r, other, [told])
    doubt = _doubt(reading, r, scale, n)
    return entry(
        NAME, reading, [r], "not checkable" if doubt else "impossible", f"{r.endpoint or 'the outcome'}: {_told(r, n)}: {why} ({name}).",
        recomputed={"test": name}, formula=_formula(r, n), explanation=doubt, severity="none" if doubt else "minor", also=also,
    )  # fmt: skip


def _possible(reading: Reading, r: Result, n: int, also: Sequence[Result | Stated | Arm]) -> Check:
    text = f"{r.endpoint or 'the outcome'}: {_told(r, n)} is possible for whole numbers."
    return entry(NAME, reading, [r], "consistent", text, formula=_formula(r, n), also=also)


def _doubt(reading: Reading, r: Result, scale: Scale, n: int) -> str:
    """Why whole numbers of n patients need not have this mean; "" where nothing in the document says so."""
    start, end = sentence_of(reading, r)
    if _FITTED.search(reading.document.text[start:end]) or _FITTED.search(f"{r.analysis} {r.endpoint}"):
        return "the mean is adjusted, weighted or averaged, not one of whole numbers"
    if says(reading, _IMPUTED):
        return "missing values were imputed"
    if r.total is None and says(reading, _FEWER):
        fits = [m for m in range(n - 1, max(1, int(FEWEST * n)), -1) if not _failed(r, scale, m)[0]]
        if fits:
            return f"fewer than {n} may have been measured; {', '.join(map(str, fits[:3]))} would fit"
    return ""


def _told(r: Result, n: int) -> str:
    assert r.value
    spread = f", SD {r.sd.value:.{r.sd.decimals}f}" if r.sd else ""
    return f"mean {r.value.value:.{r.value.decimals}f}{spread}, n = {n}"


def _formula(r: Result, n: int) -> str:
    assert r.value
    first = k.sums(r.value.value, r.value.decimals, n)
    whole = ", ".join(map(str, first)) or "none"
    return f"{r.value.value:g} x {n} = {r.value.value * n:.2f}; whole sums that print so: {whole}"


def _failed(r: Result, scale: Scale, n: int) -> tuple[str, str]:
    """(test, what it found), ("", "") where nothing speaks against the numbers."""
    assert r.value
    mean, places = r.value.value, r.value.decimals
    if not k.sums(mean, places, n):
        return "GRIM", f"no sum of {n} whole numbers has this mean"
    if r.sd is None or r.sd.relation != "=":
        return "", ""
    sd, digits = r.sd.value, r.sd.decimals
    if (scale.low, scale.high) == (0.0, 1.0):
        return (
            ("", "")
            if k.debit(mean, places, sd, digits, n)
            else ("DEBIT", f"no {n} values of 0 or 1 have this mean and SD")
        )
    if not k.grimmer(mean, places, sd, digits, n):
        return "GRIMMER", f"no {n} whole numbers have this mean and SD"
    if (
        scale.low is not None
        and scale.high is not None
        and scale.low == int(scale.low)
        and scale.high == int(scale.high)
    ):
        possible = k.sprite(mean, places, sd, digits, n, int(scale.low), int(scale.high))
        if possible is False:
            return (
                "SPRITE",
                f"no {n} whole numbers from {scale.low:g} to {scale.high:g} have this mean and SD",
            )
    return "", ""
