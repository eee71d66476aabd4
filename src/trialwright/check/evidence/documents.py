"""Which readings are of one trial, and what kind of document each is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.one_trial import Trials
from trialwright.model.result import Reading

_RECORD = re.compile(r"(?i)clinicaltrials|ctis|isrctn|eu ctr|ictrp|registry")
_NEWS = re.compile(
    r"(?i)\b(?:news|key takeaways|press release|said in a statement|told [A-Z]\w+ (?:News|Today)|presented at)\b"
)


def of_one_trial(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Groups of at least two readings of one trial, as `model.one_trial` joins them."""
    if len(readings) < 2:
        return []
    return [g for g in Trials(readings).groups() if len(g) > 1]


def is_registry(reading: Reading) -> bool:
    return _RECORD.search(reading.document.format) is not None


def is_news(reading: Reading) -> bool:
    """Whether a page tells of a trial without being its report: no article number, and a newsroom's words."""
    own = {i.scheme for i in (reading.trial.identifiers if reading.trial is not None else ())}
    return (
        not is_registry(reading) and not {"pmid", "pmcid"} & own and bool(_NEWS.search(reading.document.text))
    )


def kind(reading: Reading) -> str:
    """How a finding names the document."""
    return "registry record" if is_registry(reading) else "news" if is_news(reading) else "report"
