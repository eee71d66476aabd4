"""Which arm each of a sentence's numbers belongs to: by the order of names and numbers, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.alternating import WORDS, alternating
from trialwright.read.grammar.breakdowns import parts
from trialwright.read.grammar.clauses import clauses, held_counts
from trialwright.read.grammar.comparatives import sets_people_apart
from trialwright.read.grammar.completion import (
    by_code,
    completed,
    from_one_to,
    is_opened,
    of_those_with_it,
    without_both,
)
from trialwright.read.grammar.counted_then_percents import in_order_of_counts
from trialwright.read.grammar.earlier_subjects import compared_before, rates_behind
from trialwright.read.grammar.ends_of_lists import (
    RESPECTIVELY,
)
from trialwright.read.grammar.later_subjects import without_later_subjects
from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.list_order import (
    Clause,
    Run,
    ordered,
)
from trialwright.read.grammar.listed_groups import are_of, are_subjects
from trialwright.read.grammar.lists_of_one_arm import of_one_arm
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.named_in_tests import without_tests
from trialwright.read.grammar.next_names import next_named
from trialwright.read.grammar.number_groups import between_words, number_groups, runs_of_names
from trialwright.read.grammar.of_all_dealt import of_all_dealt
from trialwright.read.grammar.outsiders import of_outsiders
from trialwright.read.grammar.pair_words import speaks_of_two
from trialwright.read.grammar.parallel import (
    as_their_counts,
    of_pooled_arms,
    on_dose,
    parallel,
    with_others,
    without_it,
)
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.segmented import segmented
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import (
    AT_START,
    JUST_BEFORE,
    VERSUS,
    Group,
    apart,
    by_side,
    distinct,
)
from trialwright.read.grammar.than_brackets import in_its_bracket
from trialwright.read.grammar.the_others import of_the_others
from trialwright.read.grammar.three_in_brackets import in_order_of_names, is_on_both_sides
from trialwright.read.grammar.told_against import of_the_other
from trialwright.read.grammar.two_times import at_two_times
from trialwright.read.grammar.unknown_groups import in_unknown_groups
from trialwright.read.patterns import Pattern

# "rarer after the short course (8 v 18 %)": which is spoken of may be said in words that are no name
_MORE = Pattern(
    r"(?i)\b(?:less|more|fewer|lower|higher|rarer|better|worse|shorter|longer|greater|smaller|reduced|increased|decreased|improved|favou?r\w*)\b"
)
# "the corresponding figures for A were"
_THE = Pattern(r"(?i)\s*(?:the\s)?")
_WAS_IN = Pattern(
    r"(?i)\s(?!group|arm|patients|women|men|adults)[^.;:()\d]{0,30}\b(?:was|were)\s[^.;:()\d]{3,40}\sin\s"
)
_FIGURES = Pattern(
    r"(?i)\b(?:figures|doses|courses|cycles|rates|numbers|percentages|proportions|incidences)\b[^.;()]{0,60}\b(?:were|are)\s(?:(?:given|taken|delivered)\s(?:in|by|to)\s)?(?:only\s)?$"
)
# "Toxicity (A, B, C): rash 4, 9, 13%; fever 2, 6, 4%"
_HEADED = Pattern(r"(?i)(?:\s(?:groups?|arms?))?\s?[)\]]?\s?:")
_OPENS_OF = Pattern(
    rf"(?:^|[.;]\s|\b(?:and|while|whereas|but)\s)(?:[Oo]f|[Aa]mong)\s(?:the\s|all\s)?{COUNT}\s{FEW}{PEOPLE}\s[^.;,()\d]{{1,60}}$"
)
_OPENS_IN = Pattern(
    rf"(?:^|[.:]\s)(?i:in|with|on|among|within|for|after)\s(?i:(?:the|those|all|{PEOPLE}|given|receiving|on|in|treated|with)\s){{0,4}}$"
)
_CHANGED_FROM = Pattern(r"(?i)\bfrom\s(?:an?\s)?(?:(?:mean|average|baseline|median)\s)?(?:of\s)?$")
_OTHERS_TOO = Pattern(
    rf"(?i)\b(?:{VERSUS}|whereas|while|both|other|others|respectively|controls?|overall|groups?\s(?:and|or))\b"
)
_SETS_APART = Pattern(rf"(?i)\b(?:{VERSUS}|whereas|while|both|each|other|respectively)\b|;\s")
_STROKE = Pattern(r"\d%?\s?/\s?\d")
# "over three years (4, 6 and 10%)", "at one, two and three months": as many times or places
_SEVERAL = Pattern(
    r"(?i)\b(?:(?:three|four|3|4|successive|consecutive|each|every|all)\s(?:\w+\s)?(?:days|weeks|months|years|visits|times?|sites|cent(?:re|er)s|periods?|phases|stages|occasions|cycles|courses)"
    r"|(?:[\w-]{1,20},\s){1,3}[\w-]{1,20},?\s(?:and|or)\s[\w-]{1,20}\s(?:days?|weeks?|months?|years?|visits?|cycles?)|(?:days?|weeks?|months?|years?|visits?|cycles?)\s\w{1,9}\sto\s\w{1,9})\b"
)
# "mild, moderate and severe", "of women, men and children"
_THREE = Pattern(r"(?i)\b[a-z-]{1,20},\s[a-z-]{1,20},?\s(?:and|or)\s(?!\d)[a-z]")


def link(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str] = (),
    order: Sequence[str] = (),
    carried: Sequence[str] = (),
    torn: bool = False,
) -> list[str]:
    """The arm of each value (a span in the sentence), "" where the order does not settle it.

    arms : labels of the trial's arms; of a pair that names one of two, the other value is the other's.
    order : the two arms as the document's comparisons always name them, for pairs that name neither.
    carried : the arms as the sentence before names them: for "respectively" before that order, for other pairs and lists
    where there is no such order. torn : the document's pairs by name have more than one order.
    """
    kept = without_tests(sentence, mentions, len(arms))
    told = compared_before(sentence, values, kept, arms, order) or rates_behind(sentence, values, kept, arms)
    return told or _link(sentence, values, kept, arms, order, carried, torn)


def _link(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
    order: Sequence[str],
    carried: Sequence[str],
    torn: bool,
) -> list[str]:
    """`link`, of mentions that are not only what a test is between."""
    if held := held_counts(sentence, values, mentions):
        kept = [i for i in range(len(values)) if i not in held]
        found = _link(sentence, [values[i] for i in kept], mentions, arms, order, carried, torn)
        whole = dict(zip(kept, found, strict=True))
        return [whole[i if i in whole else i - 1] for i in range(len(values))]
    aside = of_outsiders(sentence, values, arms) | of_all_dealt(sentence, values, mentions)
    if not aside and len(values) > 2:
        aside = frozenset(parts(sentence, values, mentions))
    if aside:  # of kinds of people, whose numbers are not their arm's
        kept = [i for i in range(len(values)) if i not in aside]
        found = _link(sentence, [values[i] for i in kept], mentions, arms, order, carried, torn)
        whole = dict(zip(kept, found, strict=True))
        return [whole.get(i, "") for i in range(len(values))]
    mentions = without_later_subjects(sentence, values, mentions)
    torn = torn or (bool(carried and order) and tuple(carried) != tuple(order))
    if RESPECTIVELY.search(sentence.text):
        order = () if carried and order and tuple(carried) != tuple(order) else carried or order
    elif not order and not torn and not _MORE.search(sentence.text):
        # Of three arms the order of one sentence is that of the next where it is also that in which they are set out.
        order = carried if len(arms) < 3 or tuple(carried) == tuple(arms) else ()
    inside = [{m.label for m in mentions if a <= m.start < b} for a, b in values]
    out = [next(iter(labels)) if len(labels) == 1 else "" for labels in inside]
    listed = of_one_arm(sentence, values, mentions)
    inside = [{listed[i]} if i in listed else labels for i, labels in enumerate(inside)]
    # "11 of the 12 on A (92 %)" carries its arm itself, and the name is not there for others.
    rest = [i for i, labels in enumerate(inside) if not labels]
    free = [m for m in mentions if not any(a <= m.start < b for a, b in values)]
    for indices, names in clauses(sentence, [values[i] for i in rest], free):
        mine = [values[rest[i]] for i in indices]
        labels = of_the_other(sentence, mine, names, arms)
        if labels is None:
            labels = _clause(sentence, mine, names, arms, order, torn)
        for i, label in zip(indices, labels, strict=True):
            out[rest[i]] = label
    out = _settled(sentence, values, out, mentions, arms)
    return [listed.get(i, label) for i, label in enumerate(out)]


def _settled(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    labels: Sequence[str],
    mentions: Sequence[Mention],
    arms: Sequence[str],
) -> list[str]:
    """`labels` as what stands around the numbers completes them and takes them away."""
    if of_things := in_its_bracket(sentence, values, mentions, arms):
        return [of_things.get(i, "") for i in range(len(values))]
    told = parallel(sentence, values, labels, mentions, arms)
    nobody = {i for i, (before, after) in enumerate(zip(labels, told, strict=True)) if before and not after}
    nobody |= {i for i, (_, end) in enumerate(values) if on_dose(sentence, end, mentions)}
    nobody |= with_others(sentence, values, mentions) | of_pooled_arms(sentence, values)
    nobody |= in_unknown_groups(sentence, values, mentions)
    whole = number_groups(sentence, values, mentions)
    nobody |= of_the_others(sentence, whole, told)
    twice = (g for g in whole if g.against and is_on_both_sides(sentence, g.start, mentions))
    nobody |= {i for g in twice for i in g.members}
    groups = [(g.members, g.against) for g in whole]
    out = completed(sentence, values, told, groups, mentions, arms)
    nobody |= without_it(sentence, values, out)
    out = ["" if i in nobody else label for i, label in enumerate(out)]
    out = as_their_counts(sentence, values, out)
    out = by_code(sentence, values, out, mentions, arms)
    out = of_those_with_it(sentence, values, out, mentions, arms)
    for (first, *_, last), _ in (g for g in groups if len(g[0]) == 2):
        if not RESPECTIVELY.search(sentence.text) and sets_people_apart(
            sentence, values[first][0], values[last][1]
        ):
            out[first] = out[last] = ""
        elif len({m.label for m in mentions}) == 1 and AT_START.match(sentence.text, values[last][1]):
            out[last] = ""
    out = without_both(sentence, values, from_one_to(sentence, values, out, mentions))
    timed = at_two_times(sentence, values, mentions)
    return [timed[i].arm if i in timed else label for i, label in enumerate(out)]


def _clause(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
    order: Sequence[str],
    torn: bool = False,
) -> list[str]:
    """The arm of each value of a clause. torn : the sentence before names the arms in another order than `order`."""
    names = runs_of_names(values, mentions)
    groups = number_groups(sentence, values, names)
    if len(groups) > 1 and not any(g.against for g in groups) and _of_each_outcome(sentence, groups, names):
        return [m.label for _ in groups for m in names]
    if _is_of_one_opened(sentence, values, names) or _is_changed_in_one(sentence, values, names):
        return [names[0].label] * len(values)
    told = in_order_of_names(sentence, values, names, arms)
    if told := told or in_order_of_counts(sentence, values, names, arms):
        return told
    if len(names) == len(groups) == 1 and _one_each(sentence, groups[0], names[0], arms):
        kept = len(order) == len(arms) and not tells_of_several(sentence, groups[0])
        return list(order) if kept else [""] * len(values)
    if whole := _of_groups(sentence, groups, names, arms):
        return _spread(groups, whole, len(values))
    out = _of_lists(Clause(sentence, groups, names, arms, order, torn), values)
    singles = [g for g in groups if len(g.members) == 1]
    alone = (
        apart(sentence, singles, names, arms)
        if len(singles) == len(groups)
        else next_named(sentence, singles, groups, names)
    )
    for group, label in zip(singles, alone, strict=True):
        out[group.members[0]] = label
    return out


def _is_of_one_opened(
    sentence: Sentence, values: Sequence[tuple[int, int]], names: Sequence[Mention]
) -> bool:
    """Whether a clause opens with so many of the one arm that it names, and sets nothing against them: "Among 44 patients on A there
    were three complete (7%) and 13 partial responses (32%)"."""
    if len({m.label for m in names}) != 1 or names[0].end > values[0][0]:
        return False
    opened = _OPENS_OF.search(sentence.text, 0, names[0].start)
    return opened is not None and not _SETS_APART.search(sentence.text, names[0].end, values[-1][1])


