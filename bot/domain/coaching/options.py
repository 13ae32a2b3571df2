"""Which of the options a choice means."""

import re
from difflib import SequenceMatcher

from bot.domain.coaching.listed import LABEL

#: "The log" where one option is to log it.
_THE_THING = re.compile(r"\W*(?:just |only |obviously |clearly )?(?:the|that) [\w' -]{2,30}\W*", re.I)
_ORDINALS = {
    "first": 0, "1": 0, "one": 0, "1st": 0, "a": 0, "second": 1, "2": 1, "two": 1, "2nd": 1, "b": 1,
    "third": 2, "3": 2, "three": 2, "3rd": 2, "c": 2, "fourth": 3, "4": 3, "four": 3, "4th": 3, "5": 4, "fifth": 4,
    "five": 4, "last": -1, "latter": -1, "latest": -1, "final": -1, "former": 0,
}  # fmt: skip
_PLACE = (
    r"(?P<word>first|second|third|fourth|fifth|last|latter|latest|final|former|1st|2nd|3rd|4th|[1-5]|one|two|three|"
    r"four|five)"
)
_TAKING = (
    r"(?:(?:well|ok|okay|yes|then|hmm|so|oh|clearly|definitely|probably|maybe|certainly|for me|rather|just|only|"
    r"i think|i guess|i(?:'d| would|'ll| will)? (?:say|choose|take|go (?:with|for)|pick|start with|like|prefer|want)|"
    r"let'?s (?:take|go (?:with|for)|do|try|say)|it(?:'s| is| would be)|that(?:'s| would be)|to)[ ,:]+)*"
)
#: The whole reply, or its first sentence, points: "the second one", "option 2", "I would take the last".
_POINTS = re.compile(
    rf"^{_TAKING}(?:the |my )?(?:option |number |no\.? ?|nr\.? ?|#)?{_PLACE}"
    r"(?: one| option| idea| way| thing)?(?:,? (?:only|i think|i guess|please|probably|for sure|then|of course))*\W*$",
    re.I,
)
#: It points and goes on: "the last one, because ...", "the second one is the only one that ...".
_POINTS_ON = re.compile(
    rf"^{_TAKING}(?:the (?={_PLACE.replace('?P<word>', '?:')} (?:one|option|idea))|option |number |no\.? ?|nr\.? ?|#)"
    rf"{_PLACE}(?! (?:(?:one|option|idea) )?(?:who|that|which|we|he|she|they)\b)(?: one| option| idea)?(?:\W|$)",
    re.I,
)
_LETTER = re.compile(rf"^{_TAKING}(?:option |number )?(?P<word>[abc])\W*$", re.I)
#: "Second, I could ..." counts and does not point.
_COUNTS = re.compile(r"^(?:first|second|third|fourth|fifth|one|two|three|\d)[,:] \w", re.I)
#: More than one at once.
_SEVERAL = re.compile(
    rf"^{_TAKING}(?:all(?: of (?:them|these|those|it))?|all (?:three|four|five|the above)|both(?: of them)?|"
    r"every one of them|everything|the first two|the last two|a bit of (?:all|everything)|"
    r"(?:a )?(?:mix|combination)(?: of (?:all|them|these|both))?)"
    r"(?:,? (?:together|please|i think|really|of course))*\W*$",
    re.I,
)
#: Points at an option by a part of it: "the one with the call", "just the ring me thing".
_FRAGMENT = re.compile(
    r"\b(?:the|that|this)\b.{0,60}\b(?:one|thing|idea|option|part|bit)\b|^\W*(?:just|only|definitely)\b", re.I
)
_JUST_THAT = re.compile(r"\W*(?:just |only )?(?:that|this)(?: one| then)?\W*", re.I)
#: Words that tell no option from another.
_COMMON = frozenset(
    "the and for with him her them this that will would could ask have has get one two not but you our just only "
    "thing things idea option part bit about definitely probably maybe think where which choose take pick "
    "going clock first second third then".split()
)
_COULD_HEAD = re.compile(
    r"^\W*(?:(?:maybe|perhaps|well|or|then|also|so|and)[ ,]+)*(?:i|we) could (?:also |just |maybe )?", re.I
)
_COMBINES = re.compile(r"\b(?:both|together|combine\w*|in one go|same (?:trip|day|talk|meeting|time)|plus)\b", re.I)
#: From so many options on, one said once more is the one that is meant.
ENOUGH = 2
#: A choice must share at least this much of an option's wording to mean it.
ALIKE = 0.5
_STEM = 5
#: A fragment of an option has at most so many words.
SHORT = 9


