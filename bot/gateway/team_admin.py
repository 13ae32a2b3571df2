"""`python -m bot programme link|password|team|remove`: who may see a programme's dashboard."""

import argparse
import getpass
import sys

from bot import bootstrap
from bot.services import accounts, programmes
from bot.services.accounts import BadAccount
from bot.services.passwords import BadPassword
from bot.services.ports import Programme, UnitOfWork

Options = argparse.Namespace


def arguments(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands beside the others of `python -m bot programme`."""
    for name, text in (
        ("link", "print an address that signs somebody of the team in once, within 24 hours"),
        ("password", "set the password of somebody of the team; asked for, or read from standard input"),
    ):
        making = what.add_parser(name, help=text)
        making.add_argument("name", help="of the account, such as anna.meyer; made if it is new")
        making.add_argument("--programme", default="", help="which programme a new account sees; needed with several")
    what.add_parser("team", help="show who may see a programme's dashboard").add_argument("id")
    what.add_parser("remove", help="take an account away and end its sessions").add_argument("name")


def link(uow: UnitOfWork, options: Options) -> None:
    """Print a link. Raises BadAccount."""
    account = accounts.account_for(uow, options.name, _programme(uow, options.programme), bootstrap.clock().now())
    token = accounts.link(uow, account, bootstrap.clock().now())
    _tell(f"{bootstrap.config().public_url}/programme/link/{token}")


def password(uow: UnitOfWork, options: Options) -> None:
    """Set a password. Raises BadAccount or BadPassword."""
    account = accounts.account_for(uow, options.name, _programme(uow, options.programme), bootstrap.clock().now())
    given = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    accounts.set_password(uow, account, given)
    _tell("The password is set. Sessions and links of this account have ended.")


def show(uow: UnitOfWork, options: Options) -> None:
    """List the accounts of a programme, and whether they have a password."""
    programme = programmes.by_id(uow, options.id)
    for account in uow.team.of(programme.id):
        _tell(f"{account.name}\t{'password' if account.password else 'links only'}")


def remove(uow: UnitOfWork, options: Options) -> None:
    """Take an account away. Raises BadAccount."""
    account = accounts.account_for(uow, options.name, None, bootstrap.clock().now())
    uow.team.remove(account.id)
    _tell("Removed, with every link and session.")


RUN = {"link": link, "password": password, "team": show, "remove": remove}


def _programme(uow: UnitOfWork, programme_id: str) -> Programme | None:
    """The programme that is meant: the one named, or the only one there is."""
    if programme_id:
        return programmes.by_id(uow, programme_id)
    everyone = uow.programmes.all()
    return everyone[0] if len(everyone) == 1 else None


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")


__all__ = ["RUN", "BadAccount", "BadPassword", "arguments"]
