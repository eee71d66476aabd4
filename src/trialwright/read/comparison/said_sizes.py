"""Sizes of arms in words: "n = 48" beside a name, people dealt out to both arms, so many in each group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trialwright.read.comparison.arm_words import COMPARED, TRIED, Arms
from trialwright.read.comparison.cells import Number, number
from trialwright.read.grammar.lexis import COUNT, NUM, shadow, whole
from trialwright.read.grammar.participants import PEOPLE, participants
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "13.5 % (n = 60)" is a count
_N_IS = Pattern(
    r"(?i)(?<![\w/])(?<!%\s[(\[])(?<!%[(\[])(?:n\s{0,2}=\s{0,2}|(?<=[(\[])n\s)(?P<n>\d[\d,]{0,6})(?![\d.]|\s?/|\s?[,(]\s?\d[\d.]*\s?%)"
)
# "five schools (n = 512 pupils) to free fruit": the name comes after
_GIVEN = Pattern(
    r"(?i)(?:\s[a-z]+)?\s?[)\]]\s(?:(?:were\s|was\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\s)?(?:to|into|as|received|for)\s(?:the\s|a\s)?(?P<p>[^.;,()\d]{2,50}?)(?=\s?[.;,()]|\s(?:and|or|versus|vs\.?|while|whereas)\s)"
)
_EARLIER = Pattern(r"[.;:\n]\s|\s{3,}|(?i:n)\s{0,2}=\s{0,2}\d[\d,]*\W*")  # what a name does not reach across
_PARTS = Pattern(r"(?i)\s(?:and|or|versus|vs\.?|to)\s|[,(/\[]")
_BEFORE = 90  # characters in which an arm's name stands before its size
_DEALT = Pattern(
    r"(?i)\b(?:assign|allocat|randomi[sz]|divided|enrol|consist|compris|includ|analy[sz]ed|completed|treated with|received|underwent|finished|followed|were (?:in|seen|examined|tested)|had)"
)
_FEW = r"(?:[a-z]+\s){0,2}"
_WHO = rf"(?:{_FEW}{PEOPLE}\s)?"
# "110 to the 5-day and 111 to the 10-day course", "22 patients of the TG and 20 of the SG"
_TO = Pattern(
    rf"(?i)(?<![\w.,/=(%-])(?P<n>{COUNT})\s{_WHO}(?:who\s)?(?:were\s)?(?:randomly\s)?(?:(?:assigned|allocated|randomi[sz]ed|enrolled|included|analy[sz]ed|treated|received|underwent|completed)\s)?"
    rf"(?:(?:to|into|in|of|with|received|underwent)\s)(?P<p>[^.;,()\d][^.;,()]{{1,50}}?)(?=\s?[.,;()]|\s(?:and|&|or|versus|vs\.?)\s(?:the\s(?:other|remaining)\s)?(?:{COUNT})\b|$)"
)
# "the SGM group had 101 patients and the SM group 99", "FT (75 women)", "montelast (68)"
_HAD = Pattern(
    rf"(?i)\s(?:(?:groups?|arms?)\s)?(?:(?:had|included|comprised|consisted of|contained|numbered)\s)?[(\[]?(?P<n>{COUNT})(?:\s{_WHO[:-1]}|\s{_FEW}{PEOPLE})?(?=\s?[.,;)\]]|\s(?:and|or|versus|vs\.?|while|whereas)\s|$)"
)
# "640 intervention and 618 control pupils"
_OF_ARM = Pattern(
    rf"(?i)(?<![\w.,/=(%-])(?P<n>{COUNT})\s(?P<p>(?:[a-z][a-z-]*\s){{1,3}}?)(?={PEOPLE}\b|and\s(?:{COUNT})\s)"
)
# "88 infants (delayed) and 91 infants (early) were seen"
_TAGGED = Pattern(rf"(?i)(?<![\w.,/=(%-])(?P<n>{COUNT})\s{_FEW}{PEOPLE}\s\((?P<p>[^()\d]{{2,40}})\)")
# "91 and 84 patients were under the care of visitors (HV) and of volunteers, respectively"
_PAIR = Pattern(
    rf"(?i)(?<![\w.,/=(%-])(?P<a>{COUNT})\s{_WHO}and\s(?P<b>{COUNT})\s{_WHO}(?:who\s)?(?:(?:were|was|have been|had been)\s)?(?:randomly\s)?"
    r"(?:randomi[sz]ed|assigned|allocated|enrolled|included|treated|supervised|followed|analy[sz]ed|evaluated|completed|received|underwent|under|in)\b(?P<p>[^.;\d]{3,140}?),?\srespectively\b"
)
_COUNTED_IN = Pattern(
    r"(?i)\b(?:randomi[sz]ed|assigned|allocated|enrol+ed|analy[sz]ed|completed|could be followed)\b"
)
_EACH = Pattern(
    rf"(?i)\bn\s{{0,2}}=\s{{0,2}}(?P<n1>\d{{1,5}})[,)\s]{{1,3}}(?:in |for |per )?(?:each|every|per)\b"
    rf"|\b(?P<n2>{COUNT})\s(?:[a-z]+\s){{0,2}}?(?:in|per|for|to)\s(?:each|every)\s(?:of the\s)?(?:\w+\s)?(?:groups?|arms?)"
    rf"|\b(?:groups?|arms)\s?(?:of|with|\()\s?(?P<n3>{COUNT})\s(?:[a-z]+\s)?(?:each|in each|per group)"
    rf"|\b(?:two|three|four|five|equal)\s(?:[a-z]+\s)?(?:groups|arms)\s(?:of|with)\s(?P<n4>{COUNT})\b(?!\s(?:to|or|-))"
    rf"|\beach\s(?:group|arm)\s?(?:\(\s?n\s?=\s?|(?:had|included|consisted of|comprised|of|with)\s)(?P<n5>{COUNT})\b"
    rf"|,\s(?P<n7>{COUNT})\s(?:{PEOPLE}\s)?(?:in\s)?each(?=\s?[.;,)])"
    rf"|\b(?:out\s)?of\s(?P<n8>{COUNT})\s(?:{PEOPLE}\s)?(?:in\s)?each(?=\s?[.;,)])"
    rf"|\b(?:both|all)\s(?:groups|arms)\s?\(\s?n\s?=\s?(?P<n6>\d{{1,5}})\s?\)"
)
# "Two patients in each group had pain": they are counted, and no group is made of them
_COUNTED_IN_EACH = Pattern(
    r"(?i)\W{0,3}(?:(?:of|also|only|both)\s)?(?:had|have|has|developed|experienced|reported|required|needed|died|withdrew|withdrawn|dropped|discontinued|suffered|showed|presented|achieved|(?:was|were)\s(?:lost|excluded|withdrawn|converted|readmitted|diagnosed|found|reported|observed|noted))\b"
)
_IN_EACH = Pattern(r"(?i)\s(?:[a-z]+\s){0,3}?(?:in|per|of)\s(?:each|every|both)\s(?:groups?|arms?)")
_CROSSED = Pattern(
    r"(?i)\bcross-?over\b|\bsplit-?mouth\b|\bwithin-(?:subjects?|persons?|patients?)\b|\bfellow eye|\bsplit-body\b|\bintra-individual\b"
)
# a design, and no patients who cross over to another treatment
_CROSSED_DESIGN = Pattern(
    r"(?i)\bcross-?over,?\s(?:[a-z-]+,?\s){0,3}(?:stud(?:y|ies)|trial|design|manner|fashion|protocol)\b|\(cross-?over\)|\bin a (?:[a-z-]+,?\s){0,6}cross-?over\b|\bcross-?over\s(?:pattern|randomi[sz])"
)
_COMPLETED = Pattern(
    rf"(?i)(?<![\w.,/=(%-])(?P<n>{COUNT})\s{_FEW}(?:{PEOPLE}\s)?(?:\([^()]{{1,80}}\)\s)?(?:completed|finished)\s(?:both|all|the\s(?:study|trial|protocol|two))"
)
_FRACTION = Pattern(
    rf"(?i)(?<![\w.,/-])\d{{1,5}}\s?(?:/|(?:out\s)?of\s)\s?(?:the\s)?(?P<t>\d{{1,5}})\s(?:{PEOPLE}\s)?(?:[(\[]\s?{NUM}\s?%\s?[)\]]\s)?"
    r"(?:in|on|with|receiving|given|assigned to|allocated to)\s(?:the\s)?(?P<p>[^.;,()\d]{2,50}?)(?=\s?[.,;()]|\s(?:and|or|versus|vs\.?|compared|while|whereas|had|were|was)\s|$)"
)
_NAMED_FRACTION = Pattern(
    r"(?i)\b(?:in|of|for|among|on)\s(?:the\s)?(?P<p>(?:[\w-]+\s){1,3}?(?:group|arm)),?\s\d{1,5}\s?(?:/|of)\s?(?P<t>\d{1,5})(?![\d/.%])"
)
_SPACE = re.compile(r"\s")
_NO_NAME = ".;,()"  # signs that no name has
_NAME, _LEAST_NAME = 60, 2  # characters of the words before a number that name its arm
_LEAST = 5  # people: fewer beside an arm's name are a count of events
_MOST_UNEQUAL = 5.0  # times that one arm may be larger than the other


def said_sizes(arms: Arms) -> Iterator[tuple[str, Number]]:
    """(arm, size) wherever the text gives one: after "n =" anywhere, else where a sentence counts both arms."""
    yield from _after_names(arms)
    for sentence in arms.sentences:
        if _DEALT.search(sentence.text):
            yield from _both(arms, sentence, _named(_TO, sentence.text))
            yield from _both(arms, sentence, _had(sentence.text))
            yield from _both(arms, sentence, _named(_TAGGED, sentence.text))
        if _COUNTED_IN.search(sentence.text):
            yield from _both(arms, sentence, _named(_OF_ARM, sentence.text))


def paired_sizes(arms: Arms) -> Iterator[tuple[Sentence, dict[str, Number]]]:
    """(sentence, size of each arm) where two numbers of people stand before both arms and "respectively"."""
    for sentence in arms.sentences:
        match = _PAIR.search(sentence.text) if "espectively" in sentence.text else None
        if match is None:
            continue
        named = [
            m.label for m in arms.names.mentions(sentence) if match.start("p") <= m.start < match.end("p")
        ]
        order, told = list(dict.fromkeys(named)), (whole(match["a"]), whole(match["b"]))
        if sorted(order) == sorted((TRIED, COMPARED)) and min(told) >= _LEAST:
            places = [(sentence.start + match.start(g), sentence.start + match.end(g)) for g in ("a", "b")]
            yield (
                sentence,
                {
                    side: number(arms.document, n, place)
                    for side, n, place in zip(order, told, places, strict=True)
                },
            )


def _after_names(arms: Arms) -> Iterator[tuple[str, Number]]:
    text = shadow(arms.document.text)
    for match in _N_IS.finditer(text):
        ahead = _GIVEN.match(text, match.end())
        before = text[max(0, match.start() - _BEFORE) : match.start()].rstrip()
        side = (ahead and arms.side_of(ahead["p"])) or _named_last(arms, before)
        n = whole(match["n"].rstrip(","))
        if side and n >= _LEAST:
            yield side, number(arms.document, n, match.span("n"))


def _named_last(arms: Arms, before: str) -> str:
    """The arm that is named last in words before a size, by the fewest of them that name one."""
    near = _EARLIER.split(before)[-1] or ""
    cuts = [0, *(m.end() for m in _PARTS.finditer(near))]
    for cut in reversed(cuts[-5:]):
        side = arms.side_of(near[cut:]) if near[cut:].strip() else ""
        if side:
            return side
    return ""


def _named(pattern: Pattern, text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """(words that may name an arm, the match with its number)."""
    return ((match["p"], match) for match in pattern.finditer(text))


def _had(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """As `_named`, of numbers behind up to 60 characters of words.

    One expression for both would look at each number from each of sixty places before it.
    """
    end = 0  # of the number before
    for space in _SPACE.finditer(text):
        match = _HAD.match(text, space.start()) if space.start() >= end else None
        if match is None:
            continue
        near = text[max(end, match.start() - _NAME) : match.start()]
        words = near[max(near.rfind(sign) for sign in _NO_NAME) + 1 :]
        if len(words) >= _LEAST_NAME:
            yield words, match
            end = match.end()


def _both(
    arms: Arms, sentence: Sentence, found: Iterable[tuple[str, re.Match[str]]]
) -> list[tuple[str, Number]]:
    """The sizes of both arms out of one sentence, [] unless it gives just one for each."""
    out: dict[str, list[Number]] = {}
    for words, match in found:
        side = arms.side_of(words)
        n = whole(match["n"])
        if side and n >= _LEAST:
            place = (sentence.start + match.start("n"), sentence.start + match.end("n"))
            out.setdefault(side, []).append(number(arms.document, n, place))
    if {len(v) for v in out.values()} != {1} or set(out) != {TRIED, COMPARED}:
        return []
    a, b = (out[side][0].value for side in (TRIED, COMPARED))
    return [(side, v[0]) for side, v in out.items()] if max(a, b) <= _MOST_UNEQUAL * min(a, b) else []


def of_fractions(arms: Arms) -> dict[str, Number]:
    """The size of each arm out of what its counts are said to be of ("1 of 55 patients in the early group and 7 of 50 in
    the late group"), {} where they differ, or are not told of both."""
    told: dict[str, dict[int, Number]] = {TRIED: {}, COMPARED: {}}
    for sentence in arms.sentences:
        for match in (*_FRACTION.finditer(sentence.text), *_NAMED_FRACTION.finditer(sentence.text)):
            side, n = arms.side_of(match["p"]), int(match["t"])
            if side and n >= _LEAST:
                place = (sentence.start + match.start("t"), sentence.start + match.end("t"))
                told[side].setdefault(n, number(arms.document, n, place))
    if {len(v) for v in told.values()} != {1}:
        return {}
    return {side: next(iter(v.values())) for side, v in told.items()}


def is_counted_in_each(text: str, end: int) -> bool:
    """Whether what is counted before an offset had or did something in each group: "seven women in each group had pain"."""
    match = _IN_EACH.match(text, end)
    return bool(match and _COUNTED_IN_EACH.match(text, match.end()))


def is_crossed(arms: Arms) -> bool:
    """Whether the same people have both arms."""
    return bool(_CROSSED.search(arms.document.text))


_EQUAL = Pattern(
    rf"(?i)(?<![\w.,/=(%-])(?P<n>{COUNT})\s(?:[a-z-]+\s){{0,4}}?(?:[a-z]{{3,15}}s|children|women|men|people)\b(?:[^.;]|\.(?=\d)){{0,90}}?\s(?:(?P<k>two|three|four|five|six)\sequal(?:ly sized)?\s(?:groups|arms)|equally\s(?:into|to|between|among)\s(?P<j>two|three|four|five|six)\s(?:groups|arms))"
)
_PARTS_SAID = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def said_of_each(arms: Arms) -> Number | None:
    """One number for the size of every arm ("three groups of 20", "40 adults in two equal groups"), None where the text has
    none. In a crossover trial each arm has all who completed it."""
    for sentence in arms.sentences:
        each = each_said(arms, sentence.text, sentence.start)
        if each:
            return each
    if shared := _shared_out(arms):
        return shared
    if not is_crossed(arms):
        return None
    for sentence in arms.sentences:
        match = _COMPLETED.search(sentence.text)
        if match:
            place = (sentence.start + match.start("n"), sentence.start + match.end("n"))
            return number(arms.document, whole(match["n"]), place)
    return _all_of_it(arms)


def _all_of_it(arms: Arms) -> Number | None:
    """The number of people of a trial whose design is a crossover: all of them are in each arm."""
    if not any(_CROSSED_DESIGN.search(s.text) for s in arms.sentences):
        return None
    people = participants(arms.sentences)
    if people is None or people.label != "people":
        return None
    why = f"all {people.value:g} people had both treatments"
    return number(arms.document, float(people.value), (people.quote.start, people.quote.end), why)


def _shared_out(arms: Arms) -> Number | None:
    """The size of each of so many equal groups of so many people."""
    for sentence in arms.sentences:
        if match := _EQUAL.search(sentence.text):
            n, k = whole(match["n"]), _PARTS_SAID[(match["k"] or match["j"]).lower()]
            place = (sentence.start + match.start("n"), sentence.start + match.end("n"))
            if n % k == 0:
                return number(arms.document, n // k, place, f"{n} people in {k} equal groups: {n // k} each")
    return None


def each_said(arms: Arms, text: str, start: int) -> Number | None:
    """The size of every arm that a stretch of the text gives. start : its offset in the document."""
    match = _EACH.search(text)
    if not match or not match.lastgroup:
        return None
    name = next(g for g, v in match.groupdict().items() if v)
    n = whole(match[name])
    if name == "n2" and (n < _LEAST or _COUNTED_IN_EACH.match(text, match.end())):
        return None
    return number(arms.document, n, (start + match.start(name), start + match.end(name)))
