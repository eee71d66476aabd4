"""Design search: many designs under many scenarios, those worth a choice, the choice, and what it hangs on.

evaluate(points, ...)     one Row of figures for each point, or Missing with the reason, in order, memory not growing with scenarios or trials
front(figures)            which designs no other is better than in everything, beyond Monte Carlo error
choose(powers, ...)       the design by minimax regret or by average power, among those within the limits
sensitivity(...)          each assumption over its range by itself: whether the choice holds, and where it turns
"""

from trialwright.design.search.choice import Choice, Powers, choose
from trialwright.design.search.pareto import Objective, front, ranks
from trialwright.design.search.rows import Missing, Point, Row, check, evaluate, without_effect
from trialwright.design.search.sensitivity import Turn, held, turns

__all__ = [
    "Choice",
    "Missing",
    "Objective",
    "Point",
    "Powers",
    "Row",
    "Turn",
    "check",
    "choose",
    "evaluate",
    "front",
    "held",
    "ranks",
    "turns",
    "without_effect",
]