def _is_changed_in_one(
    sentence: Sentence, values: Sequence[tuple[int, int]], names: Sequence[Mention]
) -> bool:
    """Whether a sentence opens with the one arm that it names, and tells what things were in it before and after: "In the A group
    weight fell from 81 ± 9 to 74 ± 8 kg; pressure from ..."."""
    if len({m.label for m in names}) != 1 or names[0].end > values[0][0]:
        return False
    text = sentence.text
    if not _OPENS_IN.search(text, 0, names[0].start) or _OTHERS_TOO.search(text, names[0].end):
        return False
    return all(_CHANGED_FROM.search(text, 0, a) and " to " in text[a:b] for a, b in values)


def _spread(groups: Sequence[Group], labels: Sequence[str], size: int) -> list[str]:
    """The label of each of so many values, of the group that it is a member of."""
    of = {i: label for group, label in zip(groups, labels, strict=True) for i in group.members}
    return [of.get(i, "") for i in range(size)]


def _of_groups(
    sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arm of each group where each is one arm's, [] where that is not said."""
    listed = any(len(g.members) > 1 for g in groups)
    told = [] if _is_of_each_arm(sentence, groups, names, arms) else alternating(sentence, groups, names)
    told = told or (segmented(sentence, groups, names) if listed else [])
    if told:
        return told
    respectively = RESPECTIVELY.search(sentence.text) and any(len(g.members) == len(arms) for g in groups)
    if listed and not any(g.against for g in groups) and not respectively:
        # "20%, 30% and 40% on A, higher than on B (10%, 15% and 20%)": each side of the contrast is one arm's.
        told = by_side(sentence, groups, names)
    return told or _of_one_arm_each(sentence, groups, names)


def _of_lists(clause: Clause, values: Sequence[tuple[int, int]]) -> list[str]:
    """The arms of values in groups of several, "" of those that stand alone."""
    out = [""] * len(values)
    earlier: Group | None = None  # the pair before that is linked to two arms
    for group in (g for g in clause.groups if len(g.members) > 1):
        labels = ordered(Run(*clause, group, (values[group.members[0]], values[group.members[1]])))
        if earlier and group.against and _goes_on(clause.sentence, earlier, group, clause.names):
            labels = [out[i] for i in earlier.members]
        for i, label in zip(group.members, labels, strict=True):
            out[i] = label
        earlier = group if group.against and len(set(labels)) == 2 and all(labels) else earlier
    return out


def _is_of_each_arm(
    sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention], arms: Sequence[str]
) -> bool:
    """Whether two numbers behind the one name may be those of a trial's two arms: "the rates for A were x and y" tells of one thing."""
    if len(groups) != 1 or len(names) != 1 or not len(groups[0].members) == len(arms) == 2:
        return False
    before = sentence.text[: groups[0].start]
    if _THE.fullmatch(before, 0, names[0].start) and _WAS_IN.fullmatch(before, names[0].end):
        return True  # "The A wire was found in x and y": the name is no group
    told = names[0].end <= groups[0].start and _FIGURES.search(before) is not None
    return told and not speaks_of_two(before)


