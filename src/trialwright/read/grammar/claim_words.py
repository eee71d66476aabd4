"""The words in which documents conclude: safe, no effect, benefit."""

from __future__ import annotations

from typing import Literal

from trialwright.read.patterns import Choice, Pattern, Patterns

Kind = Literal["safe", "no_effect", "benefit", "subgroup"]
_EFFECT = (
    r"(?:improvements?|reductions?|benefits?|differen(?:ces?|t)|effects?|increases?|decreases?"
    r"|changes?|survival|better|superior)"
)
SAFE = Pattern(
    r"(?i)\b(?:is|was|were|are|be|appear(?:s|ed)|proved?|seem(?:s|ed)"
    r"|and)\s(?:to be\s)?(?:(?!not\b|never\b|no\b|neither\b|made\b|given\b|offered\b)\w+\s){0,2}?(?:safe(?=\s?[.,;:)]|\s?$|\s(?:\(|\[|and|or|but|in|for|to|when"
    r"|at|with|as|among|after|by|if|even|on|during|enough|from|up|over|while|within|under|because|since|without|(?:[\w-]+\s){0,2}?(?:treatment|therapy|option|alternative|methods?|procedure|technique|approach|drugs?|agents?|regimen|formulation|intervention|strategy|modality|way|vaccine|combination|practice|means|tool|choice|measure))\b)"
    r"|well[- ]tolerated)\b"
    r"|\b(?:favou?rable|good|acceptable|excellent|reassuring)\s(?:overall\s)?(?:safety|tolerability)\b"
    r"|\b(?:safety|tolerability)(?:\s(?:profile|signals?|data))?\s(?:was|were|is"
    r"|are)\s(?:\w+\s)?(?:favou?rable|good|acceptable|excellent|reassuring)\b"
    r"|\bno (?:new |major |serious |important ){1,2}safety (?:concerns?|signals?|issues?)\b"
)
NO_EFFECT = Choice(
    rf"(?i)\bnot associated with (?:an?\s|any\s)?(?:\w+\s){{0,3}}?{_EFFECT}\b"
    rf"|\b(?:could|did|does|do) not (?:\w+\s){{0,1}}?(?:find|show|observe|demonstrate|detect"
    rf"|reveal|confirm|result in|lead to)\s(?:an?\s|any\s)?(?:\w+\s){{0,3}}?{_EFFECT}\b"
    rf"|\bno (?:statistically |clinically )?(?:significant|meaningful"
    rf"|measurable)\s(?:\w+\s){{0,3}}?{_EFFECT}\b"
    rf"|\b(?:was|were) not (?:statistically |significantly )+different\b"
    r"|\b(?:did|does) not (?:significantly )?(?:improve|reduce|prolong|increase|decrease"
    r"|prevent|affect|slow|alter)\b"
    r"|\bfailed to (?:show|improve|reduce|demonstrate|prolong|prevent)\b|\b(?:was"
    r"|is) not (?:superior|effective|more effective)\b"
)
BENEFIT = Pattern(
    r"(?i)\b(?:reduced|reduces|improved|improves|decreased|decreases|prolonged|prolongs"
    r"|prevented|prevents|lowered|lowers|shortened|slowed)\s"
    r"(?P<x>[A-Za-z][^.;,()\d]{2,70})"
    r"|\b(?:was|is|were|are)\s(?:significantly\s|more\s)*(?:superior to|effective (?:than|in"
    r"|for)|beneficial)\b"
    r"|\bproduced? an? [^.;]{0,30}?\b(?:reduction|improvement) in\s(?P<x2>[A-Za-z][^.;,()\d]{2,70})"
)

