"""Whether what was said can stand as a part of a plan: a measure that can be counted, a date, somebody's name.

What cannot is asked for once more and then left open as a gap; it never becomes the measure.
"""

import re

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.preamble import is_empty
from bot.domain.pressure.book import Book, PlanCues
from bot.domain.pressure.cues import has
from bot.domain.pressure.plan import Plan

_NOTHING = re.compile(
    r"^\W*(?:(?:no|none|nothing|nobody|no one|no-one|not)\b(?:\s+(?:yet|one|anything|really|so far|at all|idea|"
    r"sure|much|"
    r"decided|known|clear|date|figure|measure|that i know of|for now|stated))*|"
    r"unknown|open|tbd|tbc|to be (?:defined|decided|confirmed))\W*$",
    re.I,
)
#: Replies that say nothing about a plan: not knowing, asking back, pointing back, small talk.
_SAYS_NOTHING = re.compile(
    r"^\W*(?:(?:well|so|um+|uh+|er+|hm+|oh|ok(?:ay)?|sorry|honestly|i think|i guess|please)\b[\s,.…-]*){0,3}"
    r"(?:(?:i )?(?:dunno|don'?t know|do not know|have no idea|am not sure|can'?t say|cannot say)(?: (?:yet|"
    r"really|that|exactly))?|"
    r"idk|not sure(?: yet)?|no (?:idea|clue)|hard to say|difficult to say|good question|who knows|pass|"
    r"what|why|how|huh|what do you mean(?: by that)?|what does that mean|meaning|such as|for example|like what|"
    r"(?:the )?same(?: (?:as|like) (?:before|above|always|usual|i said|last time|the (?:other|last) one))?|"
    r"(?:see )?above|"
    r"as (?:before|above|usual|always|i (?:said|told you)|said)|(?:i )?(?:already|just) (?:said|"
    r"told you)(?: (?:that|so))?|"
    r"i (?:said|told you)(?: (?:that|so))?(?: (?:already|before))?|ditto|"
    r"hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|bye|"
    r"yes|yep|yeah|no|nope|maybe|perhaps|possibly|probably|sure|fine|good|great|right|ok(?:ay)?|whatever|"
    r"anything|everything|"
    r"something|somehow|it depends|depends|we(?:'ll| will) see|later|soon|test|blah(?: blah)*|\.+|\?+)?\W*$",
    re.I,
)
#: What can be counted or looked up, besides a figure.
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|hundred|thousand|million|dozen|"
    r"zero|once|twice|instead of|number of|count|how (?:many|often|much|long)|rate|ratio|share of|score|"
    r"hours?|days?|weeks?|minutes?|"
    r"costs?|cash|"
    r"euros?|money|margin|revenue|turnover|profit|stock|inventor\w*|cover|backlog|complaints?|errors?|mistakes?|"
    r"delays?|"
    r"lead time|cycle time|service|fill rate|otif|oee|mape|wape|fva|bias|accuracy|adherence|attendance|churn|"
    r"waste|scrap|"
    r"write-?offs?|overtime|expedit\w*|freight|fewer|less|lower|higher|shorter|faster|half|halve\w*|double\w*|"
    r"percent|per cent|"
    r"survey|audit|kpis?|shortages?|stock-?outs?)\b",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:after|before|once|when|as soon as|today|tonight|tomorrow|now|next|this|by|until|immediately|straight away|"
    r"cycle|month|week|quarter|year|day|end of|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|asap|spring|summer|autumn|winter|christmas|easter|q[1-4]|h[12]|20\d\d)\b",
    re.I,
)
_BACKED = re.compile(
    r"\b(?:back(?:s|ed|ing)?|support\w*|sponsor\w*|budget|approv\w*|agree[sd]?|behind|convinced|promised?|"
    r"asked for|wants?|"
    r"helps?|on (?:our|my) side|with (?:me|us)|against|knows?|told|signed|said (?:yes|no)|"
    r"mandate|boss|team|everyone|everybody|they|he|she|colleagues?|consultants?)\b",
    re.I,
)
_WHO = re.compile(
    r"\b(?:i|me|we|they|he|she|you|everyone|everybody|all|people|team|teams|managers?|planners?|reps?|heads?|"
    r"directors?|"
    r"sites?|plants?|regions?|countries|markets?|staff|colleagues|owners?|leads?|functions?)\b",
    re.I,
)
#: Figures that tell a time, a place in a calendar or a line, and count nothing.
_TIME = re.compile(
    r"\b(?:(?:working )?days?|weeks?|cycle|step|line|phase|month|risk|q|version|no\.?) \d{1,2}\b|\bq[1-4]\b|\b20\d\d\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?\b|"
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day)\b",
    re.I,
)
_NAMED_FIGURE = re.compile(
    r"\W*(?:the )?(?:number|share|percentage|rate|count|amount|hours|days|cost) of\b|"
    r"[\w ]{3,30} per (?:day|week|month|cycle)\b",
    re.I,
)
#: What somebody is to do.
_ACTS = re.compile(r"\b(?:ha(?:ve|s) to|must|will|should|shall|needs? to)\b", re.I)
#: So few words with somebody in them say who, where support was asked for; more have to say that they support it.
_ONLY_NAMES = 8
_NAME_WORDS = 3
_NAME = re.compile(r"(?<=\w )[A-Z][\w'’-]+|^[A-Z][\w'’-]+$")


