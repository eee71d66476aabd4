"""A trial that was looked at before its end, and stopped for what was seen, without a boundary that allows for looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from trialwright.check.evidence.exposed import says, sentence_spans
from trialwright.check.evidence.ledger import p_bounds
from trialwright.check.evidence.number_words import number_in
from trialwright.kernels.intervals import z_value
from trialwright.model.result import Reading, Result

ALPHA = 0.05
MOST = 100  # looks; more raise it little
LEAST = 0.01  # a smaller p passes the usual boundaries of a late look
_STOPPED = re.compile(
    r"(?i)\b(?:stopped|terminated|halted|ended|closed|(?:trial|study|recruitment|enrol?lment|accrual) (?:was|had been) (?:\w+ )?discontinued|discontinued (?:the|this|our) (?:trial|study|recruitment|enrol?lment|accrual))\b[^.;]{0,40}?\b(?:early|prematurely|before|at (?:the|an|this) (?:\w+ )?(?:interim|look|analysis)|after (?:the|an|\d))"
    r"|\b(?:stopped|ended|closed|halted)\b[^.;]{0,40}?\b(?:once|when|as soon as)\b[^.;]{0,40}?\bsignifican"
    r"|\bstop(?:ped)? (?:when|as soon as|if|once) (?:the )?p\b"
)
_LOOKED = re.compile(
    r"(?i)\blooked at (?:the |our )?(?:data|results) (?:each|every|after|at)\b|\binterim (?:analys[ei]s|look|results?)|\banaly[sz]ed (?:after )?every \d+|\b(?:analy[sz]ed|looked at|tested) (?:repeatedly|(?P<n>\w+) times|again and again)|\b(?P<m>\w+) times in all\b|\b(?P<k>\w+) (?:interim )?looks\b"
)
_OF_DATA = re.compile(
    r"(?i)\b(?:looked|analy[sz]ed|tested|examined|data|results)\b"
)  # not "blood was taken five times in all"
_OTHER_REASON = r"\b(?:futility|slow (?:accrual|recruitment|enrol\w+)|poor (?:accrual|recruitment)|lack of (?:funds|funding|efficacy|benefit)|harm|toxicity|safety concerns?|drug supply|low enrol\w+)\b"
_GUARDED = r"\bboundar(?:y|ies)\b|\bO['’]?Brien|\bPocock|\bHaybittle|\balpha[- ]?spending|\bspending function|\bLan[- –]DeMets|\bstopping (?:rules?|guidelines?|criteri\w+)|\bgroup[- ]sequential|\bsequential (?:design|trial|analysis|plan)|\btriangular\b|\badaptive design|\bmonitoring (?:board|committee)|\b(?:I?DS?MB|I?DMC|DSMC)\b|\bPeto\b(?! odds)|\b(?:stopping|significance|efficacy|interim|nominal|pre-?specified|pre-?defined|p[- ]value) thresholds?\b|\bthresholds? (?:for|of) (?:stopping|significance|efficacy|p\b)|\b(?:alpha|(?:significance|nominal|two-sided) level)s? (?:of|=) 0?[.·]0[0-4]|\bposterior (?:probabilit|distribution|odds)|\bpredictive probability|\bBayesian\b"


class Look(NamedTuple):
    """p : the result that stopped the trial. looks : how many were made, at least; counted : whether the text tells. error : their true alpha at 0.05 each."""

    p: Result
    told: str
    looks: int
    error: float
    counted: bool


def unguarded_look(reading: Reading, ps: Sequence[Result]) -> Look | None:
    """The p that a trial was stopped at, where looks are told and no boundary is; None where another reason is given."""
    text, spans = reading.document.text, sentence_spans(reading)
    stops = [(a, b) for a, b in spans if _STOPPED.search(text, a, b)]
    if not stops or says(reading, _OTHER_REASON) is not None or says(reading, _GUARDED) is not None:
        return None
    seen = [
        (a, b, m)
        for a, b in spans
        for m in _LOOKED.finditer(text, a, b)
        if not m["m"] or _OF_DATA.search(text, a, m.start())
    ]
    sentences = [*stops, *((a, b) for a, b, _ in seen)]
    near = [r for r in ps if any(a <= r.quote.start < b for a, b in sentences)]
    p = next((r for r in near if LEAST < _least(r) < ALPHA), None)
    if not seen or p is None:
        return None
    told = [number_in(m[k]) for *_, m in seen for k in ("n", "m", "k") if m[k]]
    looks = min(MOST, max([2, *told]))
    return Look(p, " ".join(seen[0][2].group().split()), looks, true_alpha(looks), any(n > 1 for n in told))


def true_alpha(looks: int) -> float:
    """Chance of p < 0.05 at one or more of so many equally spaced looks, without any effect. Armitage et al. 1969, table 2."""
    from trialwright.kernels.group_sequential import (
        stage_probabilities,
    )  # compiled code: only where it is wanted

    bound = np.full(looks, z_value(100 * (1 - ALPHA)))
    below, above = stage_probabilities(-bound, bound, np.arange(1.0, looks + 1), 0.0)
    return float(below.sum() + above.sum())


def _least(r: Result) -> float:
    p = r.value if r.measure == "p_value" else r.p
    return p_bounds(p)[0] if p is not None else 0.0
