"""What an R call comes to when we compute it: rpact's own field names over our own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """An R function's result, computed by us.

    call : the R function's name. fields : rpact's field names → floats, numpy arrays (NaN for NA) or words.
    given : the evaluated arguments by R's names. of : our own object behind it (a SequentialDesign, say). notes : what the user
    should know of it, such as an argument that rpact leaves aside.
    """

    call: str
    fields: Mapping[str, Any]
    given: Mapping[str, Any] = field(default_factory=dict)
    of: Any = None
    notes: tuple[str, ...] = ()
