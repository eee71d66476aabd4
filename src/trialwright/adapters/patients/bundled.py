"""Layouts of public tables that come with Trialwright, one YAML file each in mappings/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from trialwright.adapters.patients.keys import Spec, checked, closest, mapping
from trialwright.errors import PatientsError

FOLDER = Path(__file__).parent / "mappings"


def with_mapping(spec: Spec, folder: Path) -> Spec:
    """The bundled layout, or that of a YAML file in the folder, with the plan's own keys on top. Raises PatientsError
    for an unknown name and for a file that is no mapping."""
    name = str(spec["mapping"])
    known = sorted(p.stem for p in FOLDER.glob("*.yaml"))
    own = {k: v for k, v in spec.items() if k != "mapping"}
    if name not in known and (folder / name).is_file():
        return Spec(checked(_layout(folder / name) | own))
    if name not in known:
        raise PatientsError(
            f"There is no mapping {name}: no file of this name, and none of ours.",
            where="patients.mapping",
            fix=f"Draft one with `trialwright map TABLE`. {closest(name, known)}",
        )
    return Spec(checked(_layout(FOLDER / f"{name}.yaml") | own))


def _layout(path: Path) -> dict[str, Any]:
    try:
        layout = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        raise PatientsError(
            f"The mapping file {path.name} cannot be read.",
            where=path.name if line is None else f"{path.name}, line {line + 1}",
            fix="Correct its YAML, or draft a new one with `trialwright map TABLE`.",
        ) from error
    return mapping(layout, path.name)
