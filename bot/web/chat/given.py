"""What the web chat is given."""

from dataclasses import dataclass

from bot.catalogue.web import WebWords
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.web.chat.passes import Sign


@dataclass(frozen=True)
class Chat:
    """What the web chat is made of.

    Attributes:
        sign: signs passes.
        open: who sits at this machine may come in without a code.
        address: the public address of this server, without a slash at its end; or empty.
    """

    unit_of_work: UnitOfWorkFactory
    sign: Sign
    clock: Clock
    words: WebWords
    open: bool = False
    address: str = ""
