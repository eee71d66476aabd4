"""What a word asserts depends on what rules it: "at risk of A or B", "allergy to A or B", "> 12 g/dL in men"."""

from __future__ import annotations

import re

from trialwright.model.criterion import All, Any, AtLeast, Has, NeedsPerson, Not, Tree
from trialwright.read.criteria.connectives import Operand
from trialwright.read.criteria.leaves import FOR_SOME, Scribe
from trialwright.read.criteria.logic import combine, comparisons, leaves
from trialwright.read.criteria.pieces import Piece

_RULING = re.compile(r"\b(?:to|for|of|in|by|on|at|from|against|due|during|affecting|causing|\w+ing)\b", re.I)
_TO = re.compile(r"\sto\s", re.I)
_QUIET = frozenset({"glue", "mute", "link", "history", "past", "time", "leaf", "group"})
SEXES = ("female", "male")


def governed(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """Names in a list that hang on a word before the list are for a person: "at risk of A or B" asserts no B.

    A comparison, and whatever "with" or "no" introduces, stands by itself.
    """
    ruling = False
    for operand in operands:
        tree = operand.tree
        introduced = any(p.role in ("link", "history") for p in operand.pieces)
        free = operand.joint in ("", "link") or operand.negated is not None or introduced
        if ruling and not free and tree is not None and not comparisons(tree):
            operand.tree = scribe.person(tree.quote.start, tree.quote.end) or tree
        else:
            ruling = (ruling and not free) or _rules(operand.pieces, scribe)
    return operands


def of_women(operands: list[Operand], scribe: Scribe) -> list[Operand]:
    """ "Non-pregnant women" are women who are not pregnant: the sex is no part of what is denied."""
    out: list[Operand] = []
    for operand in operands:
        at = operand.negated
        sexes = [p for p in operand.pieces if _names_sex(p)] if at is not None else []
        if at is not None and sexes and _names_a_state(operand) and scribe.text[at : at + 3].lower() == "non":
            out.append(Operand(sexes, joint=operand.joint, comma=operand.comma, at=operand.at))
            operand.pieces = [p for p in operand.pieces if p not in sexes]
            operand.joint, operand.comma, operand.at = "link", False, (at, at)
        out.append(operand)
    return out


def _names_a_state(operand: Operand) -> bool:
    return any(p.concept is not None and p.concept.name in ("pregnancy", "lactation") for p in operand.pieces)


def _rules(pieces: list[Piece], scribe: Scribe) -> bool:
    """Whether a name at the end of these pieces hangs on a preposition, or on a word that does not assert it."""
    spoken = [p for p in pieces if p.role not in _QUIET]
    if any(p.role in ("block", "change") for p in spoken):
        return True
    if not spoken:
        return False
    if _RULING.fullmatch(scribe.text, spoken[0].start, spoken[0].end) and spoken[0].role == "word":
        return True
    if any(p.role == "mention" and _TO.search(scribe.text, p.start, p.end) for p in spoken):
        return True  # "allergy to aspirin or penicillin": the second name hangs on "to" as the first does
    return len(spoken) > 1 and bool(_RULING.search(scribe.text, spoken[0].end, spoken[-1].end))


def either_sex(pieces: list[Piece]) -> list[Piece]:
    """ "Male and females" ask nothing of a patient, whatever joins them: one silent piece. What is said of the second
    alone ("men, and women who use contraception") is for a person, with both."""
    out: list[Piece] = []
    stop = 0
    for k, piece in enumerate(pieces):
        if k < stop:
            continue
        if _names_sex(piece):
            back = len(out) - 1
            while back >= 0 and out[back].role in ("and", "or", "comma", "slash", "glue", "mute"):
                back -= 1
            other = back >= 0 and _names_sex(out[back]) and out[back].concept is not piece.concept
            if other and any(p.role in ("and", "or", "comma", "slash") for p in out[back + 1 :]):
                stop = _said_of_one(pieces, k) if _apart(out[back + 1 :]) else 0
                end = pieces[stop - 1].end if stop else piece.end
                out[back:] = [Piece("word" if stop else "glue", out[back].start, end)]
                continue
            if (first := _other_sex(out, piece)) is not None:
                out[first:] = [Piece("word", out[first].start, piece.end)]
                continue
        out.append(piece)
    return out


_END_OF_CLAUSE = frozenset({"semi", "stop", "except", "if", "eg", "colon", "relax", "define"})


def idle(pieces: list[Piece]) -> list[Piece]:
    """ "With or without diabetes" asks nothing: one piece with what it names. Where more than one name follows, how many
    of them it is said of is for a person."""
    out: list[Piece] = []
    stop = 0
    for k, piece in enumerate(pieces):
        if k < stop or piece.role != "idle":
            out += [piece] if k >= stop else []
            continue
        stop, several = k + 1, False
        while stop < len(pieces) and pieces[stop].role not in _END_OF_CLAUSE:
            if pieces[stop].role in ("and", "or", "comma", "link"):
                following = next((p for p in pieces[stop + 1 :] if p.role not in ("glue", "mute")), None)
                if following is None or following.role in ("leaf", "refused"):
                    break
                several = True
            stop += 1
        out.append(Piece("word" if several else "idle", piece.start, pieces[stop - 1].end))
    return out


def _apart(between: list[Piece]) -> bool:
    """Whether each sex is named for itself: "male patients and female patients", "men, and women"."""
    return any(p.role in ("comma", "glue") for p in between)


_ENDS = frozenset(
    {"comma", "semi", "stop", "and", "or", "colon", "person", "leaf", "refused", "group", "close"}
)


def _said_of_one(pieces: list[Piece], k: int) -> int:
    """Where the words end that follow the second sex and say something of it; 0 where none do."""
    first = next((p for p in pieces[k + 1 :] if p.role not in ("glue", "mute", "link", "history")), None)
    if first is None or first.role in _ENDS:
        return 0
    stop = next((j for j in range(k + 1, len(pieces)) if pieces[j].role in ("semi", "stop")), len(pieces))
    age = next((j for j in range(k + 1, stop) if any(c.name == "age" for c in pieces[j].concepts)), stop)
    if age == stop:
        return stop
    while pieces[age - 1].role in ("comma", "glue", "mute", "link", "and"):
        age -= 1
    return age


_OF_WHICH = frozenset({"word", "not", "narrow", "past", "glue", "mute", "mention", "negative"})


STATES_OF_WOMEN = ("menopause", "pregnancy", "lactation")
_WOMEN_AND_MEN = re.compile(r"\W*(?:women|females?)(?:\s+\w+)?\W*\s(?:and|or)\s+(?:men|males?)\b", re.I)


def of_women_only(tree: Tree, scribe: Scribe) -> bool:
    """Whether a state of women is asked of men too: "postmenopausal women or men"."""
    states = [leaf for leaf in leaves(tree) if isinstance(leaf, Has) and leaf.concept in STATES_OF_WOMEN]
    return any(_WOMEN_AND_MEN.match(scribe.text, leaf.quote.end) for leaf in states)


_BOTH_SEXES = re.compile(
    r"\W*(?:(?:sex|gender)(?:\s+eligible(?:\s+for\s+study)?)?\W+(?:all|any|both|either|both\s+(?:sexes|genders)|(?:male|female|men|women)s?\W+(?:and|or|&)?\W*"
    r"(?:male|female|men|women)s?)|(?:males?|men|females?|women)\W+(?:and|or|&)?\W*(?:males?|men|females?|women)|(?:both|either|any|all)\s+(?:sex|gender)(?:e?s)?)"
    r"(?:\s+(?:patients|subjects|participants|volunteers))?\W*",
    re.I,
)


def of_both_sexes(start: int, end: int, scribe: Scribe) -> Tree | None:
    """ "Sex: both", "men and women", as a rule of its own: either, so that nobody is left to a person for it."""
    if end - start > 60 or not _BOTH_SEXES.fullmatch(scribe.text, start, end):
        return None
    named = [scribe.concepts.by_name.get(sex) for sex in SEXES]
    return combine(Any, [scribe.has(c, start, end, None) for c in named if c is not None], scribe)


def _other_sex(before: list[Piece], piece: Piece) -> int | None:
    """Where "men and non-pregnant women" begins, whose words in between are of the second sex only."""
    k = len(before) - 1
    while k >= 0 and before[k].role in _OF_WHICH and not _names_sex(before[k]):
        k -= 1
    joint = k
    while k >= 0 and before[k].role in ("and", "or", "comma", "slash", "glue", "mute"):
        k -= 1
    joined = k < joint and k >= 0 and before[joint].role in ("and", "or", "comma", "slash")
    other = joined and _names_sex(before[k]) and before[k].concept is not piece.concept
    return k if other else None


def _names_sex(piece: Piece) -> bool:
    return piece.role == "mention" and piece.concept is not None and piece.concept.name in SEXES


def _is_sex(tree: Tree) -> bool:
    return isinstance(tree, Has) and tree.concept in SEXES


_SEX_WORDS = {
    "female": re.compile(r"\b(?:wom[ae]n|females?|girls?)\b", re.I),
    "male": re.compile(r"\b(?:m[ae]n|males?|boys?)\b", re.I),
}


def other_sex_unread(tree: Tree) -> bool:
    """Whether one sex is asked for together with words for a person that name the other: "men and women who ..."."""
    if isinstance(tree, Not):
        # "women who are not pregnant, and men": the negation has reached over to the men
        return len(leaves(tree)) > 1 and any(_is_sex(leaf) for leaf in leaves(tree))
    if not isinstance(tree, All | Any | AtLeast):
        return False
    if any(other_sex_unread(branch) for branch in tree.of):
        return True
    named = {leaf.concept for leaf in leaves(tree) if isinstance(leaf, Has) and leaf.concept in SEXES}
    if isinstance(tree, All) and {b.concept for b in tree.of if isinstance(b, Has)} >= set(SEXES):
        return True  # "men with A and women with B"
    people = [leaf.quote.exact for leaf in leaves(tree) if isinstance(leaf, NeedsPerson)]
    return isinstance(tree, All) and any(
        words.search(said)
        for sex, words in _SEX_WORDS.items()
        for said in people
        if named and sex not in named
    )


def for_one_sex(tree: Tree, scribe: Scribe) -> bool:
    """Whether a limit holds for one sex only in a way the tree cannot say: "> 12 g/dL (women), > 13 g/dL (men)";
    "QTc < 450 ms in men" as a condition to be let in asks nothing of women."""
    limits = comparisons(tree)
    named = [leaf for leaf in leaves(tree) if _is_sex(leaf)]
    if not limits or not named or isinstance(tree, Has):
        return False
    after = [s for s in named if any(c.quote.end <= s.quote.start for c in limits)]
    both = len({s.concept for s in named if isinstance(s, Has)}) == 2
    return bool(after) and (both or scribe.side == "inclusion")


# "Karnofsky > 50 for patients > 16 years"
_OF_AN_AGE = re.compile(
    r"\b(?:in|for|among)\s+(?:the\s+)?(?:patients|subjects|participants|individuals|people|persons|those|adults|children|women|men|females|males|boys|girls)"
    r"\s+(?:who\s+are\s+)?(?:aged?\s+)?(?:[<>≤≥\d]|(?:over|under|above|below|older|younger|up\s+to|between)\b)"
    r"|\b(?:in|for|among)\s+(?:the\s+)?(?:ages?|aged)\s+(?:groups?\s+)?(?:of\s+)?(?:[<>≤≥\d]|(?:over|under|above|below|between|from)\b)",
    re.I,
)


# "≥ 10 g/dL in cohort B"
_OF_A_PART = re.compile(
    r"\b(?:in|for)\s+(?:the\s+|patients\s+in\s+(?:the\s+)?)?(?:cohorts?|arms?|parts?|stratum|strata|sub-?stud(?:y|ies)|group\s+[\dA-Z])\b",
    re.I,
)


def for_a_part(tree: Tree, start: int, end: int, scribe: Scribe) -> bool:
    """Whether a limit stands before words that keep it to a part of the trial: "in cohort B"."""
    return any(
        c.quote.end <= m.start()
        for c in comparisons(tree)
        for m in _OF_A_PART.finditer(scribe.text, start, end)
    )


def for_some_ages(tree: Tree, start: int, end: int, scribe: Scribe) -> bool:
    """Whether a limit stands before words that keep it to an age, which the tree would ask of everybody."""
    limits = [c for c in comparisons(tree) if c.concept != "age"]
    if not limits:
        return False
    set_apart = [n.quote for n in leaves(tree) if isinstance(n, NeedsPerson) and n.note == FOR_SOME]
    return any(
        any(c.quote.end <= m.start() for c in limits)
        and not any(q.start <= m.start() < q.end for q in set_apart)
        for m in _OF_AN_AGE.finditer(scribe.text, start, end)
    )
