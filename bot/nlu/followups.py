"""What a question to the mentor refers to besides its topic: whose eyes, or the answer just given. Free of Rasa.

Three readings of one text: the function whose view is asked for, the kind of follow-up if the text names no subject of
its own ("give me the steps"), and the subject that is left when both the asker ("as a plant manager ...") and the
function are taken away.
"""

import re
from dataclasses import dataclass

_ANY = r"(?:[\w&/-]+ ){0,3}?"
#: How people name each function; the first that fits counts, so the more special ones stand first.
_NAMES = {
    "finance": r"finance|financial|cfos?|controll?(?:ing|ers?)|treasur(?:y|ers?)|accountants?|accounting|money people|"
    r"bean counters?|fds?",
    "product": r"products?|r ?& ?d|r and d|innovation|portfolio|npd|developers?|development|engineering",
    "general-management": r"ceos?|mds?|gms?|general manage(?:rs?|ment)|managing directors?|presidents?|(?:the )?board|"
    r"top (?:team|management)|executives?|general director|chief executives?|big boss|leadership team|owners?",
    "supply-chain": r"supply(?:[ -]chain)?|operations?|ops|plants?|factory|factories|manufacturing|production|"
    r"procurement|purchasing|buyers?|logistics|warehouse|planners?|planning|schedulers?|coos?",
    "commercial": r"sales(?:people|persons?|men|force)?|commercial|marketing|marketers?|key accounts?|account|field|"
    r"brand|category|reps?|trade marketing|sellers?",
}
_ROLE = (
    r"(?:managers?|directors?|heads?|leads?|leaders?|planners?|controllers?|cfo|ceo|coo|cio|md|gm|vp|reps?|buyers?|"
    r"partners?|analysts?|engineers?|schedulers?|auditors?|officers?|owners?|accountants?|treasurers?|presidents?|execs?|"
    r"executives?|sponsor|chief|director general)"
)
_PLACE = r"(?: (?:of|for|in) (?:[\w&-]+ ){0,2}?[\w&-]+)?"
#: Who asks, said before the question: "as a plant manager, ...", "I'm the CFO, ...", "cfo here: ...".
_ASKER = re.compile(
    rf"^\W*(?:(?:speaking |asking )?(?:as|from) (?:an? |the |our |my )?{_ANY}{_ROLE}{_PLACE}(?:'s (?:chair|seat|side))?"
    rf"|(?:i'?m|i am) (?:an? |the |our )?{_ANY}{_ROLE}{_PLACE}(?= here\b|[,.:;]| -| and i\b)(?: here)?"
    rf"|{_ANY}(?:{_ROLE}|side|finance|hr|it) (?:here|asking|question|speaking|view|asks)\b"
    rf"|{_ANY}{_ROLE}(?=:))(?:\s*[,.:;-]+\s*|\s+)(?:and )?",
    re.I,
)
_WHO = "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _NAMES.items())
_COLLEAGUE = (
    r"(?:'?s)?(?: (?:and \w+|chain|management|team|people|folks?|guys?|lot|crowd|side|department|function|colleagues?|"
    r"counterparts?|managers?|directors?|heads?|leads?|partners?|planners?|officers?|friends?|boss|mentor|person))*(?:'s|s')?"
)
_THE = r"(?:(?:the|my|our|a|an|someone in|somebody in|someone from|people in|those in|head of|vp(?: of)?) )*"
_FUNCTION = rf"{_THE}(?:{_WHO})\b{_COLLEAGUE}"
_SEES = (
    r"(?:see|view|think|feel|look at|react|say|judge|argue|make of|want|worry|care|fear|expect|object|need|perceive|"
    r"regard|like|dislike|experience|interpret|push back|be (?:worried|concerned|afraid|thinking))"
)
_OPINION = (
    r"(?:view(?:point)?|perspective|angle|point of view|standpoint|opinion|(?<=s )take|position|concerns?|"
    r"worr(?:y|ies)|fears?|lens|reaction)"
)
_VIEW = rf"(?:{_OPINION}|side(?: of (?:things|it|the table))?|seat|chair|eyes|shoes|glasses|end|desk)"
_ON = r"(?: (?:about|of|on|at|with|from|for|to)\b)*"
_PERSPECTIVES = tuple(
    re.compile(pattern.replace("FUNCTION", _FUNCTION).replace("VIEW", _VIEW).replace("OPINION", _OPINION), re.I)
    for pattern in (
        r"\b(?:how|what|why|where|and|but) (?:exactly )?(?:would|does|do|will|might|could) FUNCTION "
        rf"(?:(?:usually|normally|really|typically|actually) )?{_SEES}\b{_ON}",
        r"\b(?:from|through|with|in|on) FUNCTION VIEW\b",
        r"\b(?:from|through|in|of) (?:the )?VIEW of FUNCTION",
        r"\b(?:(?:what'?s|what is|what are|give me|show me|tell me|i(?:'d| would) like|now|and|ok) )*(?:the )?"
        rf"FUNCTION OPINION\b{_ON}",
        r"\bhow (?:it |this |that |things? )?(?:looks?|seems?|feels?|appears?) (?:to|for|from) FUNCTION",
        r"\bhow (?:does|do|would|will|might) (?:this|that|it|all this|(?P<about>[\w& -]{1,40}?)) "
        r"(?:look|seem|feel|appear|sound|land) (?:to|for|from|with) FUNCTION",
        r"\bwhat(?:'s| is| are| would be)? (?:\w+ )?(?:bothers?|worr(?:y|ies)|concerns?|matters? to|scares?|"
        rf"(?:at stake|important) (?:for|to)|drives?) FUNCTION{_ON}",
        r"\b(?:if (?:i|you) (?:were|was)|put yourself in|imagine you are|speak(?:ing)? as|answer as|ask|as seen by|"
        r"according to|what about|how about|and(?: for)?|for) FUNCTION(?: VIEW)?(?= ?[?,.]| see| say|$)",
    )
)
_FULL_MATCH_ONLY = 7  # the index of the last pattern: it is too weak in the middle of a text
_CUES = {
    "signs": r"\bsigns?\b|\bhow (?:do|would|will|can|could|should|am|might) (?:i|we|you|one) (?:going to )?"
    r"(?:know|tell|see|notice|recogni[sz]e)|\bgood looks? like|\bsuccess(?:ful)?\b|\bproof\b|\bevidence\b|"
    r"\bindicators?\b|\bmeasure[ds]?\b|\b(?:is|it'?s|that|if|whether it|it is) work(?:s|ing)\b|\bspot\b|"
    r"\bwhen it works\b",
    "example": r"\bexamples?\b|\be\.?g\b|\binstance\b|\billustrat\w+|\bcase stud(?:y|ies)\b|\bstory\b|\banecdote\b|"
    r"\blooks? like\b|\bdone (?:this|that|it)\b|\bsample\b|\bconcrete(?:ly)?\b|\breal case\b|"
    r"\bother compan(?:y|ies)\b",
    "barriers": r"\b(?:barriers?|obstacles?|pitfalls?|hurdles?|wrong|stops?|stopping|fails?|failure|"
    r"difficult(?:y|ies)?|hard(?:est)?|risks?|traps?|mistakes?|problems?|challenges?|resistance|catch|downsides?|snags?|trip|tricky|"
    r"blocks?|watch out|doesn'?t work|dangers?|prevents?|in (?:the|my|our) way)\b",
    "why": r"\bwhy\b|\bhow come\b|\bwhat for\b|\breasons?\b|\bthe point\b|^so what\b|\bwhat makes (?:that|it|this)\b|"
    r"\brationale\b|\bmatters?\b",
    "steps": r"\b(?:steps?|walk me through|checklist|how to|how exactly|in practice|practical(?:ly)?|who does what|"
    r"action plan|instructions?|how-to|recipe|how does one|set (?:it|this|that) up|start|begin|go about|"
    r"how is (?:it|that|this) done)\b|^(?:and |but |so |ok )*how$|"
    r"\bhow (?:do|would|can|could|should|shall|might) (?:i|we|one|you)\b|"
    r"\bwhat (?:do|should|must|can|would|could) (?:i|we)\b(?=.*\bdo\b)",
    "more": r"\b(?:more|go on|continue|elaborate|else|expand|further|details?|related|deeper|carry on|keep going)\b",
    "perspective": r"\bother (?:functions?|departments?|sides?|views?|perspectives?)\b|\bthe other side\b|"
    r"\bsees? (?:it|this|that) differently\b|\bpoints? of view\b|\bperspectives?\b|\bviewpoints?\b",
}
#: The order in which the cues are tried: the special before the general.
_ORDER = ("perspective", "signs", "example", "barriers", "why", "steps", "more")
#: Words that name no subject.
_EMPTY = frozenset(
    "a an the this that it its it's thats that's these those them they he she there here and but so ok okay then "
    "well please pls thanks just also really exactly actually me my i i'm we us our you your one ones some any "
    "all of for in on at to with about from by as is are was were be been being do does did done doing can could "
    "would will should shall may might must have has had get gets got give show tell let know see say think thing "
    "things want need like what what's whats how how's who when where which whose if whether not no yes yeah more "
    "much many usually normally typically often likely most main first next now again still case topic subject "
    "point important care bother come happen happens happening work works working look looks practice real life "
    "others other someone anyone everyone same way make makes made take takes go goes going use help hmm right "
    "right? because than though even up down out off into through good bad big typical common possible short "
    "quick quickly briefly bit little lot few two three five single simple i'd you'd it'd let's lets don't "
    "doesn't try trying answer question hear read bring brings suggest mean means said explain describe share put "
    "detail great company companies step advice mentor there's theres anything something another".split()
)
_TOKEN = re.compile(r"[\w&'-]+")
LONGEST = 16  # words of a follow-up


