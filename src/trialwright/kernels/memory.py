"""Memory that is freed is kept for the next batch of trials."""

from __future__ import annotations

from functools import cache

import numpy as np

_BYTES = 1 << 24


@cache
def keep_freed() -> None:
    """Once in each process. glibc gives freed memory back to the system, and to be given it anew costs a batch of
    trials more than to draw its numbers. Once a block of this size was freed it keeps up to twice as much (mallopt(3),
    M_MMAP_THRESHOLD). The block is never written to, and takes no memory; other allocators take no notice."""
    np.empty(_BYTES, np.int8)
