"""A clause of the coachee said back to them: "I end up doing it all myself" becomes "you end up doing it all yourself".

Only persons change, never another word, and only in clauses that are whole. When unsure there is no mirror.
"""

import re

from bot.nlu.analysis.clauses import only_a_time
from bot.nlu.analysis.spans import Cutter, Span
from bot.nlu.analysis.spelling import misspelt
from bot.nlu.analysis.words import Message, Word

_SHORTEST, _LONGEST, _LONGEST_SENTENCE = 4, 16, 24
#: "He said I will do it": whose "I" it is cannot be told.
_REPORTED = frozenset(
    "said says say told saying shout shouts shouted yell yells yelled whispers whispered call calls called".split()
)
#: "He thinks, she decided before, why should I speak": so too where it begins a clause of its own.
_HEARERS = frozenset("him her them you me us everybody everyone".split())
_SPOKEN = frozenset(
    "good thanks thank yes no fine sure great never lets let's let ok okay please hi hello hey sorry well look "
    "listen".split()
)
_THOUGHT = frozenset({"think", "thinks", "thought", "thinking"})
_TO_YOU = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
    "im": "you're", "ive": "you've", "id": "you'd", "i'll": "you'll", "ill": "you'll",
    "we're": "you're", "weve": "you've", "we'd": "you'd", "we'll": "you'll",
}  # fmt: skip
_AFTER_I = {"am": "are", "was": "were", "wasnt": "weren't"}
APOSTROPHES = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "cant": "can't", "wont": "won't", "isnt": "isn't",
    "arent": "aren't", "wasnt": "wasn't", "werent": "weren't", "wouldnt": "wouldn't", "couldnt": "couldn't",
    "shouldnt": "shouldn't", "hasnt": "hasn't", "havent": "haven't", "hadnt": "hadn't", "thats": "that's",
    "theres": "there's", "theyre": "they're", "theyve": "they've", "hes": "he's", "shes": "she's",
}  # fmt: skip
#: "I lead logistics and since May also S&OP" says who is speaking.
LEADS = frozenset("lead run head manage chair inherited joined work".split())
_AFTER_ITS = frozenset("because a an the not my our me us too all just about like always never only that".split())
#: "I think" before a clause says how sure one is, not what is.
_HEDGE = re.compile(
    r"^(?:(?:well|so|and|but|ok|yes|no|yeah|also|then|because|actually|honestly|frankly|basically|hmm|tho|though|"
    r"although)[ ,]+)*"
    r"(?:i (?:think|mean|believe|must say|have to say)(?: that)?[ ,]+)?",
    re.I,
)
_FIRST = frozenset({"PRP", "PRP$", "DT", "EX", "NN", "NNS", "NNP", "NNPS", "CD", "PDT", "JJ"})
_PERSONS = frozenset({"i", "we", "im", "ive", "id", "weve", "we're", "we'd"})
#: Addressed to the coach, or said of the talk itself.
_NOT_MIRRORED = frozenset(
    "you your yours youre this that these those here please sorry ok guess mean suppose whatever idk".split()
)
_SMALL = frozenset({"PRP", "PRP$", "DT", "EX", "CD", "PDT"})
_NOBODY = frozenset({"nobody", "everybody", "everyone", "someone", "somebody", "noone"})
_NO = frozenset("not never no dont didnt cant couldnt cannot wont nothing nobody".split())
_CONTRACTED = re.compile(r"['’](?:m|ve|ll|d)$|^(?:im|ive|ill|id)$", re.I)
_UNCOUNTED = frozenset(
    "finance marketing production planning logistics purchasing procurement quality supply demand stock inventory "
    "service everything everybody everyone nobody someone somebody nothing something anything attendance capacity "
    "accuracy trust money time work mail software leadership engineering research half most part management "
    "headquarters hr it adherence scrap transport freight maintenance security".split()
)
_DAYS = frozenset({"tomorrow", "today", "yesterday", "tonight"})
_DESCRIBES = frozenset({"NN", "NNS", "JJ", "NNP", "JJR", "JJS", "VBN"})
_DETERMINES = frozenset({"DT", "PRP$", "POS", "CD", "PDT", "WP$", "WDT"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Nobody says "boss wants" who learnt the language at school.
_COUNTED = frozenset(
    "boss chef director manager planner buyer colleague customer supplier factory warehouse father mother wife husband "
    "machine man woman owner founder president person guy".split()
)


def mirrored(message: Message, cutter: Cutter, span: Span) -> str | None:
    """Return the clause in the second person, without a full stop, or None where it might not be right."""
    words = list(cutter.words(span))
    skipped = len(_HEDGE.match(cutter.text(span)).group(0).split())  # type: ignore[union-attr]
    words = words[skipped:]
    if not _SHORTEST <= len(words) <= _LONGEST or not _is_plain(words) or _of_oneself(words):
        return None
    if any(word.key == "god" for word in words):
        return None  # "God help me" is not to be said back.
    if _says_aloud(words) or only_a_time(words) or _lacks_its_article(words):
        return None
    if _speaks_as_another(words) or _reported_before(message, span) or _says_who(words):
        return None
    if _only_named(message, span):
        return None
    said = "".join(_changed(message, words, at) for at in range(len(words)))
    if not _lowers(words[0]) and words[0].text[0].isupper() and not _is_a_name(words[0]):
        return None
    return said[0].lower() + said[1:] if _lowers(words[0]) else said


def mirrored_sentence(message: Message, cutter: Cutter) -> str | None:
    """Return what the coachee will do or does, a whole sentence ("If he has no time I go to his deputy"), mirrored.

    For sentences too long to be quoted; a pair of clauses stays together because one means little without the other.
    """
    for first, last in message.sentences():
        joins = 1 if message.words[first].key in ("because", "and", "but", "so") else 0
        words = list(message.words[first + joins : last])
        if (
            words
            and not _says_who(words)
            and not _says_aloud(words)
            and not any(word.spoken for word in words)
            and not _leads_to_speech(message, last)
            and not _lacks_its_article(words)
            and not any(word.key == "saying" for word in words)
            and _is_own_sentence(words)
            and not cutter.is_question(last)
            and not _of_oneself(words)
        ):
            said = "".join(_changed(message, words, at) for at in range(len(words)))
            return said[0].lower() + said[1:]
    return None


def _is_own_sentence(words: list[Word]) -> bool:
    keys = [word.key for word in words]
    if not any(_is_finite(words, at) for at in range(1, len(words))) and not _CONTRACTED.search(words[0].text):
        return False  # "My name on the slide".
    begins = keys[0] in _PERSONS or keys[0] in ("i'll", "ill", "if", "my", "our")
    ends = not words[-1].tag.startswith(("IN", "DT", "TO", "CC", "PRP$"))
    if not begins or not ends or not _SHORTEST < len(words) <= _LONGEST_SENTENCE or _NOT_MIRRORED & set(keys):
        return False
    if keys[0] == "if" and not _PERSONS & set(keys[1:]) and not {"i'll", "ill"} & set(keys[1:]):
        return False
    spelt = not any(word.key not in APOSTROPHES and not word.entity and misspelt(word.text) for word in words)
    both = {"i", "me"} & set(keys) and {"we", "us", "our"} & set(keys) or {"us", "shall"} & set(keys)
    return spelt and not both and not _speaks_as_another(words)


def _speaks_as_another(words: list[Word]) -> bool:
    """Whether a first person stands behind "said": "sales says not my problem" would become somebody else's."""
    keys = [word.key for word in words]
    others = (at for at, key in enumerate(keys) if key in _REPORTED and not (at and keys[at - 1] in _PERSONS))
    reported: list[str] = next((keys[at + 1 :] for at in others), [])
    # "Told me the truth" tells whom.
    return any(key in _TO_YOU and not (at == 0 and key in ("me", "us")) for at, key in enumerate(reported))


def _leads_to_speech(message: Message, last: int) -> bool:
    """Whether somebody's words follow in marks: "I said once, in front of everybody, | 'let's meet on Friday'"."""
    after = message.at(last)
    between = message.text[message.words[last - 1].end : after.start] if after else ""
    return bool(set('"“') & set(between))


def _lacks_its_article(words: list[Word]) -> bool:
    """Whether a bare "boss" or "manager" stands in it: right between marks, wrong in the coach's own words."""
    bare = len(words) > 1 and words[0].tag == "NN" and words[0].key not in _UNCOUNTED
    if bare and words[1].tag in ("VBZ", "MD") and words[0].text.islower() and not words[1].comma:
        return True  # "List is on the wall".
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else None
        goes_on = after is not None and after.tag.startswith("NN") and not after.comma and after.key not in _DAYS
        if word.key not in _COUNTED or goes_on:
            continue
        first = at
        while first and words[first - 1].tag in _DESCRIBES and not words[first].comma and not words[first].stop:
            first -= 1
        before = words[first - 1] if first else None
        named = any(w.text.endswith(("'s", "’s")) or w.tag.startswith("NNP") for w in words[first:at])
        if not named and (before is None or before.tag not in _DETERMINES):
            return True
    return False


def _says_aloud(words: list[Word]) -> bool:
    """Whether somebody's words follow: "you go to her desk and say, Dervla", "you say lets take it there"."""
    for at, word in enumerate(words[:-1]):
        after = words[at + 1 :]
        told = word.key in _REPORTED or word.key == "tell"
        heard = after[1:] if after[0].key in _HEARERS else after
        if told and (after[0].comma or heard and (heard[0].key in _SPOKEN or heard[0].tag in ("VB", "VBP"))):
            return True
    return False


def _says_who(words: list[Word]) -> bool:
    return words[0].key == "i" and len(words) > 1 and words[1].key in LEADS


def _reported_before(message: Message, span: Span) -> bool:
    """Whether the clause may be what somebody else said: "he'd say it was tight and | I wasn't listening"."""
    first = next(start for start, end in message.sentences() if start <= span.first < end)
    if first and ":" in message.text[message.words[first - 1].end : message.words[first].start]:
        # "He would say: Omar is fair."
        first = next(start for start, end in message.sentences() if start < first <= end)
    said = [at for at in range(first + 1, span.first) if message.words[at].key in _REPORTED | _THOUGHT]
    return any(not _PERSONS & {word.key for word in message.words[max(first, at - 2) : at]} for at in said)


def _only_named(message: Message, span: Span) -> bool:
    """Whether the sentence names something instead of stating it: "that it survives", "to keep my Sundays"."""
    first = next(start for start, end in message.sentences() if start <= span.first < end)
    word, after = message.words[first], message.at(first + 1)
    names = word.key == "that" and after is not None and not after.tag.startswith(("VB", "MD"))
    return word.key in ("to", "if", "by") or names


def _is_plain(words: list[Word]) -> bool:
    """A subject in front, a finite verb after it, one clause, nobody spoken to."""
    keys = [word.key for word in words]
    if words[0].tag not in _FIRST and words[0].key not in _PERSONS:
        return False
    if _NOT_MIRRORED & set(keys) or any(word.stop for word in words[1:]):
        return False
    # "I and my boss", "us two": the persons would no longer be told apart.
    if {"i", "me"} & set(keys) and {"we", "us", "our"} & set(keys):
        return False
    verb = next((at for at, word in enumerate(words) if at and _is_finite(words, at)), None)
    if verb is not None and any(_second_subject(words, at) for at in range(1, verb)):
        return False
    if verb is not None and any(word.tag in ("WRB", "WDT", "WP") for word in words[1:verb]):
        # "A first cycle with a meeting where Helen decides" is no clause; its verb belongs to the one inside it.
        return False
    # "The plant manager, Doina, she is with me": the subject comes twice.
    return verb is not None and not any(word.comma for word in words[1 : verb + 1])


def _is_finite(words: list[Word], at: int) -> bool:
    """Whether a verb stands there; right after a noun in the singular "valve" is none, as in "the heart valve one"."""
    return words[at].tag in _FINITE and not (words[at].tag == "VBP" and words[at - 1].tag == "NN")


def _second_subject(words: list[Word], at: int) -> bool:
    """Whether another subject follows a noun: "the forecast nobody owns" is no clause."""
    return words[at - 1].tag.startswith("NN") and (words[at].tag == "PRP" or words[at].key in _NOBODY)


def _of_oneself(words: list[Word]) -> bool:
    """Hard or final words about oneself ("I do not belong here", "I am useless") are for the coachee alone to say."""
    keys = [word.key for word in words]
    if "im" in keys or any(pair in (("i", "am"), ("i", "was")) for pair in zip(keys, keys[1:], strict=False)):
        return True
    if keys[0] not in _PERSONS:
        return False
    return keys[1] in ("am", "was") or bool(_NO & set(keys))


def _changed(message: Message, words: list[Word], at: int) -> str:
    """A word in its new person, with what stands between it and the word before."""
    word, before = words[at], words[at - 1] if at else None
    between = message.text[before.end : word.start] if before else _sign(message, word)
    new = _person(word) or _after_me(word, before) or _apostrophe(words, at)
    sign = message.text[word.end : message.end_of(message.words.index(word))] if at == len(words) - 1 else ""
    return between + (new or word.text) + sign


def _apostrophe(words: list[Word], at: int) -> str | None:
    """The word with the apostrophe it was typed without; "its" only where no noun can follow."""
    if words[at].text.lower() == "its" and words[at + 1 : at + 2] and words[at + 1].key in _AFTER_ITS:
        return "it's"
    return APOSTROPHES.get(words[at].key)


def _sign(message: Message, word: Word) -> str:
    """What stands before a figure in front, as in "€1.4m went to the bin"."""
    return message.text[message.start_of(message.words.index(word)) : word.start]


def _person(word: Word) -> str | None:
    """The second person for the first; "US" is a country, "ill" without its capital is no "I'll"."""
    if (word.text.isupper() and len(word.text) > 1) or (word.text in ("ill", "id", "mine") and word.tag != "PRP"):
        return None
    return _TO_YOU.get(word.key)


def _after_me(word: Word, before: Word | None) -> str | None:
    return _AFTER_I.get(word.key) if before and before.key == "i" else None


def _is_a_name(word: Word) -> bool:
    """Whether a capital in front belongs to the word; "Delegate" at the beginning of a sentence is no name."""
    acronym = word.text.isupper() and len(word.text) > 1
    return acronym or (word.tag.startswith("NNP") and word.entity in ("PERSON", "ORG", "GPE", "PRODUCT", "NORP"))


def _lowers(first: Word) -> bool:
    """Whether a capital in front was only the sentence's; of nouns one cannot be sure, some are names."""
    acronym = first.text.isupper() and len(first.text) > 1
    return not acronym and (first.tag in _SMALL or first.key in _PERSONS)