def _goes_on(sentence: Sentence, earlier: Group, group: Group, names: Sequence[Mention]) -> bool:
    """Whether a pair keeps the order of the one before: no two arms are set against each other between, and none just before it."""
    between = [m for m in names if earlier.end <= m.start < group.start]
    if len(earlier.members) != len(group.members) or len(distinct(between)) > 1:
        return False
    return not any(JUST_BEFORE.fullmatch(sentence.text, m.end, group.start) for m in between)


def _one_each(sentence: Sentence, group: Group, name: Mention, arms: Sequence[str]) -> bool:
    """Whether a list has one number for each of three arms or more, though one is named: "more on A (4, 0 and 10 %)", "in 4, 0 and
    10 % (P = 0.01 against A)", "five on A had it; fever came in 4, 0 and 10 %"."""
    if len(group.members) != len(arms) or len(arms) < 3:
        return False
    if name.start >= group.end:
        return (
            ";" in sentence.bare[group.end : name.start] or not sentence.bare[name.start : name.end].strip()
        )
    if ";" in sentence.bare[name.end : group.start]:
        return True
    opened = sentence.text[name.end : group.start].rstrip()[-1:] in ("(", "[")
    return opened and not JUST_BEFORE.fullmatch(sentence.text, name.end, group.start)


