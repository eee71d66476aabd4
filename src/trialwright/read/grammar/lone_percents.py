"""Percents that a sentence on two arms gives to one of them, though no name says so: "A was better than B, with a benefit of 4 %"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.completion import is_opened, touching
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.shares import Share
from trialwright.read.patterns import Pattern

_OPENED = Pattern(r"(?i)\s?(?:groups?|arms?|patients|women)?\s?[(\[][^()\[\]]*")


def of_neither(
    sentence: Sentence, found: Sequence[Share], arms: Sequence[str], mentions: Sequence[Mention]
) -> set[int]:
    """Indices of percents that are as likely a contrast of both arms, or of all people, as a share of the one.

    So it is where a sentence names two arms and all its numbers go to one of them: then only a percent that its name touches,
    that stands in a bracket behind it, or that is a share of counted people is that arm's.
    """
    if len(set(arms)) != 1 or not arms[0] or len({m.label for m in mentions}) < 2:
        return set()
    return {
        i
        for i, share in enumerate(found)
        if share.cases is None and share.total is None and not _is_named(sentence, share, arms[i], mentions)
    }


def _is_named(sentence: Sentence, share: Share, arm: str, mentions: Sequence[Mention]) -> bool:
    """Whether the arm's name is in the share, touches it, opens just after it, or stands before the bracket that it is in."""
    if any(share.start <= m.start < share.end for m in mentions):
        return True
    before = next((m for m in reversed(mentions) if m.end <= share.start), None)
    after = next((m for m in mentions if m.start >= share.end), None)
    if touching(sentence, (share.start, share.end), mentions) == arm:
        return True
    if after and after.label == arm and is_opened(sentence, share.end, after.start):
        return True
    own = before is not None and before.label == arm
    return bool(own and before and _OPENED.fullmatch(sentence.text, before.end, share.start))