def deed(option: str) -> str:
    """Return an option as something one does: "I could call him" without its "I could"."""
    bare = _COULD_HEAD.sub("", re.sub(rf"^{LABEL}", "", option.strip(), flags=re.I), count=1)
    return bare if len(bare.split()) > 1 else option.strip()


def combines(text: str, options: list[str]) -> bool:
    """Whether a choice takes parts of two options together ("the call and the page, both on one day")."""
    said = {_stem(word) for word in _content(text)}
    return bool(_COMBINES.search(text)) and sum(bool(said & _stems_of(option)) for option in options) >= ENOUGH


def _stems_of(option: str) -> set[str]:
    return {_stem(word) for word in _content(option)}


def chosen(text: str, options: list[str]) -> str | None:
    """Return the option a reply chooses, or None if it names none.

    Understands a number or ordinal ("the second one", "2", "the last") and a repeated wording.
    """
    pointed = (
        chosen_by_place(text, options) or _by_fragment(text, options) or _by_fragment(_first_sentence(text), options)
    )
    if pointed:
        return pointed
    best = max(options, key=lambda option: (_share(text, option) >= ALIKE, _common(text, option)), default=None)
    return best if best and _share(text, best) >= ALIKE else None


def chosen_by_place(text: str, options: list[str]) -> str | None:
    """Return the option that a reply points at ("the second one", "2", "the last one, because ..."), or None."""
    said = text.strip()
    match = _POINTS_ON.match(said) or _LETTER.match(said)
    if not _COUNTS.match(said):
        match = match or _POINTS.match(_first_sentence(said))
    if not match and not _COUNTS.match(said):
        # "Freezing. But they never would. So the first one": what is said last counts.
        *before, last = re.split(r"[.!;,:\n]\s", said)
        match = _POINTS.match(last.strip())
        if match and before and last.strip(" .!").lower() == match.group("word").lower() and "the" not in last.lower():
            # "Talk to Phil about the blues, first": one does it before something else.
            match = None if said.rstrip(" .!").lower().endswith(f", {last.strip(' .!').lower()}") else match
    if not match or not options:
        return None
    index = _ORDINALS[match.group("word").lower()]
    return options[index] if index < len(options) else None


def several(text: str) -> bool:
    """Whether a reply wants all of the options, or some of them at once."""
    return bool(_SEVERAL.match(_first_sentence(text.strip())))


def already_chosen(text: str, options: list[str]) -> str | None:
    """Return the option that was chosen where another one was asked for: pointed at, or said once more."""
    first = _first_sentence(text.strip())
    pointed = chosen_by_place(text, options)
    if options and _JUST_THAT.fullmatch(text.strip()):
        return options[-1]
    if pointed or len(options) < ENOUGH:
        return pointed
    if (_FRAGMENT.search(first) or _THE_THING.fullmatch(first)) and (meant := _by_fragment(first, options)):
        return meant
    said = _stems_of(first)
    again = (option for option in options if len(said) > 1 and said <= _stems_of(option))
    return next(again, None)


def _first_sentence(text: str) -> str:
    return re.split(r"[.!;,:]\s|\s(?:-|because|cos|since)\s", text, maxsplit=1)[0]


def _by_fragment(text: str, options: list[str]) -> str | None:
    """The one option that holds every telling word of a short reply ("the call", "the one with the empty cell")."""
    said = {_stem(word) for word in _content(text)}
    if not said or len(text.split()) > SHORT:
        return None
    holding = [option for option in options if said <= {_stem(word) for word in _content(option)}]
    return holding[0] if len(holding) == 1 else None


def _share(text: str, option: str) -> float:
    """How much of the shorter wording both have, 0 to 1; one word in common is not enough."""
    said, known = ({_stem(word) for word in _content(words)} for words in (text, option))
    if len(said & known) < min(2, len(known)):
        return 0.0
    overlap = len(said & known) / max(1, min(len(said), len(known)))
    return max(overlap, SequenceMatcher(None, text.lower(), option.lower()).ratio())


def _common(one: str, two: str) -> int:
    """How many words both have, endings aside: "Fridays" and "Friday" are one."""
    first, second = ({_stem(word) for word in _content(text)} for text in (one, two))
    return len(first & second)


def _stem(word: str) -> str:
    """A word without its ending: "telling" and "tell" are one."""
    return re.sub(r"(?<=\w{3})(?:ing|ed|s)$", "", word)[:_STEM]


def _content(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}|\d+", text.lower())) - _COMMON
