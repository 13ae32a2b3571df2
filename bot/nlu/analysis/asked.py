"""Whole messages that ask the coach something: a bare "why?", and "what do others do?"."""

import re

_WHY = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|so|hm+|sorry)\b\W*)*why(?: (?:is )?(?:that|this|so|now|the question))?\W*$",
    re.I,
)
_OTHERS = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|so|hm+|sorry|well)\b\W*)*(?:what|how) (?:(?:do|does|would|did|have) )?(?:the |most )?"
    r"(?:others?|other (?:companies|people|firms|planners|leaders|teams)|companies|people|every(?:body|one) else) "
    r"(?:usually |normally |typically )?(?:do|done|handle|solve|manage)(?: (?:it|this|that|here|there|then|about "
    r"(?:it|this|that)|in (?:this|that|such a) (?:case|situation)))?\W*$",
    re.I,
)
#: "Do you have an example of how others did it?"
_EXAMPLE = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|so|hm+|sorry|well)\b\W*)*(?:(?:do|can|could|would) you (?:have|know|give me|tell me|"
    r"show me)|have you (?:got|seen|heard of)|is there|are there|any|give me|tell me|show me|i would like|i want|"
    r"i need)\b[^.!?]{0,20}\b(?:examples?|cases?|stor(?:y|ies)|experiences?)(?:[^.!?]{0,20}\b(?:others?|"
    r"other (?:companies|people|firms|leaders|teams|sites)|somebody else|someone else|elsewhere)\b[^.!?]{0,40}|"
    r"(?: please| for (?:that|this|me)){0,2})\W*$",
    re.I,
)
#: "What would the CFO say to that?": known to whoever knows the CFO.
_VIEW = re.compile(
    r"^\W*(?:(?:and|but|yes|no|ok|okay|so|hm+|well|wait|oh|actually|then)\b\W*)*(?:do you think |you think )?"
    r"(?:what|how)(?: do you think)?(?:'?s|'?d|'?ll| is| are| would| will| might| could) "
    r"(?:he|she|they|(?!(?:the others?|i|we|you|it|one|that|this|those|these|there|others?|other|people|companies|"
    r"every(?:one|body)|most|good|best|is|are|would|will|might|could)\b)"
    r"(?:(?:the|my|our|your) )?(?:[\w&'-]+ ){0,2}?[\w&'-]+)(?: \([^()]{1,30}\))? "
    r"(?:going to |gonna |likely to |probably |then )?"
    r"(?:say|ask|think|answer|object|reply|respond|react|want to (?:know|hear))(?: me| us)?(?: then| first)?"
    r"(?: (?:to|about|of) (?:that|this|it|me|us|all this|all that))?(?:,? (?:do )?you think)?\W*$",
    re.I,
)
#: A function in general has a view that the mentor knows.
_OF_A_FUNCTION = re.compile(
    r"\b(?:would|will|might|could|is|are) (?:the )?(?:sales|finance|marketing|operations|production|manufacturing|"
    r"procurement|purchasing|logistics|supply(?: chain)?|planning|product|r&d|hr)\b"
    r"(?! (?:director|head|manager|vp|lead|guy|chief)\b)",
    re.I,
)
_RECORD = re.compile(r"\b(?:in|into|of|from|on) (?:the|our|their|its|meeting) minutes\b|\bminuted\b", re.I)
#: "We talk for two hours" tells how long it is, "can we talk for five minutes" asks for it.
_LASTS = re.compile(
    r"^(?!\W*(?:can|could|shall|may|let)\b).{0,80}\b(?:we|they|it|he|she|everybody|people|meeting|review)\b.{0,60}"
    r"\bfor (?:\w+ ){1,3}(?:hours?|minutes?|days?)\b",
    re.I,
)
#: "Two hours instead of four" is an option.
_HOURS = re.compile(r"\W*(?:\w+ ){1,2}hours?\b", re.I)
#: "It must be quicker than it is now" is wished of something else.
_OF_IT = re.compile(r"\W*(?:it|they|that|he|she|the \w+) (?:must|has to|have to|should|needs? to|would|could) ", re.I)
#: "Cancel January and see who complains": a meeting, and not this talk.
_CANCELS = re.compile(
    r"\W*cancel (?!(?:it|this|that|everything|all|now|please|here)\b)"
    r"(?!(?:(?:the|this|our|my) )?(?:session|conversation|talk|chat|coaching|question|goal|topic)\b)\w",
    re.I,
)
_STANDING = re.compile(
    r"\b(?:recap\w*|re-cap|summar\w+|sum|so far|where|how far|status|noted|remind|overview|list|"
    r"what (?:do|did|have|are|is|was|has)|whats|show|again|read|until now|up to now|"
    r"back to me|wrote|written|got)\b",
    re.I,
)
_ME_TOO = re.compile(r"(?:^|[.!?;,\n]\s*)i \w+(?: \w+){0,3} (?:also|too|as well)(?:[.!?;,\n]|$)", re.I)
_LEAVES = re.compile(
    r"^\W*(?:(?:stop|enough|let'?s stop|stop here)\s*[.!,;:-]+\s*(?:i(?: a|')?m (?:out|tired|done|late)|"
    r"i (?:have|need|must|'ve got) (?:an?|to|got)|my (?:next|flight|train|call)|"
    r"enough|sorry|thanks|please|later).{0,60}|"
    r"(?:(?:ok|okay|sorry|oh|right|well)\b\W*)*(?:i(?:'ve)? )?(?:have to|have got to|got to|gotta|need to|must) "
    r"(?:go|run|leave|stop)(?: now| here)?\W*(?:(?:sorry|bye|thanks|thank you|cheers)\W*)?|"
    # "Can we just stop if there's nothing": of the talk, where nothing is named that is to be stopped.
    r"(?:(?:ok|okay|sorry|well|so)\b\W*)*(?:can|could|may|shall) (?:we|i) (?:just |please |maybe )*(?:stop|end|finish)"
    r"(?: it| here| now| there| this| this here)?\W*(?:(?:if|because|please|for (?:today|now)|i|then)\b.{0,60})?)$",
    re.I,
)
#: What is asked for where everything is to begin again.
_ANEW = re.compile(
    r"\b(?:start\w*|re-?start\w*|over|fresh|again|begin\w*|reset|scratch|anew|clear|different|another|something else|"
    r"new (?:topic|conversation|talk|chat|session|subject|coaching))\b",
    re.I,
)
#: What is left of "I don't know" in all its forms; in fewer words it may be misspelt beyond that.
_NOT_KNOWN = re.compile(
    r"kn[oew]|come up with|dun+o|dono|idk|idea|clue|sure|certain|\btell|\bsay|thin?k|thought|blank|\bmind|guess|"
    r"\bhard|tough|difficult|tricky|answer|remember|recall|faint|at a loss|\blost|stuck|nothing|beats me|empty|"
    r"search me|\bpass\b|good question|figure|wonder|\bsee\b|not yet|no view|words",
    re.I,
)
_SAID_PLAINLY = 4
LONGEST = 120  # characters; nobody asks like this in more


def owns_up_too(text: str) -> bool:
    """Whether a short sentence says that the writer does the same: "I use Excel also"."""
    return bool(_ME_TOO.search(text))


def bare_why(text: str) -> bool:
    """Whether a message is "why?" and nothing else."""
    return len(text) <= LONGEST and bool(_WHY.match(text))


def asks_about_others(text: str) -> bool:
    """Whether a message only asks what others do, without a subject of its own."""
    return len(text) <= LONGEST and bool(_OTHERS.match(text) or _EXAMPLE.match(text.strip(" ?!.")))


def asks_their_view(text: str) -> bool:
    """Whether a message only asks what somebody else would say or ask, without a subject of its own."""
    return len(text) <= LONGEST and bool(_VIEW.match(text))


def asks_a_functions_view(text: str) -> bool:
    """Whether what a whole function would say is asked, and not what a person would."""
    return asks_their_view(text) and bool(_OF_A_FUNCTION.search(text))


def leaves(text: str) -> bool:
    """Whether a message says stop and why, or only that somebody has to go."""
    return len(text) <= LONGEST and bool(_LEAVES.match(text.strip()))


def misheard(text: str, intent: str) -> bool:
    """Whether a control word was only heard: the minutes of a meeting are no hurry, "stand there" asks for no recap.

    Nor is "that I'd be found out" an "I don't know": who does not know says so in more or less plain words. What was
    said is set aside only where that is asked for: "ask the new one to run it" does not.
    """
    if intent == "dont_know":
        return len(text.split()) >= _SAID_PLAINLY and not _NOT_KNOWN.search(text)
    if intent == "recap":
        return not _STANDING.search(text)
    if intent == "start_over":
        return not _ANEW.search(text)
    if intent == "stop":
        return bool(_CANCELS.match(text))
    return intent == "short_time" and bool(
        _RECORD.search(text) or _LASTS.search(text) or _HOURS.match(text) or _OF_IT.match(text)
    )
