"""Recruitment status that follows from what a document states, on a given day."""

from __future__ import annotations

import datetime

from trialwright.model.base import Because
from trialwright.model.trial import Stated, Trial

RULE = "read.status.derive"


def derive(trial: Trial, today: datetime.date) -> Stated | None:
    """The stated status as it is; else what a stated deadline implies on `today`; None where neither is stated.

    A deadline counts until the end of its day (of its month, where only the month is printed). A date
    with two readings settles the status only when both agree, or when the page gave evidence for
    one; otherwise the value is "unclear" and `because.formula` gives both.
    """
    from trialwright.read.identity.dates import DEADLINE

    said = trial.first("status")
    if said is not None:
        return said
    deadline = next((s for s in trial.all("date") if DEADLINE.search(s.label)), None)
    if deadline is None:
        return None
    first = str(deadline.value)
    by_default = deadline.because.rule.endswith("_by_default")
    readings = (first, *deadline.alternatives) if by_default else (first,)
    values = {_status(date, today) for date in readings}
    value = values.pop() if len(values) == 1 else "unclear"
    formula = "; ".join(_sentence(deadline.label, date, today) for date in readings)
    if deadline.alternatives and not by_default:
        formula += f" (the page's evidence is against the other reading of {deadline.quote.exact}, {deadline.alternatives[0]})"
    return Stated(
        field="status",
        value=value,
        label=deadline.label,
        quote=deadline.quote,
        because=Because(rule=RULE, of=(deadline.id,), formula=formula),
    )


def _last_day(date: str) -> datetime.date:
    """The last day that an ISO date, or an ISO month, covers."""
    if len(date) == 10:
        return datetime.date.fromisoformat(date)
    year, month = int(date[:4]), int(date[5:7])
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _status(date: str, today: datetime.date) -> str:
    return "closed to participants" if today > _last_day(date) else "open to participants"


def _sentence(label: str, date: str, today: datetime.date) -> str:
    relation = "after" if today > _last_day(date) else "not after"
    return f"{today.isoformat()} is {relation} {label} {date}"
