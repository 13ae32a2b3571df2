"""The weak point of a plan: an if-then that leans on what may fail again, half a no, a goal that is another one."""

import re

from bot.domain.coaching.session import Session

#: Something the coachee does: a person of their own, or a plain verb in front ("go to his deputy").
_OWN = re.compile(
    r"\b(?:i|we|i'?ll|we'?ll|i'?d|myself)\b|(?:^|, |then )(?:ask|call|ring|phone|go|take|send|write|move|do|start|use|"
    r"bring|show|tell|say|present|book|walk|postpone|put|stop|give|hold|cancel|meet|make|invite|escalate|set|"
    r"offer|read|"
    r"open|cut|run|speak|talk|add|leave|work|switch|propose|plan|block|close|visit|drop|print|let)\b",
    re.I,
)
#: Hoping, waiting, or the same thing once more.
_HOPES = re.compile(
    r"\b(?:hope(?:fully)?|wait(?:ing)?|(?:i|we)(?:'?ll| will)? see\b(?! (?:him|her|them|you))|"
    r"see what happens|try (?:it )?again|"
    r"(?:ask|call|tell|remind|ring|invite) (?:him|her|them|it) again|remind (?:him|her|them)|insist|"
    r"(?:he|she|they)(?:'ll| will) (?:come|agree|do|have to|say yes|listen|understand)|should be (?:fine|ok)|somehow|"
    r"deal with it|manage it|improvise|think of something|find (?:a|some) (?:way|solution)|explain (?:it )?again)\b",
    re.I,
)
#: A polite no.
_RELUCTANT = re.compile(
    r"\b(?:(?:a )?(?:little|bit|rather|quite|somewhat) (?:difficult|hard|tricky|delicate|early|ambitious|"
    r"sensitive|complicated)"
    r"|not (?:so |that |very )?easy|(?:could|might|would) be (?:difficult|hard|tricky|awkward)|one could|"
    r"perhaps one could|"
    r"not the right moment|maybe (?:later|one day)|we will see|we'll see|in principle|let me think|"
    r"i would have to think|"
    r"it depends|if there is time|when i find (?:the )?time)\b",
    re.I,
)
_AGREES_AT_LAST = re.compile(
    r"[.!?,;] (?:yes|ok(?:ay)?|all right|fine|i(?:'ll| will) do it)\b(?! (?:but|and no)\b)", re.I
)
#: Something that could be done, whatever was asked.
_COULD = re.compile(
    r"^\W*(?:(?:maybe|perhaps|well|or|and|then|also|so)[ ,]+)*(?:(?:i|we) (?:could|can|might|would|'d)\b|ask|call|"
    r"talk to|go (?:to|and|see|back|there|over)|take|"
    r"send|write|invite|show|tell|present|postpone|cancel|stop|give|hold|meet|escalate|cut|speak|leave|"
    r"propose|plan|drop|"
    r"get|have|let|bring|move|start|make|put|use|offer|open|run|close|switch|turn|remove|add|block|split|share|explain|"
    r"train|teach|hire|book|visit|walk|sit|read|print|delegate|refuse|say|change|build|simplify|reduce|raise|check|"
    r"create|test|try|pilot|find|look|work|join|set|fix|limit|merge|combine|ring|phone|agree|publish|resign|quit|"
    r"hand|name|replace|freeze|do (?:it|this|both)|"
    r"wait (?:for|till|until)|insist|reject|accept|rebuild|delete|prepare|push|drive|"
    r"not (?!yet|sure|really|that|this|at|much|so|the|a|in|very|only|before|until)\w+ \w+)\b",
    re.I,
)
#: An order or a request, in so many words something to do: "ask the planner to ring me first".
_REQUEST = re.compile(
    r"^\W*(?:(?:maybe|perhaps|just|simply)[ ,]+)*(?:ask|tell|invite|call|ring|show|send|stop|freeze|book|talk to|go to|"
    r"let|bring|cancel|propose|(?:i|we) could(?! (?:have|cry|scream|not)\b))\s+\w+\s+\w+",
    re.I,
)
#: To do it means to say something to somebody.
_TALK = re.compile(
    r"^\W*(?:i(?:'ll| will)? )?text\b|"
    r"\b(?:ask|tell|talk|text (?:him|her|them)|speak|call|ring|phone|say|meet|"
    r"sit down|write(?! (?:down|up|out|it|this|that|my|the|a list|"
    r"[a-z]+ own)\b)|e-?mail|message|invite|discuss|raise|present|"
    r"propose|see|visit|walk|go to|confront|coffee|lunch|conversation|meeting)\b",
    re.I,
)

