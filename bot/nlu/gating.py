"""The rules of the answer gate, free of Rasa. Thresholds were measured with `python -m benchmarks.gate.run`."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.analysis.asked import leaves, misheard
from bot.nlu.asking import goes_on
from bot.nlu.followups import ADDRESSED, asked_of_mentor
from bot.nlu.known import known, meant
from bot.nlu.questions import is_question
from bot.nlu.wishes import is_plain_wish, is_wish

#: A control word is believed when the classifier gives it this much, and so many times what it gives to `answer`,
#: in a text of at most so many words.
SURE, TIMES, SHORT = 0.24, 4.0, 5
#: With more certainty, longer texts too.
SURER, MORE_TIMES, LONGER = 0.5, 12.0, 8
#: Lack of time comes in sentences ("my next call is in six minutes, can we be brief").
VERY_SURE, MANY_TIMES, LONG = 0.55, 10.0, 12
#: Questions about privacy are put as questions.
PRIVATE, PRIVATE_TIMES, PRIVACY_WORDS = 0.16, 2.0, 16
#: A text this near (cosine) to a known example, and nearer by this gap than to any answer, is that control word.
NEAR, GAP, NEAR_WORDS = 0.58, 0.08, 8
#: A question to the mentor needs this confidence, and `answer` no more than that, while an answer is awaited.
MENTOR, TOLD = 0.2, 0.01
MENTOR_WORDS, FOLLOW_UP_WORDS = 32, 12
#: At the menu, less than this is not understood.
UNDERSTOOD = 0.35
CONTROLS = frozenset({"stop", "skip", "go_back", "dont_know", "help", "rephrase", "start_over", "short_time", "recap"})
ASIDES = frozenset(
    {
        *("privacy_info", "privacy_shared", "export_data", "forget_me", "withdraw_consent", "commitments", "progress"),
        *("bot_challenge", "greet", "goodbye", "coach", "pressure_test", "rehearse", "introduce", "brief", "reflect"),
        *("journal", "reminders"),
    }
)
#: Answers speak of teams, contexts and behaviours too: only a short phrase known by heart opens these within a step.
OPENINGS, OPENING_WORDS = frozenset({"team", "context", "style", "tailor", "awareness", "behaviours"}), 4
#: What a person has a right to is asked for in sentences too; nothing is done before it is asked again.
RIGHTS = frozenset({"export_data", "forget_me", "withdraw_consent"})
_RHETORICAL = re.compile(
    r"\b(?:if (?:nobody|no one|noone|they|he|she|everyone|sales|the)\b|who cares|who knows|"
    r"what'?s the point|what is the point|"
    r"what good|what use|worth if|what'?s the use|am i supposed|are we supposed|why (?:would|should) (?:i|"
    r"we|they|he|she|anyone|anybody|sales|finance)\b|"
    r"how (?:can|could|should) (?:i|we|they|anyone|anybody) (?:even |possibly |ever )|who (?:wants|needs|has time)|"
    r"(?:right|you know|isn'?t it|don'?t they|doesn'?t it|no|huh|eh)\s*\?$|why (?:bother|me)|how many times|"
    r"when will (?:they|he|she) ever)",
    re.I,
)

#: "How do I tell my team that ...": what to say to somebody of one's own is what a coach is for.
_HOW_TO_SAY = re.compile(
    r"^\W*(?:\w+ )?(?:how|what) (?:do|can|could|should|shall|would) i (?:best |ever |even )?"
    r"(?:tell|say (?:it )?to|say this to|put it to|break it to|explain (?:it |this )?to|face) "
    r"(?:my|him|her|them|our|[A-Z])",
    re.I,
)
#: "Different from what?" throws the coach's own question back.
_THROWN_BACK = re.compile(r"^\W*(?:\w+ ){1,3}(?:what|whom|who|which)(?: \w+){0,2}\W*$", re.I)
#: "Kessler, which of your campaigns ...?" is said to somebody, and no question to us.
_SAID_TO = re.compile(
    r"^\W*(?!Mentor|Coach|Ok|Okay|So|And|But|Well|Question|Hi|Hello|Sorry|Please|Actually|Honestly|Now|Also)"
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)?, .*\b(?:you|your|yours)\b"
)
#: What the mentor's buttons say.
_PART = re.compile(
    r"^\W*(?:(?:and|ok|give me|show me|tell me)\W+)*(?:(?:the|an?|some|through|your)\W+)?"
    r"(?:steps|examples?|signs|barriers|reasons?|other eyes|other functions?)\W*(?:please)?\W*$",
    re.I,
)
#: "I could say stop" tells of a word and does not give it; "Dear Ann," begins a letter.
_SPOKEN_OF = re.compile(
    r"^\W*(?:(?:i|we|he|she|they) (?:could|should|would|might|never|always)(?: have)? (?:say|said|tell|told)\b|"
    r"dear\b|(?:hi|hello|good \w+) [^.!?,]{1,40},\s*$)",
    re.I,
)
#: "How would a plant manager see this?": the question behind every perspective.
_THEIR_EYES = re.compile(
    r"^(?:and |so |ok |but )?(?:how|what) (?:would|do|does|might|could) [\w' &-]{2,40}? "
    r"(?:see|view|look at|think (?:of|about)|say (?:to|about)|feel about|react to) (?:this|that|it)\W*$",
    re.I,
)
#: Steps in which a text is said to a persona, or is a sentence to say to one: asking is what it is about.
IN_ROLE = frozenset({"rehearse_objection", "rehearse_feedback", "rehearse_summary"})
_LEAVING = frozenset({"stop", "skip", "go_back", "dont_know", "help", "start_over", "goodbye"})
_GENERAL = re.compile(
    r"^\W*(?:what (?:is|are|does|do (?:others|other|most|companies))|what'?s|"
    r"how (?:do|does|should|can) (?:others?|most|companies|people|one|a company|an? )|explain|define)\b",
    re.I,
)
_BETWEEN_US = re.compile(r"\b(?:you|your|yours|we|our|us|it|that|this)\b", re.I)
ABOUT_ME = re.compile(r"\b(?:i|me|my|mine|here|chat|conversation)\b", re.I)


@dataclass(frozen=True)
class Reading:
    """What the pipeline has read in one message before the gate.

    Attributes:
        ranking: confidence of each intent, 0 to 1.
        phrases: known control phrases, normalised, and their intents.
        topics: the mentor's ranking (`decision`, `topics`, `followup`), empty without one.
        mentor_spoke: whether the mentor answered in the turn before.
        near: cosine similarity to the nearest example of each intent.
        coach_asked: whether the coach itself is asked what it answers: what to do, what another would say, to speak
            another language (signals `asks-coach`, `asks-view`, `asks-language`).
        asks_why: whether the coach is asked what its question is for (signal `asks-why`).
    """

    text: str
    ranking: dict[str, float]
    phrases: dict[str, str]
    topics: dict[str, Any] = field(default_factory=dict)
    mentor_spoke: bool = False
    near: dict[str, float] = field(default_factory=dict)
    coach_asked: bool = False
    asks_why: bool = False

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(re.findall(r"[\w']+", self.text))

    @property
    def best(self) -> tuple[str, float]:
        """The classifier's first choice."""
        return max(self.ranking.items(), key=lambda item: item[1], default=("nlu_fallback", 0.0))


