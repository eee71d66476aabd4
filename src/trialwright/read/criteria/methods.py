"""How something was measured: "LVEF ≤ 40 % by echocardiography or MRI" has no second condition."""

from __future__ import annotations

from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.pieces import Piece

_METHODS_TEXT = """
echocardiography echocardiogram echocardiographic echo mri cmr mr magnetic resonance imaging cardiac ct computed tomography
muga scan scans ultrasound ultrasonography sonography doppler angiography angiogram ventriculography scintigraphy radionuclide
catheterization catheterisation spirometry plethysmography ecg electrocardiogram electrocardiography holter telemetry x-ray xray
radiography radiograph mammography pet spect dexa dxa elastography fibroscan biopsy histology cytology pcr rt-pcr naat antigen
serology elisa immunoassay dipstick oximetry oximeter formula equation method methods measurement cockcroft-gault cockcroft gault
mdrd ckd-epi schwartz fridericia bazett transthoracic transesophageal transoesophageal tte tee test testing rt epi ckd
"""
_METHODS = frozenset(_METHODS_TEXT.split())
_BY = frozenset({"by", "on", "using", "via", "per", "with"})
_ALSO = _BY | {"or", "measured", "assessed", "determined"}
_SILENT = frozenset({"mute", "glue"})


def by_method(pieces: list[Piece], scribe: Scribe) -> bool:
    """Whether a comparison is followed by how it was measured, and by nothing else."""
    at = next((k for k in range(len(pieces) - 1, -1, -1) if pieces[k].role == "leaf"), None)
    after = [] if at is None else pieces[at + 1 :]
    said = [scribe.text[p.start : p.end].lower() for p in after if p.role != "mute"]
    return len(said) > 1 and any(w in _BY for w in said) and _only_methods(after, scribe)


def goes_on(following: list[Piece], scribe: Scribe) -> bool:
    """Whether what follows an "or" is another method and nothing more, up to the next connective."""
    stop = next(
        (k for k, p in enumerate(following) if p.role in ("and", "or", "comma", "semi", "stop")), None
    )
    return _only_methods(following[:stop], scribe)


def only_methods(run: list[Piece], scribe: Scribe) -> bool:
    """Whether words beside a limit say only how it was measured, or there are none."""
    return not run or _only_methods(run, scribe)


def _only_methods(pieces: list[Piece], scribe: Scribe) -> bool:
    spoken = [p for p in pieces if p.role not in _SILENT and p.role != "link"]
    if not spoken:
        return False
    words = [scribe.text[p.start : p.end].lower() for p in spoken]
    return all(
        p.role == "time" or (p.role in ("word", "mention") and (set(w.split()) <= _METHODS or w in _ALSO))
        for p, w in zip(spoken, words, strict=True)
    )
