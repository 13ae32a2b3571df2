"""How a reflection is shown: its tags, its themes with the words behind them, and what may be counted."""

from collections.abc import Iterator

from bot.domain.normalise import for_matching
from bot.domain.reflection import Reflection, first_words
from bot.services import programmes
from bot.services.desk import Desk
from bot.services.ports import Record
from bot.services.replies import Button
from bot.services.wording import spoken

CHOOSE = "/journal_choose"


def names(desk: Desk, now: Reflection) -> str:
    """Return the names of its themes and nothing else: what would be counted."""
    return ", ".join(theme_name(desk, theme.id) for theme in now.themes)


def theme_name(desk: Desk, theme: str) -> str:
    """Return the name of a theme as people read it."""
    return desk.phrases.say(f"theme.{theme}")


def theme_meant(desk: Desk, now: Reflection, words: str) -> str:
    """Return the id of the theme of a reflection that words name ("decision rights", "the first one"), or empty."""
    wanted = for_matching(words).removeprefix("the ").removeprefix("theme ").strip()
    named = {theme.id: (for_matching(theme_name(desk, theme.id)), theme.id) for theme in now.themes}
    exact = [theme for theme, forms in named.items() if wanted in forms]
    near = [theme for theme, forms in named.items() if len(wanted) > 3 and any(wanted in form for form in forms)]
    return next(iter(exact or near), "")


def facts(desk: Desk, now: Reflection) -> str:
    """Return the lines about tags, themes and counting."""
    return "\n".join(_facts(desk, now))


def _facts(desk: Desk, now: Reflection) -> Iterator[str]:
    if now.tags:
        yield desk.phrases.say("reflect.tags", tags=_tags(now))
    for theme in now.themes:
        yield desk.phrases.say("reflect.theme", theme=theme_name(desk, theme.id), because=theme.because)
    if not now.themes:
        yield desk.phrases.say("reflect.theme.none")
    elif not _counts(desk):
        yield desk.phrases.say("reflect.alone")
    elif now.shared:
        yield desk.phrases.say("reflect.counted", themes=names(desk, now))
    else:
        yield desk.phrases.say("reflect.private")


def _counts(desk: Desk) -> bool:
    """Whether there is a programme for which anything could be counted."""
    return programmes.of(desk.uow, desk.person) is not None


def _tags(now: Reflection) -> str:
    return " ".join(f"#{tag}" for tag in now.tags)


def sharing_buttons(desk: Desk, reflection_id: str, now: Reflection) -> tuple[Button, ...]:
    """Return buttons that take a theme away, or the reflection into the count or out of it."""
    if not now.themes:
        return ()
    changes = ["withdraw"] if now.shared else ["count"] if _counts(desk) else []
    return (*(pressing(desk, change, reflection_id) for change in changes), *dropping_buttons(desk, reflection_id, now))


def dropping_buttons(desk: Desk, reflection_id: str, now: Reflection) -> tuple[Button, ...]:
    """Return a button for each theme that takes it away."""
    return tuple(
        Button(
            desk.phrases.say("reflect.button.drop-theme", theme=theme_name(desk, theme.id)),
            f"{CHOOSE} choice=drop-theme theme={theme.id} reflection={reflection_id}",
        )
        for theme in now.themes
    )


def pressing(desk: Desk, choice: str, reflection_id: str) -> Button:
    """Return a button that does something with a stored reflection."""
    return Button(desk.phrases.say(f"reflect.button.{choice}"), f"{CHOOSE} choice={choice} reflection={reflection_id}")


def line(desk: Desk, number: int, record: Record) -> str:
    """Return one line of the journal: number, date, first words, tags."""
    tags = "".join(f" #{tag}" for tag in record.body["tags"])
    words = first_words(record.body["text"])
    date = spoken(record.created_at.date())
    return desk.phrases.say("journal.line", n=str(number), date=date, tags=tags, words=words)
