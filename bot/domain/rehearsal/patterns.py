"""The small language in which an editor writes cues, and the search for them in a text.

    plan*           any ending, after three letters or more: plan, plans, planning
    we|they         either word
    tell me ... do  up to three words in between
    <n> weeks       a number, in figures or in words
    $month          any word of the set with this name
    ^ why           only at the beginning of a sentence
    agreed .        only at the end of a sentence

Case does not matter, and a missing apostrophe is forgiven. Written out, "you are", "i would" and "do not" also find
"you're", "I'd" and "don't". A cue never reaches over the end of a sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.rehearsal.text import Span

_ONE = r"(?:[a-z0-9'&/%+-]+|[a-z]{3}[a-z'-]*\*)"
_WORDS = re.compile(rf"{_ONE}(?:\|{_ONE})*")
_SET = re.compile(r"\$([a-z]+)")
_SMALL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|twice|dozen"
)
#: A number in figures or in words, as part of a pattern over flat text. "One" is left out: it is rarely a figure.
NUMBER = rf"(?:\d[\d.,]*\d|\d|(?:{_SMALL})(?:-[a-z]+)?)"
#: Places of a text with the names under which cues for that place are filed.
Begins = tuple[tuple[int, tuple[str, ...]], ...]
_BETWEEN = r"[^\w.!?;]+"
_GAP = rf"(?:{_BETWEEN}[\w'-]+){{0,3}}?"
_BEGINNING = r"(?:(?<![\s\S])|(?<=[.!?;]\s)|(?<=\n)|(?<=[\"“(]))"
_END = r"(?=[^\w.!?;]*(?:[.!?;\n]|$))"
_WORD_END = r"(?!\w)"
# "We will" is also found in "we won't".
_WORD_END_OR_NOT = r"(?:(?!\w)|(?=n'?t))"
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
#: Beginnings such as "synerg*" are filed under this many letters.
_STEM = 3
# "not" shrinks into the word before it, and three of those words change.
_HOSTS = [
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "would",
    "could",
    "should",
    "wo",
    "ca",
    "sha",
]
_NOT = f"(?:(?:{'|'.join(f'(?<={host})' for host in _HOSTS)})n'?t|(?<=can)not)"
_SHORT_FORMS = {"not": _NOT, "will": "'ll", "would": "'d", "had": "'d", "have": "'ve", "is": "'s", "has": "'s"}
_SHORT_FORMS |= {"are": "'re", "am": "'m"}
_SHRUNK = re.compile(f"({'|'.join(sorted((*_HOSTS, 'can'), key=len, reverse=True))})(?:n'?t|not)")
_VERBS = {"wo": "will", "ca": "can", "sha": "shall"}
_NUMBER = re.compile(NUMBER)
_IRREGULAR = {"cannot": r"can(?:not|'?t|\snot)", "will": "(?:will|wo(?=n'?t))", "can": "(?:can|ca(?=n'?t)|can(?=not))"}


class BadPattern(ValueError):
    """A cue is not written in the language above; the message says where."""


@dataclass(frozen=True, eq=False)
class Matcher:
    """Finds any of a list of cues; `unless` finds places where a match does not count.

    Cues are filed under the words they can begin with, because trying all of them at every word takes too long.
    """

    any: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, re.Pattern[str]]

    def spans(self, flat_text: str, begins: Begins | None = None) -> tuple[Span, ...]:
        """Return all places in a flat text, from left to right, never overlapping; `begins` saves reading it again."""
        begins = begins or beginnings(flat_text)
        found = list(_search(self.any, flat_text, begins))
        if not found or not self.unless:
            return tuple(found)
        excused = list(_search(self.unless, flat_text, begins))
        return tuple(span for span in found if not any(span.meets(other) for other in excused))


def matcher(cues: Iterable[str], unless: Iterable[str] = (), sets: Mapping[str, str] | None = None) -> Matcher:
    """Compile lists of cues; `sets` holds words parted by | for each name used as $name.

    Raises:
        BadPattern: naming the cue and the part that is wrong.
    """
    return Matcher(_filed(cues, sets or {}), _filed(unless, sets or {}))


def _search(filed: Mapping[str, re.Pattern[str]], text: str, begins: Begins) -> Iterator[Span]:
    end = 0
    for begin, keys in begins:
        for key in keys if begin >= end else ():
            if (pattern := filed.get(key)) and (match := pattern.match(text, begin)):
                yield _whole_words(text, begin, match.end())
                end = match.end()
                break


def beginnings(text: str) -> Begins:
    """Return every place where a cue may begin, with the names under which cues for that place are filed."""
    return tuple(place for match in _TOKEN.finditer(text) for place in _places(match))


def _places(match: re.Match[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    word, host = match.group().replace("'", ""), match.group().split("'")[0]
    shrunk = _SHRUNK.fullmatch(match.group())
    verb = _VERBS.get(shrunk[1], shrunk[1]) if shrunk else host
    number = ("<n>",) if _NUMBER.match(match.group()) else ()
    starts = tuple(word[:_STEM] + "*" for _ in word[_STEM - 1 : _STEM])
    never = ("cannot",) if shrunk and verb == "can" else ()
    yield match.start(), tuple(dict.fromkeys((word, host, verb, *never, *starts, *number)))
    if shrunk:
        yield match.start() + len(shrunk[1]), ("not",)


def _whole_words(text: str, start: int, end: int) -> Span:
    """A match may begin inside a word, at the "n't" of "isn't"; what is quoted may not."""
    while start and text[start - 1].isalnum() and text[start] != " ":
        start -= 1
    return Span(start, end)


def _filed(cues: Iterable[str], sets: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    # Longest first, so that the fuller of two cues is the one quoted.
    drawers: dict[str, list[str]] = {}
    for cue in sorted(set(cues), key=lambda cue: (-len(cue), cue)):
        expression, keys = _expression(cue, sets)
        for key in keys:
            drawers.setdefault(key, []).append(expression)
    return {key: _compiled("|".join(expressions)) for key, expressions in drawers.items()}


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _key(choice: str) -> str:
    """The name a word is filed under: figures together, beginnings by their first letters, others whole."""
    if choice.startswith("<n>"):
        return "<n>"
    first = choice.split("-")[0].split("&")[0]
    return first[:_STEM] + "*" if choice.endswith("*") and first.endswith("*") else first.replace("'", "")


def _expression(cue: str, sets: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    parts = cue.lower().split()
    anchored = parts[:1] == ["^"]
    closed = parts[-1:] == ["."]
    parts = [_filled(part, cue, sets) for part in parts[anchored : len(parts) - closed]]
    wrong = [part for part in parts if part not in ("...", "<n>") and not _WORDS.fullmatch(part.replace("<n>", "n"))]
    if wrong or not parts or "..." in (parts[0], parts[-1]):
        raise BadPattern(f"the cue '{cue}' cannot be read at '{(wrong or [cue])[0]}'")
    body = _first(parts[0]) + "".join(_following(part) for part in parts[1:])
    keys = frozenset(_key(choice) for choice in parts[0].split("|"))
    last = _WORD_END_OR_NOT if {"will", "can"} & set(parts[-1].split("|")) else _WORD_END
    return f"{_BEGINNING if anchored else ''}{body}{last}{_END if closed else ''}", keys


def _filled(part: str, cue: str, sets: Mapping[str, str]) -> str:
    unknown = [name for name in _SET.findall(part) if name not in sets]
    if unknown:
        raise BadPattern(f"the cue '{cue}' names the set '${unknown[0]}', which is not there")
    return _SET.sub(lambda match: sets[match[1]].lower().replace(" ", ""), part)


def _first(part: str) -> str:
    whole = f"(?<![\\w-]){_slot(part)}"
    return f"(?:{whole}|{_NOT})" if "not" in part.split("|") else whole


def _following(part: str) -> str:
    if part == "...":
        return _GAP
    short = [_SHORT_FORMS[word] for word in part.split("|") if word in _SHORT_FORMS]
    return "(?:" + "|".join([f"{_BETWEEN}{_slot(part)}", *short]) + ")"


def _slot(part: str) -> str:
    return "(?:" + "|".join(_word(choice) for choice in part.split("|")) + ")"


def _word(choice: str) -> str:
    if choice.startswith("<n>"):
        return NUMBER + re.escape(choice.removeprefix("<n>"))
    if choice in _IRREGULAR:
        return _IRREGULAR[choice]
    text = re.escape(choice.removesuffix("*")).replace("'", "'?")
    return text + (r"[\w'-]*" if choice.endswith("*") else "")
