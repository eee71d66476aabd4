"""Words that tell a sentence of what a trial was planned to find, which is no result."""

from __future__ import annotations

from trialwright.read.patterns import Pattern

_FOUND = r"(?:differences?|reductions?|decreases?|increases?|improvements?|falls?|rises?|drops?|changes?|effects?|benefits?|ratios?|relative\srisks?)"
# "to detect a fall from 30% to 20%", and not "failed to detect a difference (30% v 28%)"
PLANNED_FOR = Pattern(
    r"(?i)\bpower(?:ed)?\s(?:to|for|of)\b|\d\s?(?:%|per\s?cent)\s(?:statistical\s)?power\b|^\W{0,3}(?:in\sorder\s)?to\sdetect\b"
    rf"|(?<!failed\s)(?<!fail\s)(?<!able\s)(?<!failing\s)\bto\sdetect\s(?:an?|the|any)\s(?:[^\s.;]+\s){{0,5}}?{_FOUND}\b"
)