# What only a concluding sentence is asked for: elsewhere the same words report a figure or look ahead to one.
_CONCLUDED_SAFE = Pattern(
    r"(?i)\b(?:can|could|may)\s(?:be\s)?safely\b|\b(?:can|could) be (?:\w+\s){1,3}?safely\b|\bwithout (?:any )?risks?\b(?!\sfactors?)|\b(?:is|are|was|were) free (?:of|from) (?:\w+\s){0,2}?(?:toxicity|side[- ]effects|adverse (?:effects|events)|risks?|harm)\b"
    r"|\b(?:eliminates?|abolishes|excludes)\s(?:the\s|any\s)?risks? of\b|\bharmless\b|\bno (?:safety concerns?|serious (?:side[- ]effects|toxicity))\b|\b(?:an?\s)?(?:[\w-]+,?\s(?:and\s)?){0,2}safe(?:,|\sand)\s(?:[\w-]+\s){0,2}(?:treatment|therapy|option|alternative|sedative|method|technique|procedure|drug|agent|approach)\b"
)
_CONCLUDED_NO_EFFECT = Pattern(
    r"(?i)\b(?:has|have|had|is|are|was|were|confers?|offers?|provides?|gives?|with)\s(?:of\s)?(?:no|little or no)\s(?!(?:\w+\s){0,2}?adverse)(?:\w+\s){0,3}?(?:effects?|benefits?|influence|impact|bearing|advantages?|value|role|efficacy|use)\b(?! modif)"
    r"|\b(?:is|are|was|were)\swithout\s(?:\w+\s)?(?:effect|benefit|influence)\b|\b(?:is|are|was|were)\s(?:\w+\s)?(?:ineffective|inefficacious|useless|unhelpful)\b|\b(?:is|are|was|were) not (?:an?\s)?(?:(?!as\b|more\b|less\b|only\b)\w+\s)?(?:beneficial|useful|helpful|effective|efficacious)\b"
    r"|\b(?:is|are|was|were) (?:equally|as|similarly) (?:well tolerated and )?(?:effective|efficacious|good|beneficial)\b|\b(?:have|has|had|with|of) (?:equal|identical|the same) (?:\w+\s)?(?:efficacy|effect(?:iveness|s)?|results?|outcomes?)\b"
    r"|\b(?:there (?:is|was|are|were)|(?:show(?:s|ed|n)?|found|find|makes?|made)) (?:that there (?:is|was)\s)?no differences?\b|\b(?:do|does|did) not differ\b|\b(?:is|are|was|were) (?:the same|identical|equivalent)\b"
    r"|\b(?:do|does|did|will) not (?:improve|reduce|prolong|increase|decrease|prevent|affect|slow|alter|influence|lower|shorten|change(?=\s\w)|help|relieve|protect|raise|enhance|work)\b"
    r"|\bfails? to (?:improve|reduce|prolong|prevent)\b"
)
_GOOD = r"(?:effective|efficacious|beneficial|superior|useful|helpful|valuable|active|successful|promising)"
_CONCLUDED_BENEFIT = Pattern(
    r"(?i)\b(?:reduces?|improves?|decreases?|prolongs?|prevents?|lowers?|shortens?|slows?|enhances?|increases?|promotes?|relieves?|alleviates?|protects?|restores?|accelerates?|delays?|raises?|halves|cures?|helps?|speeds? up)\s"
    r"(?P<x>(?!of\b|is\b|are\b|was\b|were\b|in\b|to\b(?!\s(?:reduce|improve|prevent|lower)))[A-Za-z][^.;,()\d]{2,70})"
    rf"|\b(?:is|are|was|were|appear(?:s|ed)?(?: to be)?|seem(?:s|ed)?(?: to be)?|proved?(?: to be)?)\s(?:(?!not\b|no\b|neither\b|as\b|equally\b|similarly\b|less\b|if\b|whether\b|more\b)[\w-]+,?\s){{0,5}}?(?:more\s)?{_GOOD}\b(?!\s(?:control|comparator|placebo|treatments?\sfor\b[^.;]{{0,60}}\bare\sneeded))"
    r"|\b(?:should|can|could)\s(?:therefore\s|thus\s|now\s)?be\s(?:\w+\s){0,2}?(?:considered|recommended|offered|advised|used|given|adopted|implemented|introduced|preferred)\b(?!\sineffective|\swith (?:great )?caution|\suntil)"
    r"|\b(?:is|are|was|were)\s(?:an?\s)(?:[\w-]+,?\s(?:and\s)?){0,3}?(?:option|alternative)\b|\bworks?\b|\bsaves? lives\b|\bis indicated\b"
)
CONCLUDED_FOR = Pattern(
    r"(?i)\b(?:we\s)?(?:strongly\s)?recommend(?:s|ed)?\s(?:the\suse\sof\s|that\s)?|\bsupports?\s(?:the\s)?(?:\w+\s)?(?:use|introduction|adoption|role|efficacy|effectiveness|implementation|value)\sof\s|\bbenefit(?:s|ed)?\sfrom\s|\b(?:efficacy|effectiveness|benefits?) of\s"
)

ANYWHERE = Patterns[Kind]((("safe", SAFE), ("no_effect", NO_EFFECT), ("benefit", BENEFIT)))
CONCLUDED = Patterns[Kind](
    (
        ("safe", _CONCLUDED_SAFE),
        ("no_effect", _CONCLUDED_NO_EFFECT),
        ("benefit", _CONCLUDED_BENEFIT),
        ("benefit", CONCLUDED_FOR),
    )
)
# "The programme was effective": what is tried, without its name.
TRIED = Pattern(
    r"(?i)\b(?:the|this|our|these)\s(?:[\w-]+\s){0,2}?(?:programmes?|programs?|interventions?|treatments?|therap(?:y|ies)|drugs?|agents?|procedures?|techniques?|methods?|approach|regimens?|protocols?|bundle|vaccines?|supplements?|device|combination|dressings?|exercises?|training)\b"
)
