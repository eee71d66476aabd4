"""Rules by which the arms of a set get further names, in the order in which they are asked."""

from __future__ import annotations

from trialwright.read.grammar.arm_aliases import (
    known_by_elimination,
    known_by_going_without,
    known_by_letter,
    known_by_nothing,
)
from trialwright.read.grammar.arm_codes import (
    known_by_having_alone,
    known_by_initials,
    known_by_last_letter,
    known_by_negated_code,
    known_by_treatment,
)
from trialwright.read.grammar.arm_of_both import known_by_both
from trialwright.read.grammar.arm_paraphrases import known_by_difference
from trialwright.read.grammar.arm_ways import known_by_adjective, known_by_way
from trialwright.read.grammar.bracketed_codes import known_by_bracket
from trialwright.read.grammar.lettered_arms import control_by_letter, known_by_turned_letter
from trialwright.read.grammar.scheduled_arms import known_by_degree, known_by_length, known_by_schedule
from trialwright.read.grammar.shared_nouns import known_by_shared_noun

# each is given the arms and the sentences, and adds to the names of the arms
OTHER_NAMES = (
    known_by_shared_noun,
    known_by_both,
    known_by_bracket,
    known_by_difference,
    known_by_going_without,
    known_by_letter,
    known_by_elimination,
    known_by_nothing,
    known_by_initials,
    known_by_having_alone,
    known_by_negated_code,
    known_by_treatment,
    known_by_last_letter,
    known_by_schedule,
    known_by_length,
    known_by_degree,
    known_by_way,
    known_by_adjective,
    control_by_letter,
    known_by_turned_letter,
)
