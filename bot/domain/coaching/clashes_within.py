"""What somebody says of themselves twice and does not go together; "all are for it" beside one who is not."""

import re

from bot.domain.coaching.statements import CONTRACTED_NOT, STEM, Statement, words

_SAYS_NOT = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:never|don'?t(?: ever)?|do not|didn'?t|did not|would never|am not|was not|"
    r"haven'?t) (?:ever )?"
    r"(?P<verb>[a-z]{4,})\b",
    re.I,
)
_DID = re.compile(
    r"\b(?:i|we) (?:(?:just|then|even|also|still|always|had|have|did|do|simply) )*(?P<verb>[a-z]{4,})\b", re.I
)
_IRREGULAR = {
    "told": "tell", "said": "say", "wrote": "write", "gave": "give", "kept": "keep", "left": "leave", "spoke": "speak",
    "took": "take", "lied": "lie", "fought": "fight", "hid": "hide", "chose": "choose", "lost": "lose",
    "brought": "bring", "stood": "stand",
}  # fmt: skip
#: Verbs of the mind and of every sentence: "I don't know" and "I know the number" are no two statements of one thing.
_EVERYWHERE = frozenset(
    "know think want need like have feel mean believe remember care understand really ever even just that with "
    "been want "
    "going make made take took keep come came went gone work said says told only find found look looked happy "
    "sure able "
    "still always never ready being".split()
)
#: Done to one person and not to another, both may be true.
_TO_SOMEBODY = frozenset("tell ask talk speak write call meet give show trust help listen invite thank blame".split())
_INDIFFERENT = words(
    r"(?:i (?:really |honestly )?(?:don'?t|do not|couldn'?t|could not) (?:care|mind)|i(?:'m| am) (?:over it|"
    r"fine with|okay with|"
    r"not (?:angry|upset|bothered|hurt|jealous|afraid|scared|worried|nervous))|(?:it|that|he|she) (?:doesn'?t|"
    r"does not|didn'?t) "
    r"(?:bother|hurt|touch|worry) me|i have no problem with|it'?s not personal|it is not personal)\b"
)
_MOVED = words(
    r"(?:i (?:was|am|got|get|feel|felt) (?:so |really |very |still )?(?:angry|furious|hurt|upset|jealous|afraid|"
    r"scared|livid|worried|"
    r"ashamed|humiliated|sick)|i(?:'m| am) (?:so |still )?(?:angry|furious|hurt|afraid|scared|livid)|i hate|"
    r"it hurts?|it hurt|"
    r"i (?:lie|lay|lied) awake|i (?:can'?t|couldn'?t|cannot|don'?t) sleep|i cried|keeps me awake|my (?:stomach|"
    r"hands|voice|heart)|"
    r"(?:he|she|it|they) (?:scares?|hurts?|makes? me (?:angry|sick|furious)))\b"
)
_NO_TIME = words(
    r"(?:(?:i|we) (?:\w+ )?(?:have|had|get|find|got) (?:\w+ )?no time|no time (?:for|to)|(?:i|we) (?:don'?t|"
    r"do not|never|can'?t|cannot) "
    r"(?:have|find|get) (?:the |any |enough )?time|not enough time)\b"
)
_TIME_TAKEN = words(
    r"(?:i|we) (?:\w+ )?(?:spend|spent|sit|sat|waste|wasted|work|worked|need|needed|take|took)\b.{0,40}\b"
    r"(?:hours?|days?|nights?|evenings?|afternoons?|mornings?|weekends?|sundays?|saturdays?|weeks?)\b"
)
_ALL_FOR_IT = words(
    r"(?:(?:everyone|everybody|they all|all (?:of them|the \w+|\w+)|the whole \w+) (?:is|are|was|were|'s) (?:\w+ )?"
    r"(?:on board|behind|for it|in favour|happy|fine|convinced|aligned|agreed|with (?:me|us|it)|committed)|"
    r"(?:everyone|everybody|they all) (?:agrees?|agreed|wants? (?:it|this)|supports?|backs?)|"
    r"(?:nobody|no one) (?:\w+ )?(?:has a problem|is against|objects?|objected|minds|complains|complained|said no))\b"
)
_NOT_FOR_IT = words(
    r"(?:asked (?:me |us )?(?:for (?:a |another |more )?(?:delay|time|postponement)|to (?:wait|postpone|delay|"
    r"stop))|objected|"
    r"(?:is|was|are|were) (?:against|not convinced|not happy|unhappy|worried|sceptical|afraid)|refused|refuses|said no|"
    r"complained|complains|(?:doesn'?t|does not|didn'?t|did not|won'?t) (?:want|believe|agree|like|trust|come|show)|"
    r"voted against|walked out|threatened|wrote to (?:the|my)|is waiting for (?:us|me|it) to fail)\b"
)
_GENTLE = words(
    r"(?:i always listen|i(?:'m| am) (?:a )?(?:very |really |quite )?(?:good listener|patient|calm|open|fair|"
    r"easy(?:-| )going)|my door is "
    r"(?:always )?open|i (?:stay|stayed|keep) calm|i never (?:lose my temper|raise my voice)|i treat (?:everyone|"
    r"everybody|them all)|"
    r"i let (?:everyone|everybody|people) (?:finish|speak|talk))\b"
)
_ROUGH = words(
    r"i (?:\w+ )?(?:told (?:him|her|them|\w+) to shut up|shouted|yelled|screamed|snapped|interrupted|cut (?:him|"
    r"her|them) (?:off|short)|"
    r"slammed|lost (?:it|my temper)|raised my voice|hung up|walked out|threw|rolled my eyes|laughed at|tore into)\b"
)
_LETS_THEM = words(
    r"(?:i (?:never|don'?t|do not) (?:interfere|get involved|step in|micromanage|control|meddle)|i (?:always )?let "
    r"(?:them|him|her|people|my \w+) (?:decide|run|do)|i (?:stay|keep) out of|i leave (?:it|that|them|everything) to)\b"
)
_STEPS_IN = words(
    r"i (?:\w+ )?(?:told (?:him|her|them) (?:how|what|to)|stepped in|walked in|took over|overruled|decided (?:it|"
    r"for|that)|"
    r"changed (?:it|their|his|her)|corrected|redid|fixed it|did it myself|check(?:ed)? every)\b"
)
_NEGATED = re.compile(rf"\b(?:not|never|no|nobody|hardly)\b|{CONTRACTED_NOT}", re.I)
_SUPPOSED = re.compile(r"\b(?:would|could|should|might|if|will|want|wish)\b|'(?:d|ll)\b", re.I)


