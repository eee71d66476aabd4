"""Other forms of the words of an arm's name, as far as a text has them: "stapling" of "stapled", "sequentially" of "sequential"."""

from __future__ import annotations

from collections.abc import Collection

_ENDINGS = ("", "s", "es", "e", "ed", "ing", "er", "ers", "ion")
# Words for those who had a treatment that no ending makes of its name
_IRRADIATED = frozenset(("irradiation", "irradiated"))
_RADIOTHERAPY = frozenset(("radiotherapy", "radiation", "irradiation"))  # one thing by three words
_KIN = dict.fromkeys(_RADIOTHERAPY, _IRRADIATED) | {"vaccine": frozenset(("vaccinated",))}
_KIN |= {"conserving": frozenset(("conservation",)), "conservation": frozenset(("conserving",))}
_STEM = 4  # letters: with fewer the endings join words that are strangers
# "treated sequentially": an adverb of a name's word that is no time, and no way a drug is given
_ADVERBS = {
    w: f"{w}ly"
    for w in ("concurrent", "sequential", "simultaneous", "intermittent", "conservative", "selective")
}
_ADVERBS |= {
    w: f"{w}ally"
    for w in (
        "robotic",
        *(f"{x}scopic" for x in ("endo", "laparo", "arthro", "thoraco", "hystero", "fluoro")),
    )
}
_ADVERBS |= {"surgical": "surgically", "vaginal": "vaginally", "abdominal": "abdominally"}


def same_things(word: str) -> list[str]:
    """Other words for the same treatment: "radiotherapy" and "radiation" of "irradiation"."""
    return sorted(_RADIOTHERAPY - {word}) if word in _RADIOTHERAPY else []


def inflected(word: str, spoken: Collection[str]) -> list[str]:
    """Words of the text that are another form of this one: "stapling" of "stapled", "walkers" of "walking"."""
    stems = {word.removesuffix(e) for e in _ENDINGS if word.endswith(e)}
    stems = {s for s in stems if len(s) >= _STEM}
    forms = (
        _KIN.get(word, frozenset()) | {_ADVERBS.get(word, word)} | {s + e for s in stems for e in _ENDINGS}
    )
    return sorted(form for form in forms if form != word and form in spoken)
