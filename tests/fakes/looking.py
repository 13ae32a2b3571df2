"""A leader in the awareness check or the look at behaviours, without an engine: the form is played as Rasa plays it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from bot.catalogue.awareness import load_situations
from bot.catalogue.behaviours import load_behaviours
from bot.catalogue.mentoring import load_knowledge
from bot.domain.coaching.coach import Guide
from bot.domain.coaching.questions import Bank
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.phrases import Phrases
from bot.services import awareness, behaviours
from bot.services.desk import Content, Desk
from bot.services.grow import Said
from bot.services.replies import Outcome, Say
from tests.fakes.mentors import CONTENT, Office, read, words

FILES = ("phrases.yml", "introduce.yml", "brief.yml", "shared.yml", "awareness.yml", "behaviours.yml")


@cache
def content() -> Content:
    """The real words, topics, situations and behaviours."""
    phrases = {key: tuple(value) for name in FILES for key, value in read(name).items()}
    topics = load_knowledge(CONTENT).topics
    return replace(
        words(),
        guide=Guide(Bank([]), {}, Phrases(phrases)),
        topics=topics,
        awareness=load_situations(CONTENT, topics),
        behaviours=load_behaviours(CONTENT),
    )


@dataclass(frozen=True)
class Form:
    """The service calls of a dialogue that is a form."""

    stem: str
    opened: Callable[[Desk, Said, str], Outcome]
    answered: Callable[[Desk, Said, str], Outcome]
    asked: Mapping[str, Callable[[Desk], Outcome]]
    paused: Callable[[Desk], Outcome]
    restarted: Callable[[Desk], Outcome]
    closed: Callable[[Desk], Outcome]


AWARENESS = Form(
    "awareness",
    awareness.open_check,
    awareness.answer,
    {"awareness_check": awareness.ask_check, "awareness_gaps": awareness.ask_gaps},
    awareness.pause,
    awareness.restart,
    awareness.close,
)
BEHAVIOURS = Form(
    "behaviours",
    lambda desk, said, _: behaviours.open_review(desk, said),
    behaviours.answer,
    {"behaviours_check": behaviours.ask},
    behaviours.pause,
    behaviours.restart,
    behaviours.close,
)


@dataclass
class Looker:
    """One person in one of the two forms."""

    form: Form
    profile: dict[str, Any] = field(default_factory=dict)
    office: Office = field(default_factory=lambda: Office(content=content()))

    def __post_init__(self) -> None:
        self.desk = self.office.desk(**self.profile)
        self.slots: dict[str, Any] = {}
        self.says: tuple[Say, ...] = ()

    @property
    def step(self) -> str:
        """The first slot that waits, or the menu."""
        return next((slot for slot in self.form.asked if self.slots.get(slot, "") is None), "menu")

    @property
    def text(self) -> str:
        """The replies of the last turn as they are read; a placeholder without a value fails."""
        return "\n".join(self._shown(say) for say in self.says)

    @property
    def names(self) -> list[str]:
        """The replies of the last turn, by name."""
        return [say.response.removeprefix(f"utter_{self.form.stem}_") for say in self.says]

    @property
    def buttons(self) -> dict[str, str]:
        """What the buttons of the last reply carry, by title."""
        return {button.title: button.payload for button in self.says[-1].buttons}

    def begin(self, text: str = "", pressed: str = "") -> "Looker":
        """Ask for the dialogue."""
        return self._turn(self.form.opened(self.desk, Said(text or self.form.stem, self.form.stem, Signals()), pressed))

    def say(self, text: str, intent: str = "answer", on: str = "") -> "Looker":
        """Type something where the form waits; `on` is the day that the pipeline finds in it."""
        assert self.step != "menu", "nothing waits"
        signals = Signals(dates=(DateMention(text, on, "day"),) if on else ())
        return self._turn(self.form.answered(self.desk, Said(text, intent, signals), ""))

    def press(self, title: str) -> "Looker":
        """Press a button of the last reply."""
        payload = self.buttons[title]
        if payload == "/skip":
            return self.say("skip", "skip")
        intent, _, choice = payload.partition(" choice=")
        return self._turn(self.form.answered(self.desk, Said(title, intent[1:], Signals()), choice))

    def digress(self) -> "Looker":
        """Come back from something else: the form asks again."""
        return self._turn(Outcome(slots=dict(self.slots)))

    def stop(self) -> "Looker":
        """Leave in the middle."""
        self.says, self.slots = self.form.paused(self.desk).say, {}
        return self

    def restart(self) -> "Looker":
        """Start over."""
        return self._turn(self.form.restarted(self.desk))

    def stored(self) -> dict[str, Any]:
        """The newest record's body."""
        record = self.desk.newest(self.form.stem)
        assert record is not None
        return record.body

    def _turn(self, outcome: Outcome) -> "Looker":
        self.slots.update(outcome.slots)
        says = list(outcome.say)
        if self.step == "menu":
            says += self.form.closed(self.desk).say
            self.slots = {}
        else:
            asked = self.form.asked[self.step](self.desk)
            says += asked.say
            self.slots.update(asked.slots)
        self.says = tuple(says)
        return self

    @staticmethod
    def _shown(say: Say) -> str:
        stem = say.response.split("_")[1]
        return str(read(f"responses/{stem}.yml")["responses"][say.response][0]["text"]).format(**say.values)
