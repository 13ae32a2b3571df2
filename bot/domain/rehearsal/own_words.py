"""What a leader says somebody says, as that person says it: "he has no time" is said aloud as "I have no time"."""

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_ONE = {"he": "I", "him": "me", "his": "my", "himself": "myself"}
_HER = {"she": "I", "her": "my", "hers": "mine", "herself": "myself"}
_MANY = {"they": "we", "them": "us", "their": "our", "theirs": "ours", "themselves": "ourselves"}
#: Who may say it, and the words for them in the third person and in the first.
PRONOUNS = {"he": _ONE, "she": _HER, "they": _MANY}
_LEADER = {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself"}
#: After "I", or after "you" for the leader; what is not here loses its "-s".
_VERBS = {"has": "have", "does": "do", "goes": "go", "hasn't": "haven't", "doesn't": "don't"}
_BE = {"is": "am", "was": "was", "isn't": "am not", "wasn't": "wasn't", "are": "am"}
_YOU = {"am": "are", "was": "were", "wasn't": "weren't"}
_SHORT = {"'ll": "'ll", "'d": "'d", "'ve": "'ve", "'re": "'re", "'m": "'re"}
#: Between who does something and what they do.
_BETWEEN = frozenset({"never", "always", "only", "just", "already", "still", "also", "really", "simply", "often"})
#: What goes on with the same person after "and" or "but", and can be nothing but a verb there.
_GOES_ON = frozenset({*_VERBS, "is", "was", "isn't", "wasn't", "wants", "needs", "thinks", "knows", "gets", "pays"})
#: Whose verb comes next, once the word before is known; in a short form ("he's") it has been said already.
_WHOSE = {"speaker": "speaker", "speaker's": "speaker", "leader": "leader"}
_NO_S = re.compile(r"(?:ss|us|is|['’]s)$")
_DONE = re.compile(r"\w+(?:ed|en)$|^(?:been|had|got|done|lost|made|seen|heard|said|told|kept|no)$")


def in_own_words(said: str, pronoun: str) -> str:
    """Return a reported statement in the first person; as it stands where somebody else may be meant.

    Args:
        said: what follows "he says": "it is one more meeting and he has no time".
        pronoun: who says it: he, she or they. The leader in it, "I", is spoken to as "you".
    """
    own = PRONOUNS[pronoun]
    if _somebody_else(said, own):
        return said
    pieces, before, subject, last = [], "", "", 0
    for match in _WORD.finditer(said):
        if match[0].lower() in ("and", "but", "or"):
            before = "and"
        elif before == "and" and subject and match[0].lower().replace("’", "'") in _GOES_ON:
            before = subject
        spoken, before = _turned(match[0], before, own, said[match.end() : match.end() + 30])
        subject = _WHOSE.get(before, subject)
        pieces += [said[last : match.start()], spoken]
        last = match.end()
    return "".join([*pieces, said[last:]])


def _somebody_else(said: str, own: dict[str, str]) -> bool:
    """Whether a statement names others, so that a pronoun in it may be theirs."""
    theirs = {word for table in (_ONE, _HER, _MANY) if table is not own for word in table}
    words = _WORD.findall(said)
    # The first word of an objection has a capital letter for being the first.
    named = any(word[0].isupper() and word[1:].islower() and not word.startswith(("I'", "I’")) for word in words[1:])
    named = named or bool(re.match(r"[A-Z][a-z]+ (?!(?:is|was|has)\b)\w+(?:ed|s)\b", said))
    return named or bool(theirs & {word.lower() for word in words})


def _turned(word: str, before: str, own: dict[str, str], rest: str) -> tuple[str, str]:
    """A word as the speaker says it, and who has just been named as doing something: "speaker", "leader" or nobody."""
    plain = word.lower().replace("’", "'")
    head, short = (plain[: plain.index("'")], plain[plain.index("'") :]) if "'" in plain else (plain, "")
    if head in own and short in ("", "'s", *_SHORT):
        named = "" if own[head] not in ("I", "we") else "speaker's" if short else "speaker"
        return _with_short(own[head], short, rest), named
    if head in _LEADER and short in ("", *_SHORT):
        return _LEADER[head] + _SHORT.get(short, ""), "leader" if head == "i" and not short else ""
    if plain in ("and", "but", "or") or (before and plain in _BETWEEN):
        return word, before
    if before == "speaker" and "I" in own.values():
        return _first_person(word, plain), ""
    return (_YOU.get(plain, word) if before == "leader" else word), ""


def _with_short(subject: str, short: str, rest: str) -> str:
    """What the subject and its short verb become: "he's" is "I'm" or, before what was done, "I've"."""
    if short != "'s":
        return subject + short
    following = _WORD.search(rest)
    return f"{subject}'ve" if following and _DONE.match(following[0].lower()) else f"{subject}'m"


def _first_person(word: str, plain: str) -> str:
    """A verb after "he" or "she", as it stands after "I"."""
    if plain in _VERBS or plain in _BE:
        return _VERBS.get(plain) or _BE[plain]
    if not plain.endswith("s") or _NO_S.search(plain):
        return word
    if plain.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:sh|ch|ss|x|z)es$", plain) else word[:-1]
