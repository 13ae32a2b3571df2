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
    "finance": r"finance|financials?|fp ?& ?a|cfos?|controll?(?:ing|ers?)|treasur(?:y|ers?)|accountants?|accounting|"
    r"money (?:people|side|man|men)|bean counters?|fds?",
    "product": r"products?|r ?& ?d|r and d|innovation|portfolio|npd|developers?|development|engineering",
    "general-management": r"ceos?|mds?|gms?|general manage(?:rs?|ment)|managing directors?|presidents?|board|"
    r"top (?:team|management)|executives?|general director|chief executives?|big boss|leadership team|owners?|"
    r"country (?:managers?|heads?)|business unit|bu",
    "supply-chain": r"supply(?:[ -]chain)?|operations?|ops|plants?|factory|factories|manufacturing|production|"
    r"shop floor|"
    r"procurement|purchasing|buyers?|logistics|warehouse|planners?|planning|schedulers?|coos?|csco|works|site",
    "commercial": r"sales(?:people|persons?|men|force)?|commercial|marketing|marketers?|key accounts?|account|field|"
    r"brand|category|reps?|trade marketing|sellers?|cmos?|ccos?",
}
_ROLE = (
    r"(?:managers?|directors?|heads?|leads?|leaders?|planners?|controllers?|cfo|ceo|coo|cio|md|gm|vp|reps?|buyers?|"
    r"partners?|analysts?|engineers?|schedulers?|auditors?|officers?|owners?|accountants?|treasurers?|presidents?|"
    r"execs?|"
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
    r"(?:'?s)?(?: (?:and \w+|chain|management|team|people|folks?|guys?|lot|crowd|department|function|colleagues?|vp|"
    r"reps?|"
    r"staff|counterparts?|managers?|directors?|heads?|leads?|leaders?|partners?|planners?|officers?|executives?|"
    r"friends?|"
    r"chief|boss|mentor|person|analysts?|engineers?|organi[sz]ation))*(?:'s|s')?"
)
_THE = (
    r"(?:(?:the|my|our|your|their|a|an|some|someone in|somebody in|someone from|people in|people from|those in|typical|"
    r"good|new|old|head|svp|evp|vp|vice president|director|chief|of|for|demand|regional|local|senior|group|business) )*"
)
#: The mentor is spoken to: "mentor, ...", "can I ask the mentor: ...".
ADDRESSED = re.compile(
    r"^\W*(?:(?:and|ok|okay|well|so|please|wait|one|quick|a|question)\b\W*)*"
    r"(?:(?:can i|may i|let me|i want to|i would like to|i'?d like to)\s+)?"
    r"(?:ask\s+)?(?:to\s+|for\s+)?(?:the\s+|my\s+|a\s+)?mentor\b",
    re.I,
)
#: ... and what is asked follows, after a pause or with the word that asks: "mentor what is a decision log".
_ASKED = re.compile(
    ADDRESSED.pattern + r"(?:\s*[,.:;!-]+\s*|\s+(?=(?:what|how|why|who|when|where|which|explain|give|show)\b))", re.I
)
_ASK = re.compile(r"^\W*(?:please |can (?:i|you) |let me )?ask (?:the |my |a )?mentor\b", re.I)
#: The mentor is asked for, and nothing is asked yet.
_ONLY_ASKED_FOR = re.compile(
    r"^\W*(?:(?:and|ok|okay|well|so|please|yes|then|now)\b\W*)*(?:(?:can|may|could) i |let me |i want to |"
    r"i would like to |i'?d like to )?(?:(?:ask|talk to|speak to|speak with|hear|switch to|go to|call) )?(?:to )?"
    r"(?:(?:the|my|a|your) )?mentor(?: something| a question| about (?:it|this|that)| please| now| then|, please)*\W*$",
    re.I,
)
_FUNCTION = rf"{_THE}(?:{_WHO})\b{_COLLEAGUE}"
_SEES = (
    r"(?:sees?|views?|thinks?|feels?|looks? (?:at|for)|reacts?|says?|judges?|argues?|makes? of|wants?|worr(?:y|ies)|"
    r"cares?|"
    r"fears?|expects?|objects?|needs?|perceives?|regards?|likes?|dislikes?|hates?|minds?|resists?|opposes?|complains?|"
    r"insists?|prefers?|agrees?|accepts?|supports?|welcomes?|asks?|takes? (?:it|this|that)|experiences?|interprets?|"
    r"push(?:es)? back|be (?:worried|concerned|afraid|thinking|happy|unhappy|interested))"
)
_OPINION = (
    r"(?:view(?:point)?s?|perspective|angle|point of view|standpoint|opinion|(?<=s )take|position|concerns?|"
    r"worr(?:y|ies)|"
    r"fears?|lens|reaction|stance|verdict|argument|attitude|thoughts|reservations|priorities|thinking)"
)
_VIEW = rf"(?:{_OPINION}|side(?: of (?:things|it|the table))?|seat|chair|eyes|shoes|glasses|hat|end|desk|corner)"
_ON = r"(?: (?:about|of|on|at|with|from|for|to)\b)*"
_TEXT = r"(?P<about>[\w&' -]{1,60}?)"
_PERSPECTIVES = tuple(
    re.compile(pattern.replace("FUNCTION", _FUNCTION).replace("VIEW", _VIEW).replace("OPINION", _OPINION), re.I)
    for pattern in (
        r"\b(?:how|what|why|where|and|but) (?:exactly )?(?:would|does|do|will|might|could) FUNCTION "
        rf"(?:(?:usually|normally|really|typically|actually|probably) )?{_SEES}\b{_ON}",
        rf"(?:^|\b(?:tell me|explain|know|show me|and|but) )(?:how|what|why) FUNCTION (?:(?:usually|normally|really|"
        rf"probably|would|might|will) )?{_SEES}\b{_ON}",
        rf"^(?:and |but |so )?(?:would|does|do|will|might) FUNCTION (?!need){_SEES}\b{_ON}",
        rf"\bwhy should FUNCTION care about (?!(?:s&op|sop|ibp|this|that|it)\b){_ON}",
        r"\b(?:from|through|with|in|on|wearing) FUNCTION VIEW\b(?: on\b)?",
        r"\b(?:from|through|in|of|with) (?:the )?VIEW of FUNCTION",
        r"\b(?:(?:what'?s|what is|what are|give me|show me|tell me|i(?:'d| would) like|now|and|ok) )*(?:the )?"
        rf"FUNCTION OPINION\b{_ON}",
        r"\b(?:as )?(?:seen|viewed|looked at) (?:by|from|through) FUNCTION(?: VIEW)?",
        r"\bas FUNCTION (?:would )?(?:sees?|views?|puts?|tells?) (?:it|this|that)",
        r"\bhow (?:it |this |that |things? )?(?:looks?|seems?|feels?|appears?) (?:to|for|from) FUNCTION",
        rf"\bhow (?:does|do|would|will|might) (?:this|that|it|all this|{_TEXT}) "
        r"(?:look|seem|feel|appear|sound|land|go down) (?:to|for|from|with) FUNCTION",
        rf"\b(?:what|why) (?:does|do|would|will|might|could) (?:this|that|it|all this|{_TEXT}) (?:mean|matter|bring|"
        rf"change|do) "
        r"(?:for|to) FUNCTION",
        rf"\bhow (?:does|do|would|will|might) (?:this|that|it|all this|{_TEXT}) (?:affect|touch|hit|concern) FUNCTION",
        r"\bwhat(?:'s| is| are| would be)? (?:\w+ )?(?:bothers?|worr(?:y|ies)|concerns?|matters? (?:most )?to|scares?|"
        rf"(?:at stake|important) (?:for|to)|drives?|on) FUNCTION(?: mind)?{_ON}",
        r"\b(?:if (?:i|you) (?:were|was)|put yourself in|imagine (?:you are|you're|being)|speak as|answer as|"
        r"as seen by|"
        r"according to) FUNCTION(?: VIEW)?",
        r"(?:\b(?:ask|what about|how about|and(?: for| to| in)?|for|but|or) |^)FUNCTION(?: VIEW)?(?= ?[?,.]|$)",
    )
)
_FULL_MATCH_ONLY = len(_PERSPECTIVES) - 1  # the last is too weak in the middle of a text
_CUES = {
    "signs": r"\b(?:signs?|how soon|how (?:do|would|will|can|could|should|am|might) (?:i|we|you|one) (?:going to )?"
    r"(?:know|tell|see|notice|recogni[sz]e)|what (?:would|will|should|do) (?:i|we|you) (?:see|notice|look for)|"
    r"when (?:do|will|would) (?:i|we) know|good looks? like|success(?:ful)?|proof|evidence|indicators?|measure[ds]?|"
    r"kpis?|metrics?|(?:is|it'?s|that|if|whether it|it is) work(?:s|ing)|worked|when it works|spot|good enough|"
    r"on track|"
    r"what tells|difference|different|improv(?:ed|es|ing|ement))\b",
    "example": r"\b(?:examples?|e\.?g|instance|illustrat\w+|case stud(?:y|ies)|use case|(?:a|any|real|real-life|"
    r"one) case|"
    r"story|anecdote|looks? like|done (?:this|that|it)|tried|sample|concrete(?:ly)?|other compan(?:y|ies)|elsewhere|"
    r"like what|such as|(?:what|how) (?:do|did|have) (?:others|other people)|paint me|picture|in numbers|"
    r"show me one)\b",
    "barriers": r"\b(?:barriers?|obstacles?|pitfalls?|hurdles?|wrong|stops?|stopping|fails?|failure|difficult(?:y|"
    r"ies)?|"
    r"hard(?:est)?|risks?|risky|traps?|mistakes?|problems?|challenges?|resist(?:s|ance)?|opposes?|fights?|catch|"
    r"downsides?|"
    r"snags?|trip|tricky|blocks?|watch out|look out|beware|careful|(?:doesn'?t|won'?t|not) work|dangers?|prevents?|"
    r"stuck|"
    r"sticking points?|weak (?:points?|spots?)|warnings?|against it|excuses|in (?:the|my|our) way)\b",
    "why": r"\b(?:why|how come|what for|reasons?|reasoning|the point|what makes (?:that|it|this)|rationale|matters?|"
    r"logic|"
    r"purpose|says who|what'?s (?:that|it|this) good for)\b|^so what\b",
    "steps": r"\b(?:steps?|walk me through|checklist|how to|how exactly|(?:in|into) practice|practical(?:ly)?|"
    r"who does what|"
    r"action plan|actions|to-?do|instructions?|how-to|recipe|procedure|how does (?:one|it|this|that) work|how does one|"
    r"(?:get|getting) (?:going|started)|set (?:it|this|that) up|start|begin|go about|break (?:it|this|that) down|"
    r"how is (?:it|that|this) done|first (?:thing|move)|what now|what next|what to do|into a plan)\b|"
    r"^(?:and |but |so |ok )*how$|\bhow (?:do|would|can|could|should|shall|might) (?:i|we|one|you)\b|"
    r"\bwhat (?:do|should|must|can|would|could) (?:i|we)\b(?=.*\bdo\b)",
    "more": r"\b(?:more|go on|continue|elaborate|else|expand|further|details?|related|deeper|carry on|keep going|"
    r"longer|"
    r"sources?|whole story|full version|to read|read (?:on|up))\b|^(?:ok |and )*(?:and|next|and then|then what)$",
    "perspective": r"\b(?:other (?:functions?|departments?|sides?|views?|perspectives?|angles?|eyes|camp)|"
    r"the other side|"
    r"sees? (?:it|this|that) differently|points? of view|perspectives?|viewpoints?|another (?:view|angle)|"
    r"(?:how|what) (?:do|does|would|will|might) (?:the )?(?:others?|other people|my colleagues|colleagues|"
    r"everyone else|"
    r"someone else|somebody else) (?:see|think|say|feel|view|make)|who (?:would |might |will )?(?:disagrees?|"
    r"objects?))\b",
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
    "because than though even up down out off into through good bad big typical common possible short quick "
    "quickly briefly bit little lot few two three five single simple i'd you'd it'd let's lets don't doesn't try "
    "trying answer question hear read bring brings suggest mean means said explain describe share put detail "
    "great company companies step advice mentor there's theres anything something another we're they're you're "
    "it'll i'll we'll won't i've you've we've isn't aren't can't wouldn't shouldn't biggest largest worst "
    "greatest second best monday tomorrow today week month morning soon alone myself ourselves actual maybe "
    "perhaps kind sort sense idea matter rest behind together else's side sides angle views view already ever "
    "people somebody person colleagues functions function topic's point's list concerned regarding respect once "
    "before after later when's company's place team".split()
)
_TOKEN = re.compile(r"[\w&'-]+")
#: Instead of a kind of follow-up, where the mentor is asked for and nothing is asked.
ONLY_ASKED_FOR = "ask"
LONGEST = 16  # words of a follow-up
LONGEST_QUESTION = 400  # characters; nobody asks for a function's view in more