def tells_of_several(sentence: Sentence, group: Group) -> bool:
    """Whether the words before or just behind a list tell of as many times, places, kinds of people or things."""
    text, end = sentence.text, group.end
    told = _SEVERAL.search(text, 0, group.start) or _THREE.search(text, 0, group.start)
    return bool(told) or _THREE.search(text, end, end + 60) is not None


def _of_each_outcome(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> bool:
    """Whether each group has one number for each arm, as "in A and B survival was x and y at one year, and z and w at two" has.

    Where no words part the groups, that is not said: "survival and response were x and y, and z and w".
    """
    size = len(names)
    if size < 2 or any(len(g.members) != size for g in groups):
        return False
    before = names[-1].end < groups[0].start
    headed = before and (_HEADED.match(sentence.text, names[-1].end) or _by_strokes(sentence, groups, names))
    edges = [names[-1].end, *(g.end for g in groups)]
    if headed and any(_THREE.search(sentence.text, a, g.start) for a, g in zip(edges, groups, strict=False)):
        return False  # "(A, B, C): fever in men, women and children 2, 6, 4 %"
    told = headed or RESPECTIVELY.search(sentence.text)
    told = told or (
        are_subjects(sentence, groups[0], names) if before else are_of(sentence, groups[-1], names)
    )
    return bool(told and (before or names[0].start > groups[-1].end)) and all(
        WORDS.search(between_words(sentence, a.end, b.start)) is not None for a, b in pairwise(groups)
    )


def _by_strokes(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> bool:
    """Whether strokes part two names and the numbers of each pair behind them: "fever A/B 9%/14%, rash 3%/7%"."""
    parted = len(names) == 2 and sentence.text[names[0].end : names[1].start].strip() == "/"
    return parted and all(_STROKE.search(sentence.text, g.start, g.end) for g in groups)


def _of_one_arm_each(sentence: Sentence, groups: Sequence[Group], names: Sequence[Mention]) -> list[str]:
    """The arm of each pair where every pair opens another arm's name: "14% versus 8% for A, 13% versus 6% for B" sets other things
    against each other than the arms."""
    if len(groups) < 2 or not all(g.against and len(g.members) == 2 for g in groups):
        return []
    stops = [*(g.start for g in groups[1:]), len(sentence.text)]
    behind = [
        next((m for m in names if g.end <= m.start < stop), None)
        for g, stop in zip(groups, stops, strict=True)
    ]
    labels = [
        m.label for g, m in zip(groups, behind, strict=True) if m and is_opened(sentence, g.end, m.start)
    ]
    return labels if len(labels) == len(groups) == len(set(labels)) else []
