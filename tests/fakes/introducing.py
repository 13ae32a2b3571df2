"""Leaders who talk to the introduction service, without an engine."""

from bot.domain.coaching import session as sessions
from bot.domain.coaching.session import Fact, Session
from bot.domain.introductions import Mentor
from bot.services import introduce
from bot.services.desk import Desk
from bot.services.introduction_stages import NOTHING, Pressed
from bot.services.replies import Say
from tests.fakes.mentors import ALL, NOON, Application, Office, register, rendered, said

GOAL = "I want one forecast that sales and finance both use"
CONTACT = "ann@example.org"


def office_with(*applications: Application, **profile: str) -> tuple[Desk, list[Mentor]]:
    office = Office()
    made = register(office.factory, NOON, applications or ALL)
    return office.desk(**profile), made


def coached(desk: Desk, goal: str = GOAL) -> None:
    session = Session("s1", desk.today, facts=(Fact("goal", goal),))
    desk.create("session", "closed", sessions.to_dict(session), record_id="s1")


def opened(desk: Desk, text: str = "mentors", topic: str = "", pressed: Pressed = NOTHING) -> tuple[list[str], bool]:
    """Open an introduction; return the responses said, and whether the form begins."""
    outcome = introduce.open_introduction(desk, said(text, "introduce"), topic, pressed)
    return [say.response for say in outcome.say], outcome.slots["introduce_ready"]


def asked(desk: Desk) -> Say:
    (say,) = introduce.ask(desk).say
    return say


def told(desk: Desk, text: str, intent: str = "answer", pressed: Pressed = NOTHING) -> Say | None:
    """Reply; return what is asked next, or None where the introduction is over."""
    outcome = introduce.answer(desk, said(text, intent), pressed)
    return None if outcome.slots["mentor_introduce"] == "done" else asked(desk)


def to_consent(desk: Desk, whom: str = "Ann") -> Say | None:
    opened(desk)
    if asked(desk).response == "utter_introduce_need":
        told(desk, "skip", "skip")
    told(desk, whom)
    return told(desk, "yes")


def everything_said(*says: Say | None) -> str:
    return "\n".join(rendered(say, "introduce") for say in says if say)
