"""What stops the gateway, with what to do about it. No message ever holds the token."""


class BadToken(RuntimeError):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Telegram does not accept COACH_TELEGRAM_TOKEN. Ask @BotFather for the present one (/token) and set it."
        )


class SecondPoller(RuntimeError):
    """Somebody else asks for the updates of this bot."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Another program asks Telegram for the messages of this bot, so that neither gets them all. Stop it, "
            "or give this one a bot of its own. `python -m bot doctor` looks again."
        )


class LockLost(RuntimeError):
    """The database connection that made this process the only one is gone."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("The database connection was lost, so another process may take over. Start again.")


class NoToken(ValueError):
    """There is no token."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Telegram needs a token. Write to @BotFather, /newbot, and put what it gives you into .env as "
            "COACH_TELEGRAM_TOKEN. docs/how-to/telegram.md shows each step."
        )


class OneMachine(ValueError):
    """Workers share a database server; a file is for one process."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Workers need PostgreSQL: set COACH_DATABASE_URL and COACH_KEYS_URL (docs/how-to/operate.md). With SQLite, "
            "`python -m bot telegram` alone takes the turns."
        )