@dataclass(frozen=True)
class Asked:
    """How a text was read.

    Attributes:
        function: whose view is asked for, one of the contract's function ids, or None.
        followup: why, steps, example, barriers, signs, perspective or more, if the text names no subject, else None.
        subject: the text without asker and function; the whole text if nothing would be left.
    """

    function: str | None
    followup: str | None
    subject: str


def read(text: str) -> Asked:
    """Read one text as typed."""
    plain = " ".join(text.replace("’", "'").replace("`", "'").split())
    question = without_asker(plain)
    function, rest = _function(question)
    if function:
        alone = _is_empty(rest)
        return Asked(function, "perspective" if alone else None, question if alone else rest)
    return Asked(None, _followup(question), question)


def without_asker(text: str) -> str:
    """Return the text without a beginning that only says who asks; unchanged if less than three words would be left."""
    rest = _ASKER.sub("", text, count=1)
    return rest if len(_TOKEN.findall(rest)) >= 3 else text


def _function(text: str) -> tuple[str | None, str]:
    for index, pattern in enumerate(_PERSPECTIVES):
        found = pattern.search(text)
        if found:
            groups = found.groupdict()
            about = groups.pop("about", None) or ""
            rest = " ".join(f"{text[: found.start()]} {about} {text[found.end() :]}".split()).strip(" ,.?!:;-")
            if index < _FULL_MATCH_ONLY or _is_empty(rest):
                return next(name for name, value in groups.items() if value).replace("_", "-"), rest
    return None, text


def _followup(text: str) -> str | None:
    lowered = text.lower().strip(" ?!.,")
    if not lowered or len(_TOKEN.findall(lowered)) > LONGEST:
        return None
    for kind in _ORDER:
        if re.search(_CUES[kind], lowered) and _is_empty(re.sub(_CUES[kind], " ", lowered)):
            return kind
    return None


def _is_empty(text: str) -> bool:
    rest = text.lower()
    for cues in _CUES.values():
        rest = re.sub(cues, " ", rest)
    return all(word.strip("'-") in _EMPTY for word in _TOKEN.findall(rest))
