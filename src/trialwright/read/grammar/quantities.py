"""Quantities that are measured in percent: "ejection fraction was 45%" tells of nobody's share."""

from __future__ import annotations

import re

_OF_WHAT = r"mean|average|left|right|ventricular|LV|RV|arterial|peripheral|resting|final|glycated|serum|whole|blood|body|predicted|forced|oxygen|total"
_QUANTITY = re.compile(
    rf"(?i)(?:(?:{_OF_WHAT})\s)*(?:ejection\sfraction|[LR]?VEF|EF|HbA1c|A1c|ha?emoglobin\sA1c|glycated\sha?emoglobin|ha?ematocrit|(?:oxygen\s)?saturation|[Ss][pa]O2"
    r"|(?:%\s|percent\s)?predicted\sFEV1|(?:(?!improve|chang|increas|decreas|reduc|fall|rise|gain|loss)[\w-]+\s){0,4}(?:FEV1|FVC|DLCO|PEF|VO2\s?(?:max|peak))(?:\s(?:%|percent|per\scent)\s(?:of\s)?predicted)?|fat\s(?:mass|percentage)|fat|FMD|flow[-\s]mediated\sdilat(?:at)?ion|time\sin\srange|stenosis|relative\sdose\sintensity|dose\sintensity|infarct\ssize)"
)


def is_quantity(label: str) -> bool:
    """Whether an outcome's name, alone, is that of such a quantity; a change of one, or its normal value, people may have."""
    return _QUANTITY.fullmatch(label) is not None