#: Another goal than the one that was named.
_SHIFT = re.compile(
    r"\b(?:the real (?:problem|issue|question|goal)|actually it(?:'s| is) (?:about|more)|"
    r"it(?:'s| is) not (?:really )?about|(?:actually|no),? (?:there is )?(?:something else|another thing)|"
    r"something else (?:bothers|worries|happened|came up)|what (?:i|we) really (?:need|want)|"
    r"that(?:'s| is) the wrong goal|the goal is (?:wrong|different|another))\b",
    re.I,
)


def weak_plan(session: Session) -> bool:
    """Whether the if-then just given leans on hope, on asking the same person again, or on no act of one's own."""
    last, plan = session.last, session.latest("if-then")
    if last is None or plan is None or last.control or plan.turn != len(session.exchanges) - 1:
        return False
    if last.captures != "if-then" or last.move == "weak-point":
        return False
    return bool(_HOPES.search(plan.text)) or not (_OWN.search(plan.text) or could_be_done(plan.text))


def reluctant(session: Session) -> bool:
    """Whether the answer just given is a no in polite words ("a little difficult")."""
    last = session.last
    said = (last.answer or "") if last and last.control is None and last.signals.words <= 30 else ""
    # "Perhaps the small one. Yes, the small one": what is said last counts.
    return bool(_RELUCTANT.search(said)) and not _AGREES_AT_LAST.search(said)


def could_be_done(text: str) -> bool:
    """Whether an answer names something that could be done ("ask the GM to open the meeting")."""
    return bool(_COULD.search(text))


def is_request(text: str) -> bool:
    """Whether an answer is something to do and nothing else, whatever was asked."""
    return bool(_REQUEST.match(text)) and not re.search(r"[.!?]\s", text.strip())


#: A promise made anew has so many words.
WHOLE, LONGEST = 4, 25
#: "I'll write him a letter. By hand": a few words behind the promise.
_AFTERWORD = re.compile(r"(?<=[.!])\s+(?:by|with|in|on|at|for|no|not|just|only|promise)(?: [\w']+){0,4}[.!]?$", re.I)
#: Asked what follows from it, people say what they will do.
_ASKS_WHAT_FOLLOWS = re.compile(
    r"\b(?:what follows|ask of you|asks? of you|need from you|would you do|will you do|that you do not do now)\b", re.I
)
_A_STEP = re.compile(
    r"\W*(?:(?:that|then|well|so|maybe)[ ,]+)*(?:i|we)(?:'ll|'d)? (?!(?:do|did|am|was|have|know|feel|think|don|didn|"
    r"can'?t|cannot|hate|like|love)\b)\w+ \w+",
    re.I,
)


def is_step(asked: str, said: str) -> bool:
    """Whether what follows was asked for and something to do was answered: it is a plan, and no habit."""
    return bool(_ASKS_WHAT_FOLLOWS.search(asked)) and bool(could_be_done(said) or _A_STEP.match(said))


def is_done_by_them(said: str) -> bool:
    """Whether a sentence says what the coachee does ("I tell Mira that it is hers")."""
    return bool(_A_STEP.match(said))


def is_promise_anew(said: str) -> str:
    """Return what will be done now in place of what was promised, as it was said, or "" where only a day was given."""
    text = _AFTERWORD.sub("", said.strip()).rstrip(".!")
    told = could_be_done(text) or _A_STEP.match(text)
    return text if told and WHOLE <= len(text.split()) <= LONGEST and not re.search(r"[.!?]\s", text) else ""


def is_talk(text: str) -> bool:
    """Whether doing this means to say something to somebody."""
    return bool(_TALK.search(text))


def shifts(text: str) -> bool:
    """Whether an answer sounds as if the goal were another one ("actually something else")."""
    return bool(_SHIFT.search(text))
