"""Which readings are of one trial, and what kind of document each is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.model.labels import words
from trialwright.model.result import Reading

_REGISTRIES = ("nct", "eudract", "ctis", "isrctn")
_RECORD = re.compile(r"(?i)clinicaltrials|ctis|isrctn|eu ctr|ictrp|registry")
_NEWS = re.compile(
    r"(?i)\b(?:news|key takeaways|press release|said in a statement|told [A-Z]\w+ (?:News|Today)|presented at)\b"
)


def of_one_trial(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Groups of at least two readings that share a registration number, or an acronym or name of their own.

    A reading that names two trials' registrations belongs to neither group: what it says of which cannot be told.
    """
    groups: dict[tuple[str, str], list[Reading]] = {}
    joined: list[list[Reading]] = []
    for reading in readings:
        keys = _keys(reading)
        known = next((groups[k] for k in keys if k in groups), None)
        if known is None:
            known = []
            joined.append(known)
        if keys:
            known.append(reading)
        for key in keys:
            groups.setdefault(key, known)
    return [g for g in joined if len(g) > 1]


def _keys(reading: Reading) -> list[tuple[str, str]]:
    trial = reading.trial
    if trial is None:
        return []
    registered = [(i.scheme, i.value.upper()) for i in trial.identifiers if i.scheme in _REGISTRIES]
    if len({k for k in registered if k[0] == "nct"}) > 1:
        return []
    acronym = trial.first("acronym")
    named = [("acronym", " ".join(words(str(acronym.value))))] if acronym is not None else []
    papers = [(i.scheme, i.value.lower()) for i in trial.identifiers if i.scheme in ("doi", "pmid")]
    return registered + named + papers


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
