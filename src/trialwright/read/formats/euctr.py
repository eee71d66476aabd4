"""EU Clinical Trials Register: the protocol as the register's text download, or as JSON by field code, there with the
results where the trial has published them."""

from __future__ import annotations

import re
from typing import Any

from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._euctr_results import arms, results_section, told
from trialwright.read.formats._json_page import load_json
from trialwright.read.formats._record import Record, several, text
from trialwright.read.formats._text import decode, head, is_binary

NAME = "EU CTR"
_LINE = re.compile(
    r"^(?P<code>[A-Z](?:\.\d{1,2}){1,5}(?: and [A-Z](?:\.\d{1,2}){1,5})?)\s(?P<label>[^:\n]{2,250}):[ \t]?(?P<value>.*)$"
)
# The register's page as it is copied, its cells parted by tabs
_CELLS = re.compile(
    r"^(?P<code>[A-Z]\.(?:\d{1,2}(?:\.\d{1,2}){0,4}(?: and [A-Z](?:\.\d{1,2}){1,5})?)?) ?\t+(?P<label>[^\t]{2,250}?):?\t+"
)
_PRODUCT_ROLE = "d12 and d13"
_OF_PRODUCT = ("d2111", "d31", "d38", "d34", "d37")
_PHASES = {"e71": "Phase 1", "e72": "Phase 2", "e73": "Phase 3", "e74": "Phase 4"}
_ACRONYM = 3  # words
_DESIGN = {
    "e811": "Randomised", "e812": "Open-label", "e813": "Single-blind", "e814": "Double-blind", "e815": "Parallel group", "e816": "Crossover",
    "e81": "Controlled", "e822": "Placebo-controlled",
}  # fmt: skip


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data):
        return 0.0
    if start.startswith((b"{", b"[")):
        return (
            0.95
            if b'"a2_eudract_number"' in start or (b'"ctrname"' in start and b'"euctr"' in start)
            else 0.0
        )
    text_marks = (
        b"a.2 eudract number",
        b"eudract number:",
        b"a.3 full title of the trial",
        b"a.1 member state concerned",
    )
    words = start.replace(b"\t", b" ")
    return 0.9 if not start.startswith(b"<") and sum(m in words for m in text_marks) >= 2 else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    content, warnings = decode(data)
    if head(data).startswith((b"{", b"[")):
        found = [r for r in several(load_json(content, name)) if isinstance(r, dict)]
        made = [(_by_code(r), r) for r in found]
    else:
        made = [(f, {}) for f in _of_text(content)]
    records = [
        _record.shaped(lambda f=f, r=r: _with_results(_one(f, told(r)), r), name, "an EU CTR record")
        for f, r in made
    ]
    return _record.documents(data, name, NAME, records, warnings)


def _with_results(out: Record, record: dict[str, Any]) -> Record:
    out.results = results_section(record)
    out.arms += arms(record)
    return out


def _by_code(record: dict[str, Any]) -> dict[str, Any]:
    """Field code → value: "a3_full_title_of_the_trial" is "a3". Translations, which end in a language, are left out."""
    out: dict[str, Any] = {}
    for key, value in record.items():
        code, _, name = key.partition("_")
        if not re.fullmatch(r"[a-z]{1,4}\d*|dimp", code):
            continue
        if re.search(r"_[a-z]{2}$", key) and key[:-3] in record:
            continue
        # Letters alone name a part of the form: its own name tells its fields apart ("p_end_of_trial_status").
        out.setdefault(code if code[-1].isdigit() else f"{code}_{name}", value)
    return out


# Lines without a code: of the summary above a protocol, and of its end.
_UNCODED = (
    ("x5", re.compile(r"Trial Status:\s*(?P<v>\S.*)")),
    ("x6", re.compile(r"Date on which this record was first entered[^:]{0,60}:\s*(?P<v>\S.*)")),
    ("p_end_of_trial_status", re.compile(r"P\. ?End of Trial Status:\s*(?P<v>\S.*)")),
    (
        "p_date_of_the_global_end_of_the_trial",
        re.compile(r"P\. ?Date of the global end of the trial:\s*(?P<v>\S.*)"),
    ),
)


