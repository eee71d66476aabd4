"""Numbers in running text, linked to their arm, endpoint and time.

One file a family of statements (sizes, arms, regimens, proportions, contrasts ...), each a handful of
bounded patterns over a *shadow* of the text: the same length as the text, with every dash, decimal
sign and quote mark in one spelling, so that an offset in the shadow is an offset in the document.
What is not clear stays empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trialwright.model.document import Document
    from trialwright.model.result import Claim, Result
    from trialwright.model.trial import Arm, Endpoint, Stated

# Characters. Patterns that learn what they need while such a text is read, one after the other, cost more than to learn first:
# what is known of a text's words is forgotten each time.
_LONG = 300_000


class Grammar(NamedTuple):
    """Everything the grammar reads from one document, each in reading order with its Quote."""

    arms: tuple[Arm, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    stated: tuple[Stated, ...] = ()
    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[str, ...] = ()  # what was left out, in sentences for a person


def grammar(document: Document) -> Grammar:
    """Arms, endpoints, statements of design and size, results and claims over the document's own blocks.

    Result.trial and Claim.trial are filled only where one document introduces several trials; they are ""
    where it has one, whose key the caller knows.
    """
    from trialwright.read.grammar.assemble import assemble
    from trialwright.read.patterns import learn

    if len(document.text) > _LONG:
        learn()
    return assemble(document)


__all__ = ["Grammar", "grammar"]
