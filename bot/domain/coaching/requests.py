"""What somebody asks of the coach itself beside an answer: to strike what was said, to speak another language."""

import re

#: Nobody asks like this in more characters; what is longer is told, and only its last sentences are looked at.
LONGEST = 160
_BEFORE = r"(?:(?:please|ok(?:ay)?|no|wait|sorry|actually|oh|and|or|then|hm+|well|on second thought)\b\W*)*"
_SAID = r"(?:that|this|it all|what i(?:'ve| have)? (?:just )?(?:said|wrote|typed|told you)|(?:the|my) last (?:\w+))"
_STRIKE = (
    rf"(?:(?:forget|ignore|disregard|strike|scratch|delete|erase|remove) {_SAID}|"
    rf"(?:don'?t|do not|you (?:should|must) not) (?:keep|note|save|store|record|remember|write(?: down)?|put) "
    rf"(?:{_SAID}|it)(?: down| in(?: there| writing)?)?|"
    r"(?:that|this)(?:'s| is| was| stays| should stay)? (?:just )?off the record|off the record|"
    r"take (?:that|this) (?:back|out)(?: again)?|i take (?:that|this) back|"
    r"i should(?:n'?t| not) have said (?:that|this))"
)
_STRIKES = re.compile(
    rf"^\W*{_BEFORE}{_STRIKE}(?:[\s,.!;:–-]+{_BEFORE}{_STRIKE})?(?:[\s,.!]+(?:please|ok|sorry|again|now))*\W*$", re.I
)
_TONGUE = (
    r"(?:german|deutsch|spanish|espa[nñ]ol|castellano|french|fran[cç]ais|italian|italiano|portuguese|portugu[eê]s|dutch|"
    r"nederlands|polish|polski|czech|turkish|swedish|danish|norwegian|finnish|hungarian|romanian|greek|russian|chinese|"
    r"mandarin|japanese|korean|hindi|arabic|another language|my (?:own )?language|my mother tongue)"
)
_ASKS_FOR_A_TONGUE = re.compile(
    rf"^\W*{_BEFORE}(?:"
    r"(?:(?:can|could|may|shall|do|would|will) (?:you|we|i) |(?:please )?(?:let'?s |let us )?)"
    r"(?:please |also |perhaps )?"
    r"(?:speak|talk|write|answer|reply|respond|chat|continue|switch|go on|understand|do (?:it|this))"
    rf"(?: to)?(?: me| you)?(?: it| this| everything)?(?: to)?(?: in)? {_TONGUE}|"
    rf"(?:in|auf|en|em) {_TONGUE}(?= ?(?:please|bitte|por favor|s'il|possible|$|[.!?]))|"
    r"(?:kannst|k(?:ö|oe)nnen|sprichst|sprechen|kunnen|kun|kan|spreek\w*|praat|hablas|habla|hablamos|puedes|podemos|parles|"
    r"parlez|peut-on|fala|podes|parli|puoi|possiamo|mówisz|można)\b[^.!?]{0,25}"
    rf"\b{_TONGUE}|"
    rf"(?:is|would) (?:it|this|that) (?:be )?(?:possible|ok(?:ay)?|fine|work)? ?(?:also )?in {_TONGUE})"
    r"(?: (?:with you|here|too|instead|please|bitte|por favor|possible))*\W*$",
    re.I,
)
#: A question by the order of its words, with or without its mark; not "what is missing is trust".
_AUX = r"(?:'?s| is| are| was| were| would| will| should| shall| can| could| do| does| did)"
_WHO = (
    r"(?:i|we|you|he|she|they|it|that|this|the|an?|my|our|your|his|her|their|others?|people|anyone|anybody|"
    r"sales|finance|marketing|(?-i:[A-Z]\w+)|\w+ \([^()]{1,30}\))"
)
_ASKS = re.compile(
    rf"^\W*{_BEFORE}(?:(?:yes|but|so|then|one|question|i asked(?: you)?(?: something)?)\b\W*)*"
    rf"(?:what|how|why|where|when|which(?: \w+)?|who){_AUX} {_WHO}(?!\w)"
    r"(?![^.!?]{0,80}\b(?:is|are|was) (?:that|to|the|my|our|a|not|when|how)\b)",
    re.I,
)
_SENTENCES = re.compile(r"(?<=[.!?;\n])\s+")


#: What is said to somebody: between marks, or behind "ask her:".
_SPOKEN = re.compile(
    r"[\"“][^\"“”]*[\"”]|\b(?:ask|asks|tell|tells|say|says|write|writes)\b[^.!?:\n\"“”]{0,40}:\s[^.!?\n]*[.!?]?", re.I
)
_ASKS_US = re.compile(
    r"\?|\b(?:should|shall|could|can) i\b|\bwhat (?:do|should|would|can|could)\b|\bhow (?:do|should|would|can|could)\b|"
    r"\b(?:advice|tips?|recommend\w*|suggest\w*)\b",
    re.I,
)


def asks_somebody_else(text: str) -> bool:
    """Whether all that is asked in a text is said to somebody ("ask her straight: shall I take it?")."""
    rest = _SPOKEN.sub(" ", text)
    return rest != text and not _ASKS_US.search(rest)


def strikes(text: str) -> bool:
    """Whether a message asks for nothing but that what was said last is not kept: "forget that", "off the record"."""
    return len(text) <= LONGEST and bool(_STRIKES.match(text.strip()))


def only_asks(text: str) -> bool:
    """Whether a short message is one question, by the order of its words: "what would Marco say"."""
    plain = text.strip()
    return len(plain) <= LONGEST and len(_SENTENCES.split(plain)) == 1 and bool(_ASKS.match(plain))


def asks_for_a_language(text: str) -> bool:
    """Whether a message, or its last sentence, asks to speak another language: "can we do this in German?"."""
    return any(_asks_for_a_language(sentence) for sentence in _SENTENCES.split(text[-LONGEST:]))


def without_language(text: str) -> str:
    """Return a message without the sentences that ask for another language; the message itself where there is none."""
    if not asks_for_a_language(text):
        return text
    head, tail = text[:-LONGEST], text[-LONGEST:]
    return (head + " ".join(s for s in _SENTENCES.split(tail) if not _asks_for_a_language(s))).strip()


def _asks_for_a_language(sentence: str) -> bool:
    return len(sentence) <= LONGEST and bool(_ASKS_FOR_A_TONGUE.match(sentence))
