"""Layouts of public tables that come with Trialwright, one YAML file each in mappings/."""

from __future__ import annotations

from pathlib import Path

import yaml

from trialwright.adapters.patients.keys import Spec, checked, closest
from trialwright.errors import PatientsError

FOLDER = Path(__file__).parent / "mappings"


def with_mapping(spec: Spec) -> Spec:
    """The bundled layout with the plan's own keys on top. Raises PatientsError for an unknown name."""
    name = str(spec["mapping"])
    known = sorted(p.stem for p in FOLDER.glob("*.yaml"))
    if name not in known:
        raise PatientsError(
            f"The mapping {name} is not known.", where="patients.mapping", fix=closest(name, known)
        )
    layout = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    own = {k: v for k, v in spec.items() if k != "mapping"}
    return Spec(checked(layout | own))
