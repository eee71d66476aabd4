"""Usual single doses and routes of drugs that are tried often.

Source: approved product information of each drug (EMA, FDA), for adults. A drug that is given by two routes in quite different
amounts has the least and the most of both.
"""

from __future__ import annotations

from typing import NamedTuple


class Usual(NamedTuple):
    """least, most : usual single dose, in mg (or million IU). routes : those of approved products."""

    least: float
    most: float
    unit: str
    routes: tuple[str, ...]


_ORAL = """
colchicine 0.5 1.8; prednisolone 2.5 100; prednisone 1 100; metformin 250 2000; hydroxychloroquine 200 800; allopurinol 50 900; febuxostat 10 120
atorvastatin 10 80; rosuvastatin 5 40; simvastatin 5 80; pravastatin 10 80; ezetimibe 10 10
clopidogrel 75 600; ticagrelor 60 180; prasugrel 5 60; apixaban 2.5 10; rivaroxaban 2.5 20; dabigatran 75 300; edoxaban 15 60
lisinopril 2.5 80; ramipril 1.25 10; losartan 25 150; valsartan 20 320; candesartan 4 32; amlodipine 2.5 10; bisoprolol 1.25 20; carvedilol 3.125 50
spironolactone 12.5 400; eplerenone 25 50; hydrochlorothiazide 12.5 50; chlorthalidone 12.5 100; ivabradine 2.5 7.5
empagliflozin 10 25; dapagliflozin 5 10; canagliflozin 100 300; sitagliptin 25 100; linagliptin 5 5; pioglitazone 15 45; glimepiride 1 8
sertraline 25 200; fluoxetine 10 80; escitalopram 5 20; paroxetine 10 60; venlafaxine 37.5 375; duloxetine 20 120; mirtazapine 7.5 45; quetiapine 25 800
gabapentin 100 1200; pregabalin 25 600; topiramate 15 400; lamotrigine 5 400; donepezil 5 23; memantine 5 28; varenicline 0.5 1; bupropion 75 450
letrozole 2.5 2.5; anastrozole 1 1; exemestane 25 25; tamoxifen 10 40; imatinib 100 800; erlotinib 25 150; gefitinib 250 250; sorafenib 200 400; sunitinib 12.5 50
tofacitinib 5 22; baricitinib 1 4; upadacitinib 15 45; oseltamivir 30 150; montelukast 4 10; finasteride 1 5; tadalafil 2.5 40; alendronate 5 70; celecoxib 50 400
"""
_UNDER_THE_SKIN = """
canakinumab 50 300; rilonacept 80 320; adalimumab 20 160; etanercept 25 50; dupilumab 200 600; omalizumab 75 600; mepolizumab 40 300; benralizumab 10 30
denosumab 60 120; evolocumab 140 420; alirocumab 75 300; liraglutide 0.6 3; dulaglutide 0.75 4.5
"""
# drug, least, most: routes
_SEVERAL = """
anakinra 100 100: subcutaneous, intravenous
tocilizumab 162 800: subcutaneous, intravenous
sarilumab 150 400: subcutaneous, intravenous
secukinumab 75 600: subcutaneous, intravenous
ustekinumab 45 520: subcutaneous, intravenous
pembrolizumab 200 790: intravenous, subcutaneous
nivolumab 240 1200: intravenous, subcutaneous
rituximab 100 1400: intravenous, subcutaneous
semaglutide 0.25 50: subcutaneous, oral
enoxaparin 20 160: subcutaneous, intravenous
zoledronate 4 5: intravenous
zoledronic acid 4 5: intravenous
remdesivir 100 200: intravenous
dexamethasone 0.5 40: oral, intravenous, intramuscular
hydrocortisone 5 500: oral, intravenous, intramuscular
methotrexate 2.5 30: oral, subcutaneous, intramuscular, intravenous, intrathecal
levothyroxine 0.0125 0.5: oral, intravenous
aspirin 75 1000: oral, intravenous
ibuprofen 200 800: oral, intravenous
paracetamol 120 1000: oral, intravenous, rectal
acetaminophen 120 1000: oral, intravenous, rectal
omeprazole 10 80: oral, intravenous
pantoprazole 20 80: oral, intravenous
esomeprazole 20 80: oral, intravenous
ondansetron 4 32: oral, intravenous, intramuscular
metoprolol 1 200: oral, intravenous
furosemide 20 500: oral, intravenous, intramuscular
azithromycin 250 2000: oral, intravenous
doxycycline 40 200: oral, intravenous
ciprofloxacin 100 750: oral, intravenous
fluconazole 50 800: oral, intravenous
citalopram 10 60: oral, intravenous
levetiracetam 250 4500: oral, intravenous
sildenafil 2.5 100: oral, intravenous
"""
_INTERLEUKIN = Usual(0.3, 54, "MIU", ("subcutaneous", "intravenous"))


def _drugs(table: str, *routes: str) -> dict[str, Usual]:
    """name → dose, of "name least most" parted by semicolons or lines, each with its routes behind a colon or those given."""
    found = {}
    for entry in table.replace("\n", ";").split(";"):
        told, _, own = entry.partition(":")
        *name, least, most = told.split() or ("", "0", "0")
        ways = tuple(x.strip() for x in own.split(",")) if own else routes
        found[" ".join(name)] = Usual(float(least), float(most), "mg", ways)
    found.pop("")
    return found


DRUGS = {
    **_drugs(_ORAL, "oral"),
    **_drugs(_UNDER_THE_SKIN, "subcutaneous"),
    **_drugs(_SEVERAL),
    **dict.fromkeys(("aldesleukin", "interleukin-2", "il-2"), _INTERLEUKIN),
}
