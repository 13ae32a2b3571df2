"""Whom an answer is about: the coachee, somebody else, or somebody it is not to be about any more."""

import re

from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import Mention

#: So often at least somebody says "I" who speaks of themselves.
OFTEN = 2
#: Somebody who says "I" does not only tell of others.
SPEAKS_OF_ONESELF = re.compile(r"\b(?:i|me|my|myself|i'm|i've|im|ive)\b", re.I)
_SPEAKS_OF_OTHERS = re.compile(r"\b(?:he|she|they|him|her|them|his|their)\b", re.I)
_SENTENCE = re.compile(r"[.!?;\n]+")
#: "And someone laughed": done to whoever stood there.
_DONE_TO_THEM = re.compile(
    r"\b(?!(?:i|we|and|me) )\w+ (?:just |all |then )?"
    r"(?:laughed|shouted|yelled|rolled (?:his|her|their) eyes|cut me off|interrupted me|ignored me|mocked|"
    r"smirked|(?:took|tore) (?:me|my \w+) (?:apart|to pieces)|"
    r"told me (?:that )?i(?:'?m)?\b(?! (?:can|could|may|should) (?:go|come|have|take)))\b|"
    r"\b(?:they|he|she|people|every(?:one|body)) (?:thinks?|says?|believes?) (?:that )?i(?:'?m)?\b",
    re.I,
)
#: "My father was a waiter, you never run": told of no one else.
_MY_FAMILY = re.compile(r"\bmy (?:father|mother|parents|dad|mum|grandfather|grandmother)\b", re.I)
#: Asked what goes on in them, "eight years old, everybody quiet" tells of nobody else.
_ASKS_OF_THEM = re.compile(r"\b(?:in you|of yourself|for yourself)\b", re.I)
#: "I would sleep" is hoped for and not told.
_SUPPOSED = re.compile(r"\b(?:would|could|i'd|should|if)\b", re.I)
_HEAVY = re.compile(
    r"\b(?:burn-?out|burn(?:ed|t) out|sick leave|signed off sick|on sick|in hospital|broke down|collapsed|in tears|"
    r"crying|cried|handed in (?:his|her|their) notice|gave notice|quit on (?:me|us)|has resigned|resigned|"
    r"(?:is|'s|are|be) leaving(?! (?:the|it|that|early|at|me)\b)|lost my (?:deputy|planner|best|assistant|team)|"
    r"heart attack|(?:with|in) (?:his|her) heart|heart trouble|a stroke|cancer|diagnosed|panic attack|died|"
    r"nervous breakdown|"
    r"(?:shout(?:s|ed)|yell(?:s|ed)|scream(?:s|ed)) at (?:me|us)|(?:humiliate[sd]?|bull(?:ies|ied)) (?:me|us)|"
    r"(?:scared|afraid|frightened|terrified) of (?:him|her|them|my (?:boss|manager|director|cfo|ceo|gm|md)))\b",
    re.I,
)
_UNDONE = re.compile(
    r"\b(?:i|we) (?:just |simply |then |still |always )?(?:don'?t|do not|didn'?t|did not|never|keep not|"
    r"(?:have|had) never|haven'?t|have not|put off|put it off|keep putting)\b(?! (?:know|think|want|like|believe|"
    r"need|see|saw|seen|heard|knew|met|was|were|been|liked|understand|"
    r"mean|care|remember|mind|have|get|feel|even know|really know|trust|agree|sleep|eat|"
    r"notice|expect|realise|realize|"
    r"recognise|hear|exist|matter))|"
    r"\bi'?ve never (?:asked|told|said|shown|spoken|talked|met|been|raised|brought|given|let|invited|called|tried)\b|"
    r"\bi \w+(?: \w+){0,8} and (?:did not|didn'?t|never) (?!know|think|want|have|sleep|see|get)\w+",
    re.I,
)
#: "I'm lying to her face", "half the time I've sabotaged him": a part of one's own, though no habit is named.
_OWN_DOING = re.compile(
    r"\bi(?:'?m| am) (?:\w+ly |just |always |still )?(?!(?:go|hop|look|think|wonder|talk|feel|try|gett|work|sitt|wait|"
    r"tell|ask|say|be|us|read|writ|learn|start|miss|los|runn)ing\b)[a-z]{2,}ing\b|"
    r"\bi(?:'?ve| have) (?:also |even |just |always )?(?!(?:tri|learn|notic|work|ask|rais|mention|call|plan|liv|want|"
    r"need|hop|realis|realiz|arriv|start|decid|warn|expect|hear|suggest)(?:i?ed|d)\b)[a-z]{2,}ed\b",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'(?:m|ve|d|ll)|im|ive|me|my|mine|myself)\b", re.I)
#: "My predecessor, Colm", "he used to ring them": nobody who could be spoken to about it today.
_GONE = re.compile(
    r"\b(?:predecessor|former|ex-\w+|used to|retired|(?:has |have )?left (?:in|the company|us|last)|died|passed away|"
    r"before (?:him|her|me)|no longer (?:here|with us|works))\b",
    re.I,
)
#: "I don't want the fight", "I will not beg him".
_REFUSES = re.compile(
    r"\b(?:i|we) (?:don'?t|do not|won'?t|will not|refuse to|never) (?:want|beg|fight|do that|go there|accept|play)\b|"
    r"\bno way\b|\bout of the question\b|^\W*(?:no|never)[!.]",
    re.I,
)
_BEGINS_WITH_OTHERS = re.compile(
    r"\W*(?:(?:well|and|but|so|yes|no|because),? )?(?:he|she|they|nobody|everybody|everyone|his|her|their|the)\b", re.I
)
#: An answer that only names people has no more words, and at most so many that are no name.
ONLY_NAMES, ONE_MORE = 10, 1
_ASKS_WHO = re.compile(r"\b(?:who|whom|whose|which (?:colleague|person|of them|of the executives))\b|\banyone\b", re.I)
_AROUND_NAMES = frozenset(
    "and or the a an my our your his her their maybe perhaps also with to of from in i think mostly mainly all both "
    "some probably well him them us".split()
)
#: What is told with it is told of nobody else: the body, the child one was, the thought of leaving.
_CLOSE = re.compile(
    r"\b(?:throat|stomach|chest|heart|knees|voice|breath\w*|tears|(?:not|n't|dont|cant|never) sleep|lie awake|blank|"
    r"my (?:\w+ )?(?:father|mother|parents|dad|mum|wife|husband|daughters?|sons?|kids|children|child|grandmother|"
    r"grandfather)|childhood|a child|years? old|at school|"
    r"quit|resign\w*|leave the company|looking for (?:a|another) job|job (?:ads?|offers?)|headhunter|recruiter|"
    r"another job|retire\w*|it'?s me|it is me|(?:i'?m|i am) (?:[3-6]\d|fifty|sixty|forty)|"
    r"(?:don'?t|do not) want to (?:be|become|end up|end) (?:the|that|a|an|as|like)|"
    r"ashamed|scared|afraid)\b",
    re.I,
)
#: "I don't want to talk about Lena", "Lena isn't the problem", "leave Lena out of it".
_SET_ASIDE = (
    r"(?:\b(?:(?:do|did|wo|is|ca|was)n'?t|not|never|stop|enough)\b[^.!?\n]{{0,30}}\b(?:talk|talking|speak|speaking|think|thinking|"
    r"be|being)?\s?about {name}\b|\b{name}(?:'s|s)?\s(?:is|are|was|were)?\s?(?:n'?t|not)\b[^.!?\n]{{0,12}}"
    r"\b(?:problem|issue|point|matter|question|trouble|one)\b|\b(?:leave|keep) {name} (?:out|aside|alone)\b|"
    r"\bforget (?:about )?{name}\b|\bnothing to do with {name}\b|\b{name} has nothing to do\b)"
)

#: What the coachee is called, by themselves or by those who speak to them: "later Kat", "what do you think, Kat?"
_MY_NAME = (
    r"\bmy name\b[^?!]{{0,60}}\b{name}\b|\b(?:i am|i'?m|this is|call me) {name}\b|\bsigned,? {name}\b|"
    r",\s{name}\?|\b(?:said|says|asked|asks),? {name},? (?:you|are you|what|do you|can you|will you|come|later)\b|"
    r"[\"“]{name},? (?:you|are|what|do|can|could|will|would|have)\b|\b{name} is me\b|\b(?:later|no|ha ha|haha|"
    r"but),? {name}\b"
)


def last_name(mention: Mention) -> str:
    """The word by which somebody named is recognised again, in small letters."""
    return mention.text.split()[-1].lower() if mention.text.split() else ""


def left_out(session: Session) -> frozenset[str]:
    """The last words, in small letters, of those of whom it was said that it is not about them."""
    return frozenset(
        name
        for exchange in session.answered
        for mention in exchange.signals.people
        if (name := last_name(mention))
        and (_sets_aside(exchange.answer or "", name) or _is_oneself(exchange.answer or "", name))
    )


def _sets_aside(said: str, name: str) -> bool:
    return bool(re.search(_SET_ASIDE.format(name=re.escape(name)), said, re.I))


def _is_oneself(said: str, name: str) -> bool:
    """Whether a name is the coachee's own: "my name on it. Small, in the corner, Rodrigo", "I'm Rodrigo"."""
    return bool(re.search(_MY_NAME.format(name=re.escape(name)), said, re.I))


def about_oneself(exchange: Exchange) -> bool:
    """Whether an answer speaks more of the coachee than of anybody else."""
    said = exchange.answer or ""
    others = len(_SPEAKS_OF_OTHERS.findall(said)) + len(exchange.signals.people)
    own = len(SPEAKS_OF_ONESELF.findall(said))
    return exchange.control is None and own >= OFTEN and own > others


def close_to_home(exchange: Exchange) -> bool:
    """Whether an answer tells of something the coachee carries themselves: body, family, leaving, being laughed at."""
    said = exchange.answer or ""
    if exchange.control is None and _DONE_TO_THEM.search(said):
        return True
    if exchange.control is None and any(
        _MY_FAMILY.search(clause) and is_close(clause) for clause in _SENTENCE.split(said)
    ):
        return True
    asked_of_them = exchange.control is None and _ASKS_OF_THEM.search(exchange.asked) is not None
    return (asked_of_them or about_oneself(exchange)) and any(is_close(clause) for clause in _SENTENCE.split(said))


def is_close(sentence: str) -> bool:
    """Whether a sentence tells of the body, the family, the child one was, or the thought of leaving."""
    return bool(_CLOSE.search(sentence)) and not _SUPPOSED.search(sentence)


def is_heavy(text: str) -> bool:
    """Whether a text tells that somebody fell ill over it or left, or is shouted at or afraid."""
    return bool(_HEAVY.search(text))


def leaves_undone(exchange: Exchange) -> bool:
    """Whether an answer tells what the coachee does not do ("I don't bring it", "I keep not going")."""
    return exchange.control is None and bool(_UNDONE.search(exchange.answer or ""))


def not_of_oneself(text: str) -> bool:
    """Whether an answer says nothing of whoever gives it: no "I", "me" or "my"."""
    return not _FIRST_PERSON.search(text)


def own_doing(text: str) -> bool:
    """Whether an answer tells what the coachee is doing or has done to it: "I'm lying to her face"."""
    return bool(_OWN_DOING.search(text))


def is_gone(text: str) -> bool:
    """Whether an answer speaks of somebody who is not there any more."""
    return bool(_GONE.search(text))


def refuses(text: str) -> bool:
    """Whether an answer says what the coachee will not do or does not want."""
    return bool(_REFUSES.search(text))


def others_first(exchange: Exchange) -> bool:
    """Whether the first sentence of an answer is about somebody else."""
    said = (exchange.answer or "").strip()
    named = any(
        said.lower().startswith(mention.text.lower().removeprefix("your ")) for mention in exchange.signals.people
    )
    return named or bool(_BEGINS_WITH_OTHERS.match(said))


def names_only(exchange: Exchange) -> bool:
    """Whether a question for people ("with whom ...?") was answered by nothing but who they are."""
    said = exchange.answer or ""
    if exchange.control or not exchange.signals.people or not _ASKS_WHO.search(exchange.asked):
        return False
    named = {word for m in exchange.signals.people for word in re.findall(r"[\w'-]+", m.text.lower())}
    rest = set(re.findall(r"[\w'-]+", said.lower())) - named - _AROUND_NAMES
    return exchange.signals.words <= ONLY_NAMES and len(rest) <= ONE_MORE