def _root(verb: str) -> str:
    """The beginning by which a verb is known again in another tense."""
    lowered = verb.lower()
    return _IRREGULAR.get(lowered, lowered)[:STEM].rstrip("e")


def _denied_deed(before: Statement, now: Statement) -> bool:
    """As in "I never interrupt", and then "I interrupted her twice"; the verb is the same."""
    if _SUPPOSED.search(before.text) or _SUPPOSED.search(now.text) or _NEGATED.search(now.text):
        return False
    denied = {
        _root(found["verb"]) for found in _SAYS_NOT.finditer(before.text) if found["verb"].lower() not in _EVERYWHERE
    }
    done = {_root(found["verb"]) for found in _DID.finditer(now.text) if found["verb"].lower() not in _EVERYWHERE}
    to_somebody = {_root(verb) for verb in _TO_SOMEBODY}
    same = before.people & now.people or before.names & now.names or len(before.stems & now.stems) > 1
    return bool((denied & done) - (set() if same else to_somebody))


def _indifferent(before: Statement, now: Statement) -> bool:
    """As in "I don't care what he thinks", and then "I lie awake over it"."""
    moved = _MOVED.search(now.text)
    if moved is None or not _INDIFFERENT.search(before.text) or _NEGATED.search(now.text[: moved.start()]):
        return False
    others = before.people | {name.lower() for name in before.names}
    same = others & (now.people | {name.lower() for name in now.names})
    return bool(same) or not others or not now.names


def _no_time(before: Statement, now: Statement) -> bool:
    """As in "We have no time for that", and then "I spent four evenings on the file"."""
    return bool(_NO_TIME.search(before.text) and _TIME_TAKEN.search(now.text)) and not _SUPPOSED.search(now.text)


def all_for_it(text: str) -> bool:
    """Whether it is said that everybody is for something; that one more agrees is no exception to it."""
    return bool(_ALL_FOR_IT.search(text))


def _all_but_one(before: Statement, now: Statement) -> bool:
    """As in "Everyone is on board", and then "Astrid asked for a delay"."""
    return bool(all_for_it(before.text) and _NOT_FOR_IT.search(now.text) and not _SUPPOSED.search(now.text))


def _patient(before: Statement, now: Statement) -> bool:
    """As in "I always listen", and then "I told them to shut up"."""
    return bool(_GENTLE.search(before.text) and _ROUGH.search(now.text)) and not _SUPPOSED.search(now.text)


def _hands_off(before: Statement, now: Statement) -> bool:
    """As in "I never interfere, I let them decide", and then "I walked in and told them how it goes"."""
    return bool(_LETS_THEM.search(before.text) and _STEPS_IN.search(now.text)) and not _SUPPOSED.search(now.text)


KINDS_WITHIN = (_patient, _hands_off, _denied_deed, _indifferent, _no_time, _all_but_one)