def _of_text(content: str) -> list[dict[str, Any]]:
    """One dictionary a protocol of the file; a value goes on until the next code."""
    out: list[dict[str, Any]] = []
    summary: dict[str, Any] = {}
    code = ""
    for line in (_CELLS.sub(r"\g<code> \g<label>: ", raw.strip()) for raw in content.splitlines()):
        match = _LINE.match(line.strip())
        uncoded = next(((k, m["v"]) for k, p in _UNCODED if (m := p.fullmatch(line.strip()))), None)
        if match:
            code = match["code"].replace(".", "").lower()
            if code == "a1" or not out:
                out.append(summary)
                summary = {}
            out[-1].setdefault(code, match["value"].strip())
            _of_product(out[-1], code, match["value"].strip())
        elif uncoded:
            (out[-1] if out and uncoded[0].startswith("p_") else summary)[uncoded[0]] = uncoded[1]
            code = ""
        elif re.match(r"^[A-Z]\. [A-Z]", line.strip()) or not out:
            code = ""
        elif code and line.strip():
            out[-1][code] = f"{out[-1].get(code, '')}\n{line.strip()}".strip()
        if len(out) > _record.MOST:
            break
    return out


def _of_product(record: dict[str, Any], code: str, value: str) -> None:
    """Adds a line on a product to it; that on its role begins one. The codes become those of a record as JSON."""
    products = record.setdefault("dimp", [])
    if code == _PRODUCT_ROLE:
        products.append({"d12_": value})
    elif code in _OF_PRODUCT and products and value and f"{code}_" not in products[-1]:
        products[-1][f"{code}_"] = value


def _one(f: dict[str, Any], of_results: dict[str, str]) -> Record:
    said = {k: text(v) for k, v in f.items()}
    out = Record(title=said.get("a3", "") or said.get("a31", ""))
    short = said.get("a32", "")  # "name or abbreviated title": a sentence is no acronym
    out.say("Acronym" if len(short.split()) <= _ACRONYM else "Public title", short)
    out.say("EudraCT number", said.get("a2", ""))
    out.say("ISRCTN number", said.get("a51", ""))
    out.say("NCT number", said.get("a52", "") or of_results.get("nct", ""))
    out.say("Sponsor's protocol code", said.get("a41", ""))
    out.say("Status", said.get("x5", "") or said.get("p_end_of_trial_status", ""))
    out.say("First entered", said.get("x6", ""))
    out.say("Recruitment start", of_results.get("start", ""))
    out.say(
        "Study completion", said.get("p_date_of_the_global_end_of_the_trial", "") or of_results.get("end", "")
    )
    for sponsor in several(f.get("b1")):
        name = (
            next((text(v) for k, v in sponsor.items() if k.startswith("b11_")), "")
            if isinstance(sponsor, dict)
            else text(sponsor)
        )
        out.say("Sponsor", name)
    out.say("Sponsor", said.get("b11", ""))
    out.say("Condition", said.get("e11", ""))
    phases = [name for code, name in _PHASES.items() if said.get(code, "").casefold() == "yes"]
    out.say("Phase", "/".join(phases))
    planned = f"{said['f422']} (estimated)" if said.get("f422") else ""
    out.say("Enrollment", of_results.get("enrolled", "") or planned)
    out.say("Planned in the whole trial", said.get("f422", "") if of_results.get("enrolled") else "")
    out.say(
        "Design", "; ".join(name for code, name in _DESIGN.items() if said.get(code, "").casefold() == "yes")
    )
    out.say("Number of arms", said.get("e824", ""))
    out.say("Comparator", said.get("e8231", ""))
    for product in several(f.get("dimp_") or f.get("dimp")):
        if isinstance(product, dict):
            out.interventions.append(("Investigational product", _product(product)))
    out.prose = [("Main objective", said.get("e21", "")), ("Secondary objectives", said.get("e22", ""))]
    out.inclusion, out.exclusion = said.get("e3", ""), said.get("e4", "")
    sexes = [
        name for code, name in (("f21", "Female"), ("f22", "Male")) if said.get(code, "").casefold() == "yes"
    ]
    out.ages.append(("Sex", "All" if len(sexes) == 2 else "".join(sexes)))
    for role, code, time in (("Primary", "e51", "e511"), ("Secondary", "e52", "e521")):
        frame = " ".join(said.get(time, "").split())
        out.outcomes += [(role, m, frame or t, "") for m, t in _record.outcome_list(said.get(code, ""))]
    return out


def _product(product: dict[str, Any]) -> str:
    """Trade or product name, form and route."""
    wanted = ("d12_", "d2111_", "d31_", "d38_", "d34_", "d37_")
    return ", ".join(text(v) for p in wanted for k, v in product.items() if k.startswith(p) and text(v))
