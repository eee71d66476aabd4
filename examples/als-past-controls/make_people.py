"""Makes people.csv: 17 treated and 47 past controls of three sites who never were. Slopes of controls -0.95 points a
month with an SD of 0.55 (the issue that the ALS pilot raises: 17 treated against 47 from the past); the rest is invented.
"""

from pathlib import Path

import numpy as np

rng = np.random.default_rng(11)
rows = ["person,group,site,month,score,age,onset,baseline,death"]
for i in range(64):
    treated = i < 17
    group, site = ("anakinra", "trial") if treated else ("past", ("north", "south", "east")[i % 3])
    age = rng.normal(58 if treated else 62, 9)
    onset = "bulbar" if rng.random() < (0.2 if treated else 0.35) else "limb"
    base = rng.normal(40, 4)
    slope = -0.95 + (0.25 if treated else 0) - 0.01 * (age - 60) + rng.normal(0, 0.55)
    death = rng.exponential(60)
    last = 12 if rng.random() < 0.8 else rng.integers(3, 11)
    died = f"{death:.1f}" if death < 12 else ""
    for month in range(13):
        if month > last or month > death:
            break
        score = base + slope * month + rng.normal(0, 2)
        rows.append(f"P{i:02d},{group},{site},{month},{score:.1f},{age:.0f},{onset},{base:.0f},{died}")
Path(__file__).with_name("people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
