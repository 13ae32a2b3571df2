"""One person's preferences while they are asked about, shown, changed and deleted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.style.book import Question, StyleBook
from bot.domain.style.preferences import LETTERS, PAIRS, nothing_known, read_letters, read_words

#: Where it stands: the choice between letters and questions, the questions, the page, one pair, the question before
#: all is deleted; then the ends.
START, ASKING, SHOWN, PAIR, DELETING, KEPT, DELETED = "start", "asking", "shown", "pair", "deleting", "kept", "deleted"
BOTH, SKIPPED = "both", "skip"
#: Words of an option that this many letters or more make it recognisable by.
_TELLING = 4
#: A longer reply is no choice between two buttons: it is told what would be one.
_LONGEST = 25


@dataclass(frozen=True)
class Sitting:
    """Preferences and where their owner stands with them.

    Attributes:
        pairs: a letter for each pair, empty for an open one.
        answers: by question: a letter, BOTH or SKIPPED, in the order given.
        declared: pairs set directly; their questions are not asked.
        pair: the pair being changed.
        unclear: whether the last reply was no answer.
    """

    pairs: Mapping[str, str] = field(default_factory=nothing_known)
    answers: tuple[tuple[str, str], ...] = ()
    declared: tuple[str, ...] = ()
    stage: str = START
    pair: str = ""
    unclear: bool = False

    @property
    def known(self) -> bool:
        """Whether at least one pair has a lean."""
        return any(self.pairs.values())

    @property
    def touched(self) -> bool:
        """Whether anything was told at all."""
        return bool(self.answers or self.declared)


def waiting(now: Sitting, book: StyleBook) -> Question | None:
    """Return the question that comes next, or None when all are answered."""
    answered = dict(now.answers)
    return next((q for q in book.questions if q.id not in answered and q.pair not in now.declared), None)


def lean(pair: str, answers: Mapping[str, str], book: StyleBook) -> str:
    """Return the letter that the answers of a pair agree on; empty where they differ or say nothing."""
    given = [answers.get(question.id, "") for question in book.questions if question.pair == pair]
    letters = {answer for answer in given if answer in LETTERS[pair]}
    return letters.pop() if len(letters) == 1 else ""


def declared(now: Sitting, pairs: Mapping[str, str]) -> Sitting:
    """Return the sitting with pairs set directly, open ones too, and the page to look at."""
    rest = tuple(dict.fromkeys((*now.declared, *pairs)))
    return replace(now, pairs={**now.pairs, **pairs}, declared=rest, stage=SHOWN, pair="", unclear=False)


def read(text: str, book: StyleBook) -> dict[str, str]:
    """Return the pairs that a text tells by letters or by their names; empty if it tells none."""
    return read_letters(text) or read_words(text, book.names)


def answered(now: Sitting, question: Question, answer: str, book: StyleBook) -> Sitting:
    """Return the sitting with one question answered; after the last one the page is shown."""
    answers = {**dict(now.answers), question.id: answer}
    pairs = {**now.pairs, question.pair: lean(question.pair, answers, book)}
    after = replace(now, answers=tuple(answers.items()), pairs=pairs, stage=ASKING, unclear=False)
    return after if waiting(after, book) else replace(after, stage=SHOWN)


def back(now: Sitting, book: StyleBook) -> Sitting:
    """Return the sitting one step earlier; at its beginning nothing changes."""
    if now.stage in (PAIR, DELETING):
        return replace(now, stage=SHOWN, pair="", unclear=False)
    if not now.answers:
        return replace(now, stage=START if now.stage == ASKING else now.stage, unclear=False)
    last = book.question(now.answers[-1][0])
    answers = now.answers[:-1]
    pairs = {**now.pairs, last.pair: lean(last.pair, dict(answers), book)} if last else now.pairs
    return replace(now, answers=answers, pairs=pairs, stage=ASKING, unclear=False)


def side_of(text: str, options: tuple[str, str], pair: str, book: StyleBook) -> str:
    """Return what a reply to two options means: a letter, BOTH, or an empty string for no answer to it."""
    plain = _plain(text)
    first, second = LETTERS[pair]
    for choice, meant in (("first", first), ("second", second), ("both", BOTH)):
        if plain in book.choices[choice] or plain == meant.lower():
            return meant
    if len(plain.split()) > _LONGEST:
        return ""
    named = read_words(text, book.names).get(pair, "")
    return named or _nearer(plain, options, pair)


def _nearer(plain: str, options: tuple[str, str], pair: str) -> str:
    """The side whose option shares more telling words with a reply."""
    said = set(plain.split())
    ours = [{word for word in _plain(option).split() if len(word) >= _TELLING} for option in options]
    shared = [len(said & (words - ours[1 - n])) for n, words in enumerate(ours)]
    if shared[0] == shared[1]:
        return ""
    return LETTERS[pair][0 if shared[0] > shared[1] else 1]


def number_in(text: str) -> str:
    """Return the pair that a reply means by its number ("change 2"), or an empty string."""
    match = re.fullmatch(r"(?:change |edit |the |pair |number |no )*([1-4])", _plain(text)[:_LONGEST])
    return PAIRS[int(match[1]) - 1] if match else ""


def is_choice(text: str, choice: str, book: StyleBook) -> bool:
    """Whether the whole text is one of the choices of the book."""
    return _plain(text) in book.choices[choice]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text.lower())))


def to_dict(now: Sitting) -> dict[str, Any]:
    """Return the sitting as JSON values; `pairs` is what other dialogues read."""
    answers = dict(now.answers)
    return {
        "pairs": dict(now.pairs),
        "answers": answers,
        "declared": list(now.declared),
        "stage": now.stage,
        "pair": now.pair,
        "unclear": now.unclear,
    }


def from_dict(body: Mapping[str, Any]) -> Sitting:
    """Rebuild a sitting from `to_dict`; keys that are missing take their defaults."""
    told = body.get("pairs") or {}
    pairs = {pair: str(told.get(pair) or "") for pair in PAIRS}
    answers = tuple((str(q), str(a)) for q, a in (body.get("answers") or {}).items())
    declared = tuple(body.get("declared") or ())
    stage, pair = str(body.get("stage") or START), str(body.get("pair") or "")
    return Sitting(pairs, answers, declared, stage, pair, bool(body.get("unclear")))
