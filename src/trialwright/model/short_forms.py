"""Short forms that articles do not define, being known to every reader."""

from __future__ import annotations

COMMON = {
    "BMI": "body mass index", "QoL": "quality of life", "QOL": "quality of life", "HRQoL": "health-related quality of life",
    "SBP": "systolic blood pressure", "DBP": "diastolic blood pressure", "BP": "blood pressure", "MAP": "mean arterial pressure", "HR": "heart rate",
    "LVEF": "left ventricular ejection fraction", "MI": "myocardial infarction", "AMI": "acute myocardial infarction", "TIA": "transient ischaemic attack",
    "DVT": "deep vein thrombosis", "MACE": "major adverse cardiac events", "TVR": "target vessel revascularisation", "AF": "atrial fibrillation",
    "VAS": "visual analogue scale", "NRS": "numeric rating scale", "NPRS": "numeric pain rating scale", "ODI": "Oswestry disability index", "NDI": "neck disability index",
    "TUG": "timed up and go", "BBS": "Berg balance scale", "ROM": "range of motion", "6MWD": "six-minute walk distance", "6MWT": "six-minute walk test",
    "HbA1c": "glycated haemoglobin", "HbA1C": "glycated haemoglobin", "FPG": "fasting plasma glucose", "FBG": "fasting blood glucose", "FBS": "fasting blood sugar",
    "HOMA-IR": "insulin resistance", "LDL": "low-density lipoprotein", "HDL": "high-density lipoprotein", "LDL-C": "low-density lipoprotein cholesterol",
    "HDL-C": "high-density lipoprotein cholesterol", "TG": "triglycerides", "TC": "total cholesterol", "CRP": "C-reactive protein", "hsCRP": "C-reactive protein", "hs-CRP": "C-reactive protein",
    "Hb": "haemoglobin", "Hgb": "haemoglobin", "WBC": "white blood cells", "ALT": "alanine aminotransferase", "AST": "aspartate aminotransferase",
    "eGFR": "glomerular filtration rate", "GFR": "glomerular filtration rate", "TSH": "thyroid-stimulating hormone", "BMD": "bone mineral density",
    "FEV1": "forced expiratory volume", "FVC": "forced vital capacity", "PEF": "peak expiratory flow", "IOP": "intraocular pressure",
    "BCVA": "best-corrected visual acuity", "OS": "overall survival", "PFS": "progression-free survival", "DFS": "disease-free survival",
    "ORR": "objective response rate", "CR": "complete response", "LOS": "length of stay", "ICU": "intensive care unit", "NICU": "neonatal intensive care unit",
    "PONV": "postoperative nausea and vomiting", "SSI": "surgical site infection", "UTI": "urinary tract infection", "VAP": "ventilator-associated pneumonia",
    "URTI": "upper respiratory tract infection", "PPH": "postpartum haemorrhage", "NEC": "necrotising enterocolitis", "BPD": "bronchopulmonary dysplasia",
    "ROP": "retinopathy of prematurity", "IVH": "intraventricular haemorrhage", "PHQ-9": "depression patient health questionnaire", "PHQ": "depression patient health questionnaire",
    "BDI": "Beck depression inventory", "BDI-II": "Beck depression inventory", "HAM-D": "Hamilton depression rating scale", "HAMD": "Hamilton depression rating scale",
    "HDRS": "Hamilton depression rating scale", "MADRS": "Montgomery-Asberg depression rating scale", "CES-D": "depression scale", "GDS": "geriatric depression scale",
    "EPDS": "Edinburgh postnatal depression scale", "GAD-7": "generalised anxiety disorder scale", "STAI": "state-trait anxiety inventory", "HAM-A": "Hamilton anxiety rating scale",
    "BAI": "Beck anxiety inventory", "PSQI": "Pittsburgh sleep quality index", "ISI": "insomnia severity index", "ESS": "Epworth sleepiness scale",
    "MMSE": "mini-mental state examination cognition", "PANSS": "positive and negative syndrome scale", "YMRS": "Young mania rating scale",
    "CGI": "clinical global impression", "AE": "adverse event", "AEs": "adverse events", "TEAE": "treatment-emergent adverse event", "TEAEs": "treatment-emergent adverse events", "SAE": "serious adverse event", "SAEs": "serious adverse events",
}  # fmt: skip
