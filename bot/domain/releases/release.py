"""A release as it is published: canonical JSON, its digest, and the digest of the one before it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from bot.domain.releases import rules as figures
from bot.domain.releases.history import ALL, History, Standing
from bot.domain.releases.rules import Rules
from bot.domain.releases.snapshot import PARTICIPATION

FORMAT = 1
#: What the first release names as the digest of the one before it.
NONE_BEFORE = "0" * 64


class BadRelease(ValueError):
    """A stored release is not what was published; the message says which and what to do."""


@dataclass(frozen=True)
class Release:
    """What the programme team sees of one period.

    Attributes:
        start, end: first day of the period, and the day after its last.
        participation: the share of the roster that contributed.
        cells: what is shown of every theme in every group, `all` first; every theme is there, named or not.
    """

    programme: str
    name: str
    number: int
    start: date
    end: date
    rules: Rules
    groups: tuple[str, ...]
    participation: Standing
    cells: Mapping[str, Mapping[str, Standing]]
    previous: str = NONE_BEFORE

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.end - timedelta(days=1)


def published(history: History, themes: Iterable[str]) -> tuple[Standing, dict[str, dict[str, Standing]]]:
    """Return participation and cells as a release shows them."""
    groups = (ALL, *history.groups)
    cells = {theme: {group: history.stands(theme, group) for group in groups} for theme in themes}
    return history.stands(PARTICIPATION, ALL), cells


def to_bytes(release: Release) -> bytes:
    """Return the canonical JSON: sorted keys, no spaces, UTF-8. The same release gives the same bytes for ever."""
    body = {
        "format": FORMAT,
        "programme": release.programme,
        "name": release.name,
        "number": release.number,
        "start": release.start.isoformat(),
        "end": release.end.isoformat(),
        "rules": figures.to_dict(release.rules),
        "groups": [ALL, *release.groups],
        "participation": _shown(release.participation),
        "themes": {t: {g: _shown(value) for g, value in cells.items()} for t, cells in release.cells.items()},
        "previous": release.previous,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Release:
    """Return what `to_bytes` gave.

    Raises:
        BadRelease: the bytes are no release in canonical form.
    """
    try:
        release = _release(json.loads(data))
    except (KeyError, TypeError, ValueError):
        raise BadRelease("A stored release cannot be read. Restore the database from its backup.") from None
    if to_bytes(release) != data:
        raise BadRelease(f"Release {release.number} is not in canonical form. Restore the database from its backup.")
    return release


def digest(data: bytes) -> str:
    """Return the SHA-256 of a release's bytes as 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def _shown(value: Standing) -> dict[str, Any]:
    """A value as published. "Not enough voices" has no date: it would tell suppressed from never named."""
    return {"band": value.band, "since": value.since if value.band else None}


def _release(body: dict[str, Any]) -> Release:
    cells = {t: {g: _standing(value) for g, value in cells.items()} for t, cells in body["themes"].items()}
    return Release(
        programme=body["programme"],
        name=body["name"],
        number=body["number"],
        start=date.fromisoformat(body["start"]),
        end=date.fromisoformat(body["end"]),
        rules=figures.from_dict(body["rules"]),
        groups=tuple(body["groups"][1:]),
        participation=_standing(body["participation"]),
        cells=cells,
        previous=body["previous"],
    )


def _standing(value: dict[str, Any]) -> Standing:
    return Standing(value["band"], value["since"] or 0)