def while_waiting(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text while the bot waits for free text."""
    if _follows_up(reading) and (is_question(reading.text) or _PART.match(reading.text)):
        return "ask_mentor", 1.0
    phrase = known_phrase(reading)
    if phrase in CONTROLS | ASIDES or (phrase in OPENINGS and reading.words <= OPENING_WORDS):
        return phrase, 1.0
    if leaves(reading.text):
        return "stop", 1.0
    if reading.asks_why and reading.words <= LONG:
        return "rephrase", 1.0
    if reading.coach_asked or is_plain_wish(reading.text) or _SPOKEN_OF.match(reading.text):
        # Asking the coach what to do is an answer to the coach, who hands it back; so is telling what one would say.
        return "answer", reading.ranking.get("answer", 0.0)
    intent, confidence = reading.best
    if intent in CONTROLS | ASIDES and _believed(reading, intent, confidence) and not misheard(reading.text, intent):
        return intent, confidence
    neighbour = _nearest_control(reading)
    if neighbour and not misheard(reading.text, neighbour):
        return neighbour, reading.near[neighbour]
    if asks_mentor(reading):
        return "ask_mentor", reading.ranking.get("ask_mentor", 0.0)
    return "answer", reading.ranking.get("answer", 0.0)


def in_role(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text while a persona waits: questions are said to it, or to the mentor."""
    phrase = known_phrase(reading)
    if phrase in CONTROLS | ASIDES:
        return phrase, 1.0
    if to_mentor(reading):
        return "ask_mentor", reading.ranking.get("ask_mentor", 0.0)
    usual, confidence = while_waiting(reading)
    if usual in _LEAVING and reading.words <= (LONGER if usual in ("stop", "start_over") else SHORT):
        return usual, confidence
    if usual.startswith("privacy") and confidence >= NEAR and ABOUT_ME.search(reading.text):
        return usual, confidence
    return "answer", reading.ranking.get("answer", 0.0)


def to_mentor(reading: Reading) -> bool:
    """Whether a text in role is addressed to the mentor, or a general question between two lines."""
    if ADDRESSED.search(reading.text):
        return True
    general = _GENERAL.search(reading.text) and not _BETWEEN_US.search(reading.text)
    sure = reading.ranking.get("ask_mentor", 0.0) >= SURER or reading.topics.get("decision") == "answer"
    return bool(general and is_question(reading.text) and sure)


def at_menu(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text typed at the menu."""
    if _follows_up(reading):
        return "ask_mentor", 1.0
    if goes_on(reading.text):
        # The menu says that a conversation was left open, and how to go on with it.
        return "coach", 1.0
    phrase = known_phrase(reading)
    if phrase:
        return phrase, 1.0
    intent, confidence = reading.best
    if intent in ("answer", "ask_mentor") or confidence < UNDERSTOOD or _nearer_to_talk(reading, intent):
        return _told_or_asked(reading)
    return intent, confidence


def _follows_up(reading: Reading) -> bool:
    """Whether a short text goes on with the topic that the mentor has just answered."""
    return reading.mentor_spoke and bool(reading.topics.get("followup")) and reading.words <= FOLLOW_UP_WORDS


def _nearer_to_talk(reading: Reading, intent: str) -> bool:
    """Whether a text is nearer to what people tell or ask than to the intent the classifier chose.

    The classifier weighs all intents alike, so that a small one swallows what belongs to a large one.
    """
    talk = max(reading.near.get("ask_mentor", 0.0), reading.near.get("answer", 0.0))
    return bool(reading.near) and talk > reading.near.get(intent, 0.0)


def _told_or_asked(reading: Reading) -> tuple[str, float]:
    told, asked = reading.ranking.get("answer", 0.0), reading.ranking.get("ask_mentor", 0.0)
    if is_question(reading.text) and (asked >= told or reading.topics.get("decision") == "answer"):
        return "ask_mentor", asked
    if reading.topics.get("decision") == "answer" and asked > told:
        return "ask_mentor", asked
    if reading.words >= 3 and told >= asked and told + asked >= UNDERSTOOD:
        return "answer", told
    return ("ask_mentor", asked) if asked >= UNDERSTOOD else ("nlu_fallback", max(told, asked))


def asks_mentor(reading: Reading) -> bool:
    """Whether a text typed in a step is a genuine question about S&OP, not a rhetorical one or part of an answer."""
    if not is_question(reading.text) or reading.words > MENTOR_WORDS or reading.words < 2:
        return False
    if _THEIR_EYES.match(reading.text.strip()) or asked_of_mentor(reading.text):
        return True
    if any(
        rule(reading.text)
        for rule in (_RHETORICAL.search, _SAID_TO.match, _THROWN_BACK.match, _HOW_TO_SAY.match, is_wish)
    ):
        return False
    if reading.coach_asked:
        return False
    asked, told = reading.ranking.get("ask_mentor", 0.0), reading.ranking.get("answer", 0.0)
    nearer = reading.near.get("ask_mentor", 0.0) >= max(0.5, reading.near.get("answer", 0.0) + GAP)
    return (nearer and asked >= told) or (asked >= MENTOR and told <= TOLD)


def may_ask(text: str) -> bool:
    """Whether a text typed where an answer is awaited can be for the mentor at all, if the mentor has not just spoken.

    No rule sends any other there, so that its topic need not be looked for.
    """
    return is_question(text) or bool(ADDRESSED.search(text))


def known_phrase(reading: Reading) -> str | None:
    """Return the intent of a control phrase known by heart, spelling mistakes in short ones allowed."""
    if exact := known(reading.text, reading.phrases):
        return exact
    close = meant(reading.text, reading.phrases)
    return close if close in CONTROLS else None


def _nearest_control(reading: Reading) -> str | None:
    """The control word whose examples a short text is nearest to, if it is clearly nearer to them than to answers."""
    if reading.words > NEAR_WORDS or not reading.near:
        return None
    private = {"privacy_info", "privacy_shared"} if is_question(reading.text) else set()
    best = max(CONTROLS | private, key=lambda intent: reading.near.get(intent, 0.0))
    enough = max(NEAR, reading.near.get("answer", 0.0) + GAP, reading.near.get("ask_mentor", 0.0))
    return best if reading.near.get(best, 0.0) >= enough else None


def _believed(reading: Reading, intent: str, confidence: float) -> bool:
    """Whether the classifier is sure enough that a text is no answer."""
    times = confidence / max(reading.ranking.get("answer", 0.0), 0.01)
    if intent.startswith("privacy"):
        asks = is_question(reading.text) and confidence >= PRIVATE and times >= PRIVATE_TIMES
        return reading.words <= PRIVACY_WORDS and (asks or (confidence >= VERY_SURE and reading.words <= 3))
    if intent in RIGHTS and confidence >= SURER and times >= MORE_TIMES:
        return reading.words <= LONG
    if intent in ASIDES and (reading.words < 2 or confidence < SURER or _nearer_to_talk(reading, intent)):
        # Commands to see something else are rarer than answers that sound like them, and as one word known by heart.
        return False
    if intent == "short_time" and confidence >= VERY_SURE and times >= MANY_TIMES:
        return reading.words <= LONG
    limits = ((SURER, MORE_TIMES, LONGER), (SURE, TIMES, SHORT))
    return any(confidence >= sure and times >= most and reading.words <= longest for sure, most, longest in limits)
