"""Can whole numbers have this mean and SD?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.means import size_of
from trialwright.check.evidence.scale import Scale, scale_of
from trialwright.check.evidence.tables import own
from trialwright.kernels import granularity as k
from trialwright.model.check import Check
from trialwright.model.result import Reading, Result

NAME = "granularity"
SOURCE = (
    "GRIM: Brown & Heathers 2017, Soc Psychol Personal Sci 8:363; GRIMMER: Anaya 2016, PeerJ Preprints 4:e2400; "
    "DEBIT: Heathers & Brown 2019; SPRITE, made exact: Heathers et al. 2018, PeerJ Preprints 6:e26968"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading, r in own(readings, "mean"):
        if r.value is None or r.value.relation != "=":
            continue
        size = size_of(reading, r)
        if size is None or size[0] < 2 or not k.informative(size[0], r.value.decimals):
            continue
        scale = scale_of(reading, r)
        if scale is not None and scale.whole:
            yield from _one(reading, r, scale, size[0], [size[1]] if size[1] is not r else [])


def _one(reading: Reading, r: Result, scale: Scale, n: int, also: list) -> Iterator[Check]:  # type: ignore[type-arg]
    assert r.value
    text = (
        f"mean {r.value.value:.{r.value.decimals}f}"
        + (f", SD {r.sd.value:.{r.sd.decimals}f}" if r.sd else "")
        + f", n = {n}"
    )
    name, why = _failed(r, scale, n)
    first = k.sums(r.value.value, r.value.decimals, n)
    formula = f"{r.value.value:g} x {n} = {r.value.value * n:.2f}; whole sums that print so: {', '.join(map(str, first)) or 'none'}"
    if not name:
        yield entry(
            NAME,
            reading,
            [r],
            "consistent",
            f"{r.endpoint}: {text} is possible for whole numbers.",
            formula=formula,
            also=also,
        )
    else:
        yield entry(
            NAME, reading, [r], "impossible", f"{r.endpoint}: {text}: {why} ({name}).", recomputed={"test": name}, formula=formula,
            severity="minor", also=also,
        )  # fmt: skip


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
