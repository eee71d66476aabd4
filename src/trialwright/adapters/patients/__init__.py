"""Patient tables from files and generators: foreign shapes end here, as model.patients.PatientTables.

A plan's `patients:` mapping is one of
  wide       one row a patient (table, id, index, columns)
  long       one row a measurement (table, shape: long, id, concept, value, minute | hour | day | time, map)
  mapping    a layout that is bundled (table, mapping: physionet2012), or a YAML file of one's own
  synthetic  a generator (synthetic: icu, n, absent: concepts to leave out)

  omop       the OMOP common data model (omop: FOLDER, DuckDB file or schema; see omop/__init__.py)
  fhir       a FHIR R4 bulk export (fhir: FOLDER of *.ndjson; see fhir/__init__.py)
Wide and long tables and OMOP also come from PostgreSQL (postgres: NAME of an environment variable), wide and long ones
from Spark (spark: local[2], or the NAME of an environment variable that holds its master).

columns  concept → column name, or {column, unit, time, codes, missing, upper}. time is a column of dates, or `index` for
         a value taken at the index; an event may have a time alone. Other columns bind by their heading
         ("hsCRP [mg/L]") and have no time: they count in criteria without a window only.
map      code → concept, or {concept, unit, codes, missing, undated}; without it codes are the dictionary's words.
upper    of a long table, the column of each row's own upper limit of normal, in the row's unit; of a wide table's
         column, that column's name, or one number for everyone. OMOP and FHIR rows bring their own.
missing  numbers and words that stand for no value.
captured concepts whose absence from the table means absence in the patient; for all others it is unknown.
everyone events that hold for each patient at the index, because of how the table was drawn.
relation the table of a DuckDB file that holds several.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from trialwright.model.concept import Concepts
    from trialwright.model.patients import PatientTables


def open(
    spec: Mapping[str, Any], folder: Path, concepts: Concepts, rng: np.random.Generator | None = None
) -> PatientTables:
    """The tables that a plan's `patients:` names; file names are relative to folder.

    rng : needed by generators only. Raises PatientsError with the key, column or row concerned.
    """
    from trialwright.adapters.patients.keys import Spec, checked

    asked = Spec(checked(spec))
    if "synthetic" in asked:
        from trialwright.adapters.patients.generated import tables

        return tables(asked, concepts, rng)
    if "omop" in asked:
        from trialwright.adapters.patients import omop

        return omop.tables(asked, folder, concepts)
    if "fhir" in asked:
        from trialwright.adapters.patients import fhir

        return fhir.tables(asked, folder, concepts)
    if "mapping" in asked:
        from trialwright.adapters.patients.bundled import with_mapping

        asked = with_mapping(asked, folder)
    if asked.get("shape", "wide") == "long":
        from trialwright.adapters.patients import long

        return long.tables(asked, folder, concepts)
    from trialwright.adapters.patients import wide

    return wide.tables(asked, folder, concepts)


def draft(table: str, folder: Path, concepts: Concepts) -> str:
    """A mapping file for a table that nobody has described, as YAML with a reason for each guess."""
    from trialwright.adapters.patients.drafting import draft as run

    return run(table, folder, concepts)


def fingerprint(spec: Mapping[str, Any], folder: Path) -> str:
    """SHA-256 of every byte in the plan's folder that the patients depend on, mapping files included; "" for a
    generator. Data on a server may be other data tomorrow: theirs is never the same twice."""
    import hashlib

    from trialwright.adapters.patients.engines import unrepeatable
    from trialwright.adapters.patients.files import fingerprint as of_file

    if "postgres" in spec:
        return unrepeatable()
    keys = ("table", "omop", "fhir", "vocabulary", "mapping", "map")
    named = [(k, spec[k]) for k in keys if isinstance(spec.get(k), str)]
    found = [f"{k} {of_file(folder / name)}\n" for k, name in named if (folder / name).exists()]
    return hashlib.sha256("".join(found).encode()).hexdigest() if found else ""
