"""What a document says that the figures beside its means are, where no table says it."""

from __future__ import annotations

from trialwright.read.comparison.article import Article
from trialwright.read.comparison.values import Said
from trialwright.read.patterns import Pattern

# "Results are means with 95% confidence intervals", but no mean difference with its interval
_MEAN_INTERVAL = Pattern(
    r"(?i)\bmeans?\b(?!\s(?:changes?|differences?))[^.;\d]{0,20}[\s(,](?:\d\d\s?%\s?)?(?:confidence (?:intervals?|limits?)|CIs?\b)(?!\s?\)?[\s=:,]{0,2}-?\d)"
)
_RANGED = Pattern(r"(?i)\bmedians?\b[^.;\d]{0,20}[\s(,\[](?:IQRs?\b|inter-?quartile|ranges?\b|quartiles?\b)")
_MIDDLE = 1.5  # units of the last digit by which a mean may lie beside the middle of its interval


def is_interval_of_mean(article: Article, told: Said) -> bool:
    """Whether two limits behind a mean are those of its confidence interval: the text says so of all means, speaks of no medians
    with their quartiles, and the mean lies in the middle."""
    if told.mean is None or told.low is None or told.high is None:
        return False
    unit = 10.0 ** -min(told.mean.decimals, told.low.decimals, told.high.decimals)
    if abs(told.mean.value - (told.low.value + told.high.value) / 2) > _MIDDLE * unit:
        return False
    texts = [s.text for s in article.sentences]
    return any(_MEAN_INTERVAL.search(t) for t in texts) and not any(_RANGED.search(t) for t in texts)