@dataclass(frozen=True)
class Asked:
    """How a text was read.

    Attributes:
        function: whose view is asked for, one of the contract's function ids, or None.
        followup: why, steps, example, barriers, signs, perspective or more, if the text names no subject; `ask` where
            it only asks for the mentor; else None.
        subject: the text without asker and function; the whole text if nothing would be left.
    """

    function: str | None
    followup: str | None
    subject: str


def asked_of_mentor(text: str) -> bool:
    """Whether the mentor is spoken to and something is asked: "mentor, what ...", "ask the mentor about ..."."""
    return bool(_ASKED.match(text) or _ASK.match(text))


def read(text: str) -> Asked:
    """Read one text as typed."""
    plain = " ".join(text.replace("’", "'").replace("`", "'").split())
    if len(plain) <= LONGEST_QUESTION and _ONLY_ASKED_FOR.match(plain):
        return Asked(None, ONLY_ASKED_FOR, plain)
    question = without_asker(plain)
    if len(question) > LONGEST_QUESTION:
        return Asked(None, None, question)
    function, rest = _function(question)
    if function:
        alone = _is_empty(rest)
        return Asked(function, "perspective" if alone else None, question if alone else rest)
    return Asked(None, _followup(question), question)


def without_asker(text: str) -> str:
    """Return the text without a beginning that only says who asks whom, if three words or more are left of it."""
    rest = _ASKER.sub("", _ASKED.sub("", text, count=1), count=1)
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
