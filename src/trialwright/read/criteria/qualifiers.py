"""Words before a condition that can only say which kind it is, so that the condition itself is needed.

"Ischaemic stroke" needs stroke. "Prevent stroke" and "avoid pregnancy" do not need what they name, which is why a word
is let through only if its form or this list shows it to be an adjective or a site.
"""

from __future__ import annotations

import re

_ADJECTIVE = re.compile(r"\w{3,}(?:ic|al|ous|ive|ary|ar|ian|oid|genic|able|ible)", re.I)
# Nouns and verbs with an adjective's ending.
_OTHERS_TEXT = """
removal referral withdrawal approval refusal arrival survival trial denial interval hospital clinic relative receive
achieve avoidable preventive believe several potential medical electrical give live have
"""
_OTHERS = frozenset(_OTHERS_TEXT.split())
_SITES_TEXT = """
breast lung prostate colon bladder skin liver kidney brain bone cell squamous small large thyroid head neck heart knee
hip spine stage grade type other another b c hepatitis non malignant recurrent concurrent prevalent permanent transient
solid organ drug early late long term onset high i ii iii iv
"""
_SITES = frozenset(_SITES_TEXT.split())


def qualifies(word: str) -> bool:
    """Whether a lower-case word can only narrow the condition that follows it."""
    return word in _SITES or (word not in _OTHERS and bool(_ADJECTIVE.fullmatch(word)))
