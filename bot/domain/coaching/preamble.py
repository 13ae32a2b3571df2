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
    r"(?:i'?m |i am )?out of ideas|nothing more|no more time|that'?s all i (?:have|got)|"
    r"(?:that'?s|those are|these are|that is) (?:the|my|all|all the|all my)? ?(?:two|three|four|[2-5])|"
    r"(?:two|three|four|that)(?:'?s| is| are) (?:enough|plenty))"
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
#: What opens somebody's words.
_OPENS = ('"', "“")
_SENTENCE_END = re.compile(r"[.!?](?:\s+|\.+\s*)(?=\S)")
#: A question said over has at most so many words.
SAID_OVER = 5
#: Said of the question or of the talk, in front of the answer.
_OF_THE_TALK = re.compile(
    r"(?:(?:well|hm+|ok(?:ay)?|oh|no|yes)[ ,]+)*"
    r"(?:i (?:have |'ve )?(?:just|already) (?:told|said|answered)(?: (?:you|that|it|this))*|(?:like|as) i said|"
    r"(?:it|that|this)(?:'s| is) (?:very |really |a bit |quite |a )*(?:difficult|hard|tough|tricky)"
    r"(?: to (?:say|tell|answer))?(?: question| one)?|(?:difficult|hard) to (?:say|tell)|"
    r"(?:a )?(?:good|tough) (?:question|one)|i (?:do not|don'?t) (?:really )?like (?:this|that|the) question|"
    r"let me think(?: about it)?|what a question|"
    r"i (?:do not|don'?t) think (?:it|that|this)(?:'s| is) (?:really )?about \w[^.!?]{0,80})",
    re.I,
)
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


def without_opening(text: str, asked: str) -> str:
    """Return an answer without the sentences in front that only speak of the talk, or say the question over."""
    rest = text.strip()
    while found := _SENTENCE_END.search(rest):
        first = rest[: found.start() + 1]
        said_over = first.endswith("?") and len(first.split()) <= SAID_OVER and bool(_long(first) & _long(asked))
        if not (said_over or _OF_THE_TALK.fullmatch(first.strip(" .!?,"))):
            break
        rest = rest[found.end() :].strip()
    return rest or text.strip()


def _long(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


def to_the_point(text: str) -> str:
    """Return an answer from its first telling word on; the whole of it where nothing else is there."""
    if text.strip()[:1] in _OPENS:
        return text.strip()  # "So you do not trust me?", said by somebody: its mark belongs to it.
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
    ends = [piece in EMPTY or _NO_MORE.fullmatch(piece) is not None for piece in said]
    rest = all(end or piece in _ONWARDS for end, piece in zip(ends, said, strict=True))
    return whole in EMPTY or (bool(said) and rest and ends[0])


def no_more(text: str) -> bool:
    """Whether a reply says in so many words that that was all: "no that's it"; a bare "no" does not."""
    whole = re.sub(r"[^\w' /-]", "", text).strip().lower()
    pieces = [re.sub(r"[^\w' /-]", "", piece).strip().lower() for piece in re.split(r"[.,;!?]+", text)]
    ended = is_empty(text) and any(piece in _ENDS or _NO_MORE.fullmatch(piece) for piece in pieces)
    return whole in _ENDS or bool(_NO_MORE.fullmatch(whole)) or ended


def is_hedged(text: str) -> bool:
    """Whether something was said whole and only softened at its end: "stop being surprised in there, I guess"."""
    return len(text) <= _LONGEST_HEDGED and bool(_HEDGE.match(text))


def is_away(text: str) -> bool:
    """Whether somebody says that they have to go now."""
    return bool(_AWAY.search(text))


def wants_to_move_on(text: str) -> bool:
    """Whether somebody asks to leave what was just spoken of."""
    return bool(_MOVES_ON.search(text))