def says_nothing(text: str) -> bool:
    """Whether a reply has nothing in it for a plan: "none yet", "dunno", "what do you mean?", "as before", "hi"."""
    short = text[:200].strip()
    return is_empty(short) or bool(_NOTHING.match(short)) or (len(text) <= 200 and bool(_SAYS_NOTHING.match(short)))


def is_none(text: str) -> bool:
    """Whether a reply says plainly that there is nothing (yet): a gap, not a misunderstanding."""
    return is_empty(text) or bool(_NOTHING.match(text))


def fits(part: str, reply: Reply, plan: Plan, book: Book) -> bool:
    """Whether a reply can stand as this part of the plan."""
    text = reply.text.strip()
    if says_nothing(text) or text.endswith("?") or text.lower() in _said(plan, part):
        return False
    if part == "measure":
        return measures(reply, book.cues)
    if part == "date":
        return says_when(reply) or has_figure(text) or _dated(text, book.cues)
    if part == "who":
        return _names_somebody(reply, book) or bool(_WHO.search(text))
    if part == "support":
        return bool(_BACKED.search(text)) or (len(text.split()) <= _ONLY_NAMES and _names_somebody(reply, book))
    if part == "assumption" and (_names_only(text, book) or _backs(reply, plan, book)):
        return False
    return len(text.split()) > 1 or part in ("asset", "step")


def elsewhere(part: str, reply: Reply, plan: Plan, book: Book) -> str:
    """Return the part that an answer plainly is, although another was asked for; empty where it may well be that one.

    A figure, or the name of one, without anybody in it is a measure. Somebody who has to do something, without a
    figure, is who. What stands there already gives way only if it is not plainly that part itself.
    """
    somebody, figure = _names_somebody(reply, book), _is_figure(undated(reply), book)
    if part in ("who", "support") and figure and not somebody:
        backs = has(reply.text, book.cues.told.get("support", ()))
        return "" if backs or _is_figure(plan.measure, book) else "measure"
    if part == "measure" and somebody and not figure and _ACTS.search(reply.text):
        return "" if _ACTS.search(plan.who) else "who"
    return ""


def _is_figure(text: str, book: Book) -> bool:
    """Whether a text has a figure in it or names one: "late orders per week", "forecast bias"."""
    named = has(text, book.cues.told.get("measure", ())) or bool(_NAMED_FIGURE.match(text))
    return has_figure(text) or named


def has_figure(text: str) -> bool:
    """Whether a text has a digit in it."""
    return any(c.isdigit() for c in text)


def says_when(reply: Reply) -> bool:
    """Whether a reply names a time: a date, or words such as "before the next cycle"."""
    return bool(reply.signals.dates or _WHEN.search(reply.text))


def undated(reply: Reply) -> str:
    """Return what was said without the times in it, whose figures count nothing."""
    text = reply.text
    for date in reply.signals.dates:
        text = text.replace(date.text, " ")
    return _TIME.sub(" ", text)


def measures(reply: Reply, cues: PlanCues) -> bool:
    """Whether a text could stand as a measure: a figure that is no date, or a word by which things are counted."""
    text = undated(reply)
    return has_figure(text) or bool(_COUNTED.search(text)) or has(text, cues.told.get("measure", ()))


def _dated(text: str, cues: PlanCues) -> bool:
    return has(text, cues.facts.get("date", ()))


def _said(plan: Plan, part: str) -> frozenset[str]:
    """What stands in other parts already, word for word: said again, it is an answer to something else."""
    return frozenset(
        plan.words(other).strip().lower() for other in ("change", "aim", "who", "measure", "support") if other != part
    )


def _backs(reply: Reply, plan: Plan, book: Book) -> bool:
    """Whether a reply says where somebody stands, while the plan does not say it yet."""
    stands = has(reply.text, book.cues.told.get("support", ()))
    return not plan.support and stands and _names_somebody(reply, book)


def _names_only(text: str, book: Book) -> bool:
    """Whether a text is a list of people and nothing else: "the CMO, IT and the plant"."""
    called = book.called
    listed = [piece.strip() for piece in re.split(r",|\band\b", text[:200]) if piece.strip()]
    return all(len(piece.split()) <= _NAME_WORDS and (has(piece, called) or piece.isupper()) for piece in listed)


def _names_somebody(reply: Reply, book: Book) -> bool:
    return bool(reply.signals.people) or has(reply.text, book.called) or bool(_NAME.search(undated(reply)))
