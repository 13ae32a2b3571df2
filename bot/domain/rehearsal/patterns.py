"""The small language in which an editor writes cues, and the search for them in a text.

    plan*           any ending: plan, plans, planning
    we|they         either word
    tell me ... do  up to three words in between
    <n> weeks       a number, in figures or in words
    $month          any word of the set with this name
    ^ why           only at the beginning of a sentence

Case does not matter, and a missing apostrophe is forgiven. Written out, "you are", "i would" and "do not" also find "you're",
"I'd" and "don't". A cue never reaches over the end of a sentence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.rehearsal.text import Span

_WORDS = re.compile(r"[a-z0-9'&/%+-]+\*?(?:\|[a-z0-9'&/%+-]+\*?)*")
_SET = re.compile(r"\$([a-z]+)")
_SMALL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|twice|dozen"
)
#: A number in figures or in words, as part of a pattern over flat text. "One" is left out: it is rarely a figure.
NUMBER = rf"(?:\d[\d.,]*\d|\d|(?:{_SMALL})(?:-[a-z]+)?)"
_BETWEEN = r"[^\w.!?;]+"
_GAP = rf"(?:{_BETWEEN}[\w'-]+){{0,3}}?"
_BEGINNING = r"(?:(?<![\s\S])|(?<=[.!?;]\s)|(?<=\n))[\"“'(]?"
_SHORT_FORMS = {"will": "'ll", "would": "'d", "had": "'d", "have": "'ve", "is": "'s", "has": "'s", "are": "'re", "am": "'m"}
# "not" shrinks into the word before it, and three of those words change.
_HOSTS = "do does did is are was were has have had would could should wo ca sha".split()
_NOT = f"(?:(?:{'|'.join(f'(?<={host})' for host in _HOSTS)})n'?t|(?<=can)not)"
_IRREGULAR = {"cannot": r"can(?:not|'?t|\snot)", "will": "(?:will|wo(?=n'?t))", "can": "(?:can|ca(?=n'?t)|can(?=not))"}


class BadPattern(ValueError):
    """A cue is not written in the language above; the message says where."""


@dataclass(frozen=True, eq=False)
class Matcher:
    """Finds any of a list of cues; `unless` finds places where a match does not count."""

    any: re.Pattern[str] | None
    unless: re.Pattern[str] | None = None

    def spans(self, flat_text: str) -> tuple[Span, ...]:
        """Return all places in a flat text, from left to right, never overlapping."""
        if self.any is None:
            return ()
        found = [Span(*match.span()) for match in self.any.finditer(flat_text)]
        if not found or self.unless is None:
            return tuple(found)
        excused = [Span(*match.span()) for match in self.unless.finditer(flat_text)]
        return tuple(span for span in found if not any(_overlap(span, other) for other in excused))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def matcher(cues: Iterable[str], unless: Iterable[str] = (), sets: Mapping[str, str] | None = None) -> Matcher:
    """Compile lists of cues; `sets` holds words parted by | for each name used as $name.

    Raises:
        BadPattern: naming the cue and the part that is wrong.
    """
    return Matcher(_compiled(cues, sets or {}), _compiled(unless, sets or {}))


def _compiled(cues: Iterable[str], sets: Mapping[str, str]) -> re.Pattern[str] | None:
    # Longest first, so that the fuller of two cues is the one quoted.
    parts = [_expression(cue, sets) for cue in sorted(set(cues), key=lambda cue: (-len(cue), cue))]
    return re.compile("|".join(parts)) if parts else None


def _expression(cue: str, sets: Mapping[str, str]) -> str:
    parts = cue.lower().split()
    anchored = parts[:1] == ["^"]
    parts = [_filled(part, cue, sets) for part in parts[anchored:]]
    wrong = [part for part in parts if part not in ("...", "<n>") and not _WORDS.fullmatch(part.replace("<n>", "n"))]
    if wrong or not parts or "..." in (parts[0], parts[-1]):
        raise BadPattern(f"the cue '{cue}' cannot be read at '{(wrong or [cue])[0]}'")
    body = _first(parts[0]) + "".join(_following(part) for part in parts[1:])
    return f"{_BEGINNING if anchored else ''}{body}(?!\\w)"


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
    short = [_NOT if word == "not" else _SHORT_FORMS[word] for word in part.split("|") if word in ("not", *_SHORT_FORMS)]
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
