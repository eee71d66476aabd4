"""When two pieces of text name the same arm, endpoint or trial. Words only: no arithmetic, no guessing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A label made of these words is the arm that others are compared with.
_CONTROL = re.compile(
    r"\b(placebo|control|controls|comparator|sham|untreated|no treatment|soc"
    r"|(?:standard|usual|routine) (?:of )?(?:care|treatment|therapy)|standard care)\b"
)
# ... unless something is added to it ("anakinra plus standard of care").
_ADDED = re.compile(r"\b(plus|and|with|in addition to|added to|on top of)\b|\+")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Words of a label: lower case, punctuation and dashes dropped, a plural s taken off longer words."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = re.findall(r"[^\W_]+", plain)
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "is", "us")) else w for w in found
    )


def contains(text: str, wanted: str) -> bool:
    """Whether every word of `wanted` stands in `text`, in any order. False for no words."""
    needed = words(wanted)
    return bool(needed) and set(needed) <= set(words(text))


def same(a: str, b: str) -> bool:
    """Whether two labels are the same words in the same order. An empty label is the same as none."""
    return bool(words(a)) and words(a) == words(b)


def is_control(label: str) -> bool:
    """Whether a label by itself says that its arm is the comparator."""
    plain = label.casefold()
    return bool(_CONTROL.search(plain)) and not _ADDED.search(plain)
