"""What was said without exception, and is worth asking an exception to: no idiom, no single event, no confession."""

import re

from bot.domain.coaching.of_whom import VOICED

_HARD = re.compile(r"\b(?:always|never|every ?time|nobody|no ?one|every ?(?:body|one)|none|everything)\b", re.I)
_BARE = re.compile(
    r"(?:^|[.?!] )\W*(?:nothing|nobody|no one|none|never|always|everything|everyone|everybody)\b"
    r"(?: of (?:it|that|this|them))?\W*(?:[,.;:]|really|else|$)",
    re.I,
)
#: Somebody else said it: "my father said never leave ...".
_CITED = re.compile(
    r"\b(?:said|says|told (?:me|us)|used to say)\b[^.!?]{0,60}"
    r"\b(?:never|always|nobody|no one|everybody|everyone|nothing)\b",
    re.I,
)
#: "Nobody rang" tells of one time; there is no exception to it.
_ONE_EVENT = re.compile(
    r"\bif (?:i|we)\b[^.!?]{0,40}\b(?:nobody|no one|everybody|everyone|nothing|everything)\b|"
    r"\b(?:nobody|no one|nothing|none|everyone|everybody)(?: of \w+)? "
    r"(?:\w+ed|rang|came|said|told|did|had|went|got|knew|saw|took|gave|was|were|spoke|wrote|made|sent)\b|"
    r"\b(?:\w+ed|said|did|had|got|knew|saw|took|gave|wrote|made|sent|heard|brought|told (?:him|her|them|me|us))"
    r" (?:nothing|nobody|no one|everything|everybody|everyone)\b",
    re.I,
)
_CONFESSED = re.compile(r"\b(?:i|we|id|ive)(?:'d|'ve| had| have)? (?:never|not once)\b|\bnever did\b", re.I)


def absolute(said: str) -> bool:
    """Whether an answer says of how things are that they are always or never so."""
    spared = (_BARE, _CONFESSED, _ONE_EVENT, _CITED, VOICED)
    return bool(_HARD.search(said)) and not any(word.search(said) for word in spared)
