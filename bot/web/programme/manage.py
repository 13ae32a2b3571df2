"""Mentors and their places; invite codes."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from bot.domain.introductions import Mentor
from bot.domain.releases.segments import OTHER
from bot.services import mentors as register
from bot.services import programmes
from bot.services.programmes import MOST_DAYS, MOST_USES, BadProgramme
from bot.web.programme.access import Ask, whole
from bot.web.programme.respond import go, page

INVITATIONS = "/programme/invitations"
#: How many leaders a code is for and for how many days it is valid, unless changed.
USES, DAYS = 10, 30


@dataclass(frozen=True)
class Listed:
    """A mentor and how many leaders hold a place with them: never who."""

    mentor: Mentor
    taken: int


@dataclass(frozen=True)
class Wanted:
    """What a form asks for, as typed."""

    level: str
    uses: str
    days: str


def mentors(ask: Ask) -> Response:
    """Show the register of mentors and how many places are free."""
    with ask.site.unit_of_work() as uow:
        listed = [Listed(one, register.places_taken(uow, one.id)) for one in register.everyone(uow)]
    titles = {name: topic.title for name, topic in ask.site.topics.items()}
    return page(ask, "mentors", listed=listed, titles=titles, functions=ask.site.functions)


def invites(ask: Ask) -> Response:
    """Show the form for a new code, and the codes that are valid."""
    return _invites(ask, Wanted(_levels(ask)[0], str(USES), str(DAYS)))


def invite(ask: Ask) -> Response:
    """Make a code and show it, this once."""
    form, now = ask.form, ask.site.clock.now()
    wanted = Wanted(form.get("level", "").strip(), form.get("uses", "").strip(), form.get("days", "").strip())
    try:
        # What is no number counts as 0, which is refused as any other wrong one.
        uses, days = whole(wanted.uses), whole(wanted.days)
        with ask.site.unit_of_work() as uow:
            code = programmes.invite(uow, ask.signed_in.programme, wanted.level, uses, days, now)
            uow.commit()
    except BadProgramme:
        return _invites(ask, wanted, 422, bad=True)
    link = f"{ask.site.home}/join/{code}" if ask.site.home else ""
    return _invites(ask, wanted, code=code, link=link, until=(now + timedelta(days=days)).date(), uses=uses)


def withdraw(ask: Ask) -> Response:
    """Make a code of the visitor's programme invalid."""
    with ask.site.unit_of_work() as uow:
        uow.programmes.withdraw(ask.signed_in.programme.id, ask.form.get("id", ""))
        uow.commit()
    return go(INVITATIONS)


def _invites(ask: Ask, wanted: Wanted, status: int = 200, **made: object) -> Response:
    with ask.site.unit_of_work() as uow:
        given = uow.programmes.invites(ask.signed_in.programme.id, ask.site.clock.now())
    values = {"code": "", "link": "", "until": None, "uses": 0, "bad": False, **made}
    limits = {"most_uses": MOST_USES, "most_days": MOST_DAYS}
    return page(ask, "invites", status, given=given, levels=_levels(ask), wanted=wanted, **limits, **values)


def _levels(ask: Ask) -> tuple[str, ...]:
    return (*ask.signed_in.programme.levels, OTHER)
