"""The command line: `python -m bot COMMAND`; `--help` lists the commands."""

import argparse
import sys

from bot import commands


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Sounding Board, a coach and mentor for S&OP leaders."
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name, (run, text) in commands.VERBS.items():
        verb = verbs.add_parser(name, help=text, description=text)
        verb.set_defaults(run=run)
        if name in commands.ARGUMENTS:
            commands.ARGUMENTS[name](verb)
        if name == "explain":
            verb.add_argument("what", choices=sorted(commands.EXPLAINS), help="what to explain; JSON lines in and out")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. Expected problems are one line on standard error."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except commands.EXPECTED as problem:
        commands.complain(problem)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
