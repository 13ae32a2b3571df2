"""Greeting, menu, help and small talk: the same wherever they happen."""

from bot.services.desk import Desk
from bot.services.onboarding import accept_invitation, consented, profile
from bot.services.replies import Outcome, Say

#: Dialogues in which other words move one on, and what says so.
_HELP = {"onboarding_form": "utter_help_start", "rehearse_form": "utter_help_rehearse"}

#: Dialogues that say what is noted so far when somebody asks (bot/services/recap.py).
SO_FAR = ("grow_form", "pressure_form")


def greet(desk: Desk, busy: bool) -> Outcome:
    """Greet; the menu follows unless something is under way (`busy`)."""
    name = profile(desk).get("name")
    hello = Say("utter_greet_named" if name else "utter_greet", "chitchat", values={"name": name})
    code = accept_invitation(desk) if consented(desk) else None
    joined = (Say("utter_programme_joined", "onboarding.profile", "programme", {"code": code}),) if code else ()
    return Outcome((hello, *joined) if busy else (hello, *joined, *menu(desk).say))


def go_on(desk: Desk, busy: bool) -> Outcome:
    """Go on after help was shown."""
    say = Say("utter_go_on", "chitchat")
    return Outcome((say,) if busy else (say, *menu(desk).say))


def menu(desk: Desk) -> Outcome:
    """Offer what can be done; what was left open comes first."""
    left = desk.newest("session", ("open",)) is not None
    return Outcome((Say("utter_menu_resume" if left else "utter_menu", "menu"),))


def help_text(desk: Desk, form: str | None) -> Outcome:
    """Say what one can say here; in the middle of something, what it is good for and what moves it on.

    Args:
        form: the dialogue under way.
    """
    if form is None:
        return Outcome((Say("utter_help", "help"),))
    if form in _HELP:
        return Outcome((Say(_HELP[form], "help"),))
    point = f"help.point.{form.removesuffix('_form')}"
    said = desk.phrases.say(point if point in desk.phrases else "help.point")
    so_far = f"{desk.phrases.say('help.so_far')} " if form in SO_FAR else ""
    return Outcome((Say("utter_help_here", "help", values={"point": said, "so_far": so_far}),))


def nothing_to_stop() -> Outcome:
    """Answer a stop or goodbye at the menu."""
    return Outcome((Say("utter_goodbye", "menu"),))


def chitchat(intent: str) -> Outcome:
    """Answer small talk by its intent."""
    return Outcome((Say(f"utter_{intent}", "chitchat"),))


def unsupported() -> Outcome:
    """One friendly line for voice, photo, sticker and the like."""
    return Outcome((Say("utter_unsupported", "unsupported"),))


def fallback() -> Outcome:
    """Say plainly that the message was not understood, and what would be."""
    return Outcome((Say("utter_fallback", "fallback"),))
