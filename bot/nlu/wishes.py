"""Tells a wish put as a question ("can we stop inviting 30 people, that would help") from a question. Free of Rasa."""

import re

from bot.domain.coaching.aims import is_aim

_BEFORE = r"^\W*(?:(?:and|but|so|ok|okay|well|hmm|honestly|actually|maybe|yes|no|oh|god)\b\W*)*"
_MODAL = r"(?:can|could|may|might|would|should|shall|will)(?:n?['’]?t| not)?"
_THEY = r"(?:we|they|he|she|people|somebody|someone|everybody|everyone|sales|finance|marketing|production|the \w+)"
#: Not "can you ...?", which asks us, nor "can I have an example?", which asks the mentor.
_ASKED_OF_US = (
    r"you\b|(?:i|we) (?:\w+ ){1,6}?(?:examples?|tips?|advice|explanations?|definitions?|templates?|checklists?|mentor|"
    r"from you)\b"
)
_OPENS = rf"(?:{_MODAL} (?!{_ASKED_OF_US})\w|(?:why|how) {_MODAL} (?!you\b)\w|what if\b|if only\b|wish\b|i wish\b)"
_OPENING = re.compile(_BEFORE + _OPENS, re.I)
#: What somebody says of a wish after it, before a pause: "..., that would help", "... That is all I want."
_WISHED = re.compile(
    r"[,.;:?!–-]\s*(?:(?:and|because|cause|cos|as|i think|i guess|honestly)\W+)*(?:"
    r"(?:that|this|it|which)(?:['’]?d| would| could| might| will|['’]ll) "
    r"(?!(?:\w+ ){1,3}to (?:know|hear|learn|understand)\b)(?![^.!?]{0,80}\?)\w|"
    r"(?:that|this|it|which)(?:['’]?s| is| was) (?:\w+ ){0,2}?(?:what|all|my|the|it\b|where|enough)|"
    r"(?:i|we)(?:['’]?d| would) (?:\w+ ){0,2}?(?:be|like|love|take|settle|sleep|need|want|welcome|call|give|prefer)\b|"
    r"(?:would|could|might) (?:really |already |at least )?(?:help|be (?:a|nice|great|good|enough|something|the|my))\b"
    r"(?![^.!?]{0,80}\?))",
    re.I,
)
#: What makes a wish of it by itself; nobody asks a mentor "can we finally have one plan".
_LONGING = re.compile(
    r"\b(?:finally|for once|please|pls|at last|for god['’]?s sake|(?:just|at least) once|once and for all|if only|"
    r"i wish)\b|"
    rf"\b(?:can['’]?t|cannot|(?:could|would|should)n['’]?t|won['’]?t) {_THEY} (?:\w+ )?(?:just|simply|all|ever)\b|"
    r"\b(?:can|could|shall|should)(?:n['’]?t)? we (?:all )?(?:agree|commit|promise) (?:that|on|to)\b|"
    rf"\b(?:can|could) {_THEY} (?:just|simply)\b"
    r"(?![^.!?]{0,99}\?)",
    re.I,
)
#: A proposal: "how about a meeting where decisions are made", "what about inviting the treasurer?"
_PROPOSED = re.compile(
    _BEFORE
    + r"(?:how|what) about (?:(?:an?|we|if)\b(?=(?:\W+\w+){4})|\w+ing (?:the|an?|all|our|my|one|every\w*|some\w*|"
    r"them|him|her|it|sales|finance|less|fewer|more|only)\b)",
    re.I,
)
#: Said of the talk itself, this is a wish to the coach: "can we stop here, that would be great".
_OF_THE_TALK = re.compile(
    r"\b(?:here|now|today|tonight|later|tomorrow|this|that|it|another time|short|brief|quick(?:ly)?|break|pause|"
    r"question|chat|session|go back|skip)\b",
    re.I,
)


def is_wish(text: str) -> bool:
    """Whether a question is put as a wish or a proposal: an answer, where one is awaited."""
    wished = is_aim(text) or (_OPENING.match(text) and (_WISHED.search(text) or _LONGING.search(text)))
    return bool(wished or _PROPOSED.match(text))


def is_plain_wish(text: str) -> bool:
    """Whether a wish is said to be one, and cannot be meant for the coach: "can we end on time, that would help"."""
    said = _WISHED.search(text) if _OPENING.match(text) else None
    return bool(said and not _OF_THE_TALK.search(text[: said.start()]))
