"""The mentor: practical know-how, when asked for, and the same through another function's eyes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.mentoring import ANSWER, FUNCTIONS, OFFER, Topic, from_dict
from bot.domain.pressure.stakeholders import Concern, Stakeholder
from bot.services.desk import Desk
from bot.services.onboarding import profile
from bot.services.replies import Button, Outcome, Say

SLOT = "mentor_topic"
#: The mentor is asked for, and nothing is asked yet.
ASKED_FOR = "ask"
#: Follow-ups that mean nothing by themselves; "how do I start?" may.
POINTING = frozenset({"perspective", "why", "example", "more"})


@dataclass(frozen=True)
class Question:
    """A question as the pipeline understood it.

    Attributes:
        decision: `answer`, `offer` or `unknown`.
        topics: topic ids, best first.
        function: whose view is asked for, if anyone's.
        followup: what of the topic in hand is asked for, if it is one.
        picked: the topic a button names, if the question was asked by button.
        part: the part of it that a button asks for.
    """

    decision: str = "unknown"
    topics: tuple[str, ...] = ()
    function: str | None = None
    followup: str | None = None
    picked: str | None = None
    part: str | None = None


@dataclass(frozen=True)
class Place:
    """Where the question was asked: the topic in hand, and whether a dialogue waits to go on."""

    in_hand: str | None = None
    busy: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


def read(topics: Mapping[str, Any], picked: str | None, part: str | None) -> Question:
    """Return the question from the pipeline's ranking and what a button carries."""
    ranking = from_dict(topics)
    named = ranking.offered() if ranking.decision == OFFER else tuple(t.id for t in ranking.topics)
    return Question(ranking.decision, named, ranking.function, ranking.followup, picked, part)


def answer(desk: Desk, question: Question, place: Place) -> Outcome:
    """Answer a question, continue on the topic in hand, offer the nearest topics, or say that it is not known."""
    topics = desk.content.topics
    if question.picked in topics:
        return _part(desk, topics[question.picked or ""], question.part, place)
    if question.followup == ASKED_FOR:
        return Outcome((Say("utter_mentor_ask", "mentor.unsure"),))
    in_hand = topics.get(place.in_hand or "")
    if in_hand and question.followup:
        return _part(desk, in_hand, _wanted(question), place)
    if in_hand and question.function and question.decision != ANSWER:
        return _part(desk, in_hand, question.function, place)
    if question.followup in POINTING and not in_hand:
        # "How do others see this?" with nothing in hand names no subject; whatever ranks first does so by chance.
        return Outcome((Say("utter_mentor_about_what", "mentor.unsure"),))
    if question.decision == ANSWER and question.topics:
        return _part(desk, topics[question.topics[0]], question.function, place)
    if question.decision == OFFER and question.topics:
        return _offer(desk, [topics[t] for t in question.topics])
    return Outcome((Say("utter_mentor_unknown", "mentor.unsure"),))


def behind(voice: str, person: Stakeholder, concern: Concern | None) -> Outcome:
    """Say what stands behind a line that waits for an answer: what its speaker is measured on, fears and wants to hear.

    Args:
        voice: how the speaker is called here.
        concern: what the line is about; None for an objection in the leader's own wording.
    """
    values = {"voice": voice, "measured": person.measured_on[0], "fear": person.fears[0]}
    if concern is None:
        return Outcome((Say("utter_mentor_behind_own", "mentor.answer", None, values),))
    values |= {"concern": concern.name, "good": concern.good_answer}
    return Outcome((Say("utter_mentor_behind", "mentor.answer", None, values),))


def _wanted(question: Question) -> str | None:
    return question.function if question.followup == "perspective" else question.followup


def _part(desk: Desk, topic: Topic, part: str | None, place: Place) -> Outcome:
    slots = {SLOT: topic.id}
    if part in FUNCTIONS:
        return Outcome((_view(desk, topic, part or "", place),), slots)
    if part == "perspective":
        return Outcome((_whose(desk, topic),), slots)
    name, values = _said(desk, topic, part)
    values |= {"title": topic.title, "hand_back": topic.hand_back}
    handed = "_then_back" if place.busy else ""
    return Outcome((Say(name + handed, "mentor.answer", topic.id, values, _buttons(desk, topic, part)),), slots)


def _said(desk: Desk, topic: Topic, part: str | None) -> tuple[str, dict[str, Any]]:
    say = desk.phrases.say
    if part == "why":
        return "utter_mentor_part", {"said": topic.why}
    if part == "example":
        return "utter_mentor_part", {"said": topic.example}
    if part == "steps":
        lines = [
            say("mentor.step", n=str(n), do=s.do, who=_bare(s.who), when=_bare(s.when), bring=_bare(s.bring))
            for n, s in enumerate(topic.how, 1)
        ]
        return "utter_mentor_part", {"said": "\n".join(lines)}
    if part == "signs":
        return "utter_mentor_part", {"said": "\n".join(say("mentor.sign", text=sign) for sign in topic.signs)}
    if part == "barriers":
        lines = [say("mentor.barrier", barrier=b.barrier, helps=b.helps) for b in (*topic.hard, *topic.soft)]
        return "utter_mentor_part", {"said": "\n".join(lines)}
    if part == "more":
        return "utter_mentor_part", {"said": f"{topic.why}\n\n{topic.example}"}
    return "utter_mentor_part", {"said": topic.answer}


def _view(desk: Desk, topic: Topic, function: str, place: Place) -> Say:
    text = topic.perspectives.get(function)
    own = profile(desk).get("function")
    values = {
        "title": topic.title,
        "function": desk.phrases.say(f"function.{function}"),
        "own": desk.phrases.say(f"function.{own}") if own in FUNCTIONS else "",
        "said": text or "",
        "hand_back": topic.hand_back,
    }
    ref = f"{topic.id}/{function}"
    if text is None:
        return Say("utter_mentor_no_view", "mentor.perspective", ref, values, _view_buttons(desk, topic))
    name = "utter_mentor_view_yours" if own == function else "utter_mentor_view"
    if own in FUNCTIONS and own != function:
        name = "utter_mentor_view_to_you"
    return Say(name + ("_then_back" if place.busy else ""), "mentor.perspective", ref, values)


def _whose(desk: Desk, topic: Topic) -> Say:
    return Say("utter_mentor_whose", "mentor.perspective", topic.id, {"title": topic.title}, _view_buttons(desk, topic))


def _offer(desk: Desk, nearest: list[Topic]) -> Outcome:
    buttons = tuple(Button(topic.title, f"/ask_mentor topic={topic.id}") for topic in nearest)
    return Outcome((Say("utter_mentor_offer", "mentor.unsure", nearest[0].id, buttons=buttons),))


def _buttons(desk: Desk, topic: Topic, shown: str | None) -> tuple[Button, ...]:
    parts = [part for part in ("steps", "why", "example", "perspective") if part != shown]
    return tuple(
        Button(desk.phrases.say(f"mentor.button.{p}"), f"/ask_mentor topic={topic.id} part={p}") for p in parts
    )


def _view_buttons(desk: Desk, topic: Topic) -> tuple[Button, ...]:
    known = [function for function in FUNCTIONS if function in topic.perspectives]
    return tuple(Button(desk.phrases.say(f"function.{f}"), f"/ask_mentor topic={topic.id} part={f}") for f in known)


def _bare(text: str) -> str:
    """Without its full stop: the line around it has one."""
    return text.strip().rstrip(".")
