"""What people say before they answer, or instead: "hm", "no I mean", "nothing". It is no part of what is kept."""

import re

#: In front of a mark that ends a sentence; "Mrs. Tanaka" and "vs. plan" go on.
NO_TITLE = r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bvs)(?<!\bno)(?<!\bapprox)"
_SOUNDS = re.compile(
    r"^\W*(?:(?:"
    r"(?:hm+|uh+|um+|er+m?|well|ok(?:ay)?|oh|ah|yeah|yep|yes(?!,? or no\b)|let me think|let'?s see|good question|tbh|"
    r"to be honest|no,? (?:sorry,? )?i mea(?:n|nt)|sorry,? i mea(?:n|nt)|i mean|i meant)\b"
    r"|so\b(?! (?:far|that|much|many|long|little|as)\b)"
    r"|(?:dunno|idk|no idea|i (?:really |honestly )?(?:don'?t|do not) know|not sure|sorry)(?=[.,;:!-]|$)"
    r")[\s,.;:!-]*)+",
    re.I,
)
EMPTY = frozenset(
    "no|nope|none|nothing|nothing else|no more|not really|that's all|thats all|that is all|that's it|thats it|"
    "that is it|no others|n/a|na|-|nah|no thanks|not that i can think of|nothing comes to mind|"
    "meh|hm|hmm|whatever".split("|")
)
#: "No that's it", "nope, nothing else", "no more ideas".
_NO_MORE = re.compile(
    r"(?:no|nope|nah|ok|well|sorry|i think|really|and)(?: (?:no|sorry|i think|honestly|really))* "
    r"(?:that'?s|that is|thats) (?:it|all|everything)(?: (?:really|for now|i think|from me))?|"
    r"(?:no|nope|nah|not really|sorry) (?:nothing|none|no)(?: (?:else|more|other|comes|springs) ?(?:to mind)?)?|"
    r"(?:(?:i have |i've |ive |there are )?no (?:more|other|further) (?:ideas?|options?|ways?)|"
    r"(?:i'?m |i am )?out of ideas|nothing more|that'?s all i (?:have|got))"
    r"(?: (?:left|really|for now|from me|to add))*"
)
#: "I guess" behind a wish takes nothing of it back.
_HEDGE = re.compile(r"(?:\w+\W+){5,}(?:i guess|i suppose|i think|probably|maybe|or so)\W*$", re.I)
_ENDS = frozenset(
    "nothing else|no more|that's all|thats all|that is all|that's it|thats it|that is it|no others".split("|")
)
_LAUGHS = re.compile(r"(?:(?:ha){2,}h?|lo+l+|(?:he){2,}|rofl|lmao|blah|bla)(?: (?:(?:ha){2,}|lo+l+|bla))*", re.I)
_ONWARDS = frozenset({"next", "next question", "go on", "move on", "lets move on", "let's move on"})
_LONGEST_HEDGED = 200
#: Called away in the middle of it.
_AWAY = re.compile(
    r"\b(?:back in (?:a|\d)|(?:got|have|need) to (?:run|go)(?: now)?\s*(?:$|[.!,;]|"
    r"to (?:a|the|my) (?:call|meeting|next))|gotta (?:run|go)|hold on\b(?! to\b)|one moment\b|brb\b|"
    r"i(?:'m| am) done(?= ?(?:$|[.,!;]| here))|i have a (?:plane|train|flight|call now)\b|"
    r"my next (?:call|meeting) (?:is|starts))",
    re.I,
)
_MOVES_ON = re.compile(
    r"\b(?:(?:let'?s|let us|can we|please|shall we) (?:move|go) on|move on,? please|change the subject|"
    r"(?:don'?t|do not|rather not|not) want to (?:talk|speak) about (?:it|this|that)|rather not (?:talk|say)|"
    r"leave (?:it|that|this) there|enough of that)\b",
    re.I,
)
_TAKES_BACK = re.compile(r"^\W*(?:(?:no|sorry|wait)\W+){0,2}i mea(?:n|nt)\b|^\W*(?:correction|scratch that)\b", re.I)


def to_the_point(text: str) -> str:
    """Return an answer from its first telling word on; the whole of it where nothing else is there."""
    rest = _SOUNDS.sub("", text.strip(), count=1).strip()
    return rest or text.strip()


def takes_back(text: str) -> bool:
    """Whether an answer puts the one before it right: "no, I mean ..."."""
    return bool(_TAKES_BACK.match(text))


def is_empty(text: str) -> bool:
    """Whether a reply says that there is nothing (more) to say; "nothing. next" says it twice."""
    whole = re.sub(r"[^\w' /-]", "", text).strip().lower()
    pieces = [re.sub(r"[^\w' /-]", "", piece).strip().lower() for piece in re.split(r"[.,;!?]+", text)]
    said = [piece for piece in pieces if piece]
    if _LAUGHS.fullmatch(whole) or _NO_MORE.fullmatch(whole):
        return True
    return whole in EMPTY or (bool(said) and all(piece in EMPTY | _ONWARDS for piece in said) and said[0] in EMPTY)


def no_more(text: str) -> bool:
    """Whether a reply says in so many words that that was all: "no that's it"; a bare "no" does not."""
    whole = re.sub(r"[^\w' /-]", "", text).strip().lower()
    return whole in _ENDS or bool(_NO_MORE.fullmatch(whole))


def is_hedged(text: str) -> bool:
    """Whether something was said whole and only softened at its end: "stop being surprised in there, I guess"."""
    return len(text) <= _LONGEST_HEDGED and bool(_HEDGE.match(text))


def is_away(text: str) -> bool:
    """Whether somebody says that they have to go now."""
    return bool(_AWAY.search(text))


def wants_to_move_on(text: str) -> bool:
    """Whether somebody asks to leave what was just spoken of."""
    return bool(_MOVES_ON.search(text))
