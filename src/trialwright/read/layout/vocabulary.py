"""Words that pages share, whatever they are about: headings, menus, notices and calls to act.

Each list is generic web, registry and journal vocabulary. Matching ignores case and a final colon.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trialwright.read.patterns import Pattern, noted

# Headings under which a document speaks about its own study.
CONTENT = re.compile(
    r"(?:structured )?abstract|summary|(?:brief|lay|plain language|detailed|study|trial|scientific) (?:summary|"
    r"description|overview|details|design|information|record)|description|overview|background(?: and \w+)?|"
    r"introduction|rationale|importance|aims?|objectives?|purpose|hypothes[ie]s|methods?|"
    r"(?:patients|materials|subjects|participants) and methods|methods and (?:results|findings|analysis)|"
    r"(?:study |trial )?(?:design|setting|population|participants|patients|measurements?)|"
    r"interventions?|exposures?|(?:main |primary |secondary )?(?:outcomes?|endpoints?)(?: and measure(?:s|ments))?"
    r"(?: measures?)?|statistical (?:analysis|methods)|findings|results|discussion|interpretation|"
    r"conclusions?(?: and relevance)?|limitations?|key (?:points|takeaways|messages|findings)|take-?aways?|"
    r"highlights|(?:key |main |major |principal )?(?:inclusion|exclusion|eligibility|entry|selection) criteria"
    r"(?: for \w+)?|eligibility|who can (?:participate|join|take part)|arms and interventions|treatment arms|"
    r"(?:clinical )?trial registration(?: number| information)?|registration(?: number)?|funding(?: sources?)?|"
    r"key ?words|conditions?|sponsors?(?: and collaborators)?|study details|official title|safety|efficacy|"
    r"adverse events|participant flow|baseline characteristics|outcome measures|full abstract|article|main text",
    re.IGNORECASE,
)
# Headings under which others are cited.
REFERENCES = re.compile(
    r"(?:selected |further |additional |cited )?(?:references?|bibliography|literature cited|works cited|"
    r"publications?|reading)(?: list| cited)?|related publications",
    re.IGNORECASE,
)
# Headings under which a page speaks about itself, its site or its other pages.
BOILERPLATE = re.compile(
    r"similar articles|related (?:articles|content|information|topics|links|trials|studies|news)|cited by|"
    r"(?:you may|you might) also (?:like|be interested).{0,30}|recommended (?:for you|reading|articles)|"
    r"(?:more|latest|trending|popular|recent) (?:news|articles|stories|posts|from .{1,40})|"
    r"figures?(?: and tables)?|associated data|supplementary (?:data|material|materials|information)|"
    r"linkout.{0,40}|full text (?:links|sources)|frequently asked questions|faqs?|about us|contact us|"
    r"contacts?(?: and locations| information)?|locations?|comments?|leave a (?:reply|comment)|share(?: this.{0,20})?|follow us|newsletter.{0,20}|"
    r"privacy (?:policy|notice|settings)|cookies?(?: policy| settings| notice| preferences)?|terms(?: of use| and conditions)?|"
    r"disclaimers?|copyright.{0,60}|register|sign (?:in|up)|log ?in|subscribe|navigation|menu|site map|accessibility|"
    r"learn more about .{1,40}|add a (?:private )?(?:note|comment)|citation tools|metrics|altmetric|permissions|"
    r"publication types|mesh terms|substances|actions|favorites|page navigation|resources|miscellaneous|advertisement",
    re.IGNORECASE,
)
# A short line that is a control of the page: it says nothing, and no section starts with it.
CONTROL = re.compile(
    r"(?:apply|enrol+|join|register|sign up|subscribe|donate|buy|order)(?: now| today| here| for free)?|register for .{1,30}|"
    r"image|photo|logo|icon|video|play|close|open|menu|home|search(?: .{1,40})?|login|log (?:in|out)|sign (?:in|out|up)|"
    r"share|tweet|print|e-?mail|save|cite|copy|download(?: .{1,30})?|full ?text: .{1,30}|export (?:citation|reference).{0,20}|links|tools|back(?: to .{1,30})?|"
    r"next|previous|read more|show (?:more|less|all)|see (?:more|all)|view (?:more|all|full|larger).{0,30}|expand(?: all)?|"
    r"skip to .{1,40}|powered by .{1,30}|advertisements?|sponsored(?: content)?|.{0,20}\bcookies?\b.{0,60}|dot gov|https?|"
    r"(?:u\.?s\.? )?flag|access keys.{0,120}|published in|affiliations?|(?:green|red|yellow|blue|grey|gray) circle|"
    r"(?:pubmed )?disclaimer|page \d{1,4}(?: of \d{1,4})?|\d{1,4}|fig(?:ure|\.) ?\d{1,2}|table ?\d{1,2}|"
    r"data provided by .{1,60}|(?:pre|post)print: .{1,40}|published version: .{1,40}|all rights reserved.?|"
    r"(?:©|\(c\)|copyright) ?.{0,100}|loading\.*|advertise.{0,20}|newsletter|follow us.{0,40}|learn more.{0,40}",
    re.IGNORECASE,
)
# Sentences that sites say about themselves or to their visitors.
NOTICE = Pattern(
    r"\bcookies\b|\bjavascript\b|\byour browser\b|official (?:web ?site|site) of\b|(?<!\w)\.gov\b|\bhttps:// ensures|"
    r"\bfederal government (?:site|website)|\bthe site is secure\b|\bsensitive information\b|"
    r"\bmade freely available by\b|\bprivacy policy\b|\bterms of (?:use|service)\b|\ball rights reserved\b|"
    r"\b(?:subscribe|sign up|register) (?:to|for|now|today)\b.{0,60}\b(?:newsletter|free|access|alerts?)\b|"
    r"\bwe(?:'|’)re glad\b|\bpersonali[sz]ed experience\b|\bopens in a new (?:tab|window)\b|"
    r"\barchiving allowed\b|\bvisible only to you\b|\bselect a piece of text\b|\bpasscode protected\b",
    re.IGNORECASE,
)
# Labels that lead into a part of an abstract on the same line: "Methods: In this trial ..."
LEAD_IN = Pattern(
    r"(?:(?<=[.!?)\]]\s)|(?<=[.!?)\]]\s\s)|\A)(?P<label>(?:"
    r"background(?: and (?:aims?|objectives?|purpose))?|introduction|context|rationale|importance|"
    r"(?:study )?(?:aims?|objectives?|purpose|hypothesis)|(?:study |trial )?design(?:,? setting,? and participants)?|"
    r"setting|(?:patients|materials|subjects|participants) and methods|(?:patients|participants)|"
    r"methods?(?: and (?:results|findings|analysis|materials))?|"
    r"interventions?|exposures?|measurements?|(?:main |primary |secondary )?(?:outcomes?|endpoints?)"
    r"(?: and measures)?(?: measures?)?|(?:main )?results?|findings|(?:authors['’] )?conclusions?(?: and relevance)?|"
    r"interpretation|discussion|limitations?|significance|funding(?: source)?|key ?words|"
    r"(?:clinical )?trial registration(?: number| information)?|registration(?: number)?|"
    r"(?:key |main )?(?:inclusion|exclusion) criteria))\s?:(?=\s)",
    re.IGNORECASE,
)


def _whole(pattern: re.Pattern[str], words: str) -> bool:
    return len(words) <= 160 and pattern.fullmatch(words.strip().rstrip(":").strip()) is not None


@lru_cache(maxsize=20_000)
def is_content_heading(words: str) -> bool:
    return _whole(CONTENT, words)


def is_reference_heading(words: str) -> bool:
    return _whole(REFERENCES, words)


@lru_cache(maxsize=20_000)
def is_boilerplate_heading(words: str) -> bool:
    return _whole(BOILERPLATE, words)


# These head nothing but what a page adds to a document; the others are often a single control.
_STRONG = re.compile(
    r"similar articles|related .*|cited by|recommended .*|you m.*|figures?.*|associated data|supplementary .*|"
    r"frequently asked questions|faqs?|linkout.*|privacy .*|cookies?.*|terms.*|learn more about .*|mesh terms|"
    r"publication types|substances|(?:more|latest|trending|popular|recent) .*|add a .*|about us|contacts? and .*|leave a .*",
    re.IGNORECASE,
)


def is_strong(words: str) -> bool:
    """Whether a heading that is boilerplate opens a stretch of it, whatever its length."""
    return _whole(_STRONG, words)


def is_lead_in(words: str) -> bool:
    """Whether a line is a labelled sentence of an abstract, rather than a label with its value."""
    label = LEAD_IN.match(words)
    if label is None or not words[0].isupper() or not words.endswith((".", "!", "?")):
        return False
    return "key" not in label["label"].lower() and len(words[label.end() :].split()) >= 3


def is_control(words: str) -> bool:
    # A rule of dashes, or a marker of some mark-up, says as little as a button.
    return _whole(CONTROL, words) or not any(c.isalnum() for c in words[:200])


def is_notice(words: str) -> bool:
    return _is_notice(words[:2000])


@lru_cache(maxsize=4_000)  # each chunk is asked about up to three times, a page apart
def _is_notice(head: str) -> bool:
    return NOTICE.search(noted(head)) is not None
