"""People who came to an arm by choice are not too many; "P = 1.4 times" is what group P had."""

from __future__ import annotations

from trialwright import check, read
from trialwright.adapters import concepts


def found(text: str) -> list[tuple[str, str]]:
    (document,) = read.documents(text.encode(), "abstract.txt")
    checks = check.check([read.read(document, concepts.load())])
    return [(c.name, c.verdict) for c in checks if c.name in ("arm_sizes", "p_above_one")]


LEAD = "Zinc or copper in gout. Zinc (n = 21) was compared with copper (n = 19). Twenty-six adults were randomised"


def test_those_who_chose_are_counted_apart() -> None:
    assert found(f"{LEAD}, 14 adults received the treatment that they preferred.") == [
        ("arm_sizes", "not checkable")
    ]
    assert found(f"{LEAD}, 12 adults received the treatment that they preferred.") == [
        ("arm_sizes", "impossible")
    ]
    assert found(f"{LEAD}.") == [("arm_sizes", "impossible")]


def test_how_often_a_group_had_something_is_no_p() -> None:
    text = "Adults were randomised to zinc (Group P) or copper (Group D). Rescue was needed more in group D (P = {} and D = 1.6 times)."
    assert found(text.format("1.42 times")) == []
    assert ("p_above_one", "impossible") in found("Pain was lower with zinc than with copper (P = 1.42).")
