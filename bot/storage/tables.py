"""The tables of the main database. Columns of type LargeBinary hold ciphertext and nothing else."""

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]

from bot.storage.utc import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)

# SQLite numbers rows by itself only in a column declared INTEGER.
Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _person() -> sa.Column:
    """A column that ties the row to a living person: rows cannot outlive or appear after them."""
    return sa.Column("person_id", sa.String(64), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False)


persons = sa.Table(
    "persons",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("sender", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("consent_version", sa.Integer),
    sa.Column("consent_at", UtcDateTime),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("external_hash", sa.String(64), primary_key=True),
    _person(),
    sa.Index(None, "person_id"),
)

records = sa.Table(
    "records",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    _person(),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index(None, "person_id", "kind", "created_at"),
)

tracker_events = sa.Table(
    "tracker_events",
    metadata,
    sa.Column("sender", sa.String(64), sa.ForeignKey("persons.sender", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("session_start", sa.Boolean, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "sender", "session_start", "seq"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    _person(),
    sa.Column("channel", sa.String(32), nullable=False),
    # A keyed hash: what the caller gave may be a person's own words.
    sa.Column("source_id", sa.String(64), nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("done_at", UtcDateTime),
    sa.UniqueConstraint("channel", "source_id"),
    sa.Index(None, "state", "id"),
    sa.Index(None, "person_id", "state", "id"),
    # Without it SQLite gives the number of a deleted last row to the next one.
    sqlite_autoincrement=True,
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("inbox_id", Serial, sa.ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    _person(),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.UniqueConstraint("inbox_id", "n"),
    sa.Index(None, "person_id", "state", "id"),
    sqlite_autoincrement=True,
)

# Replies on their way to people who do not wait for them; a row goes when its reply has arrived.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("outbox_id", Serial, sa.ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    _person(),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("parts", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("doubts", sa.Integer, nullable=False),
    sa.Column("not_before", UtcDateTime),
    sa.Index(None, "channel", "state", "outbox_id"),
    sa.Index(None, "person_id", "state", "outbox_id"),
)

# When to speak first. Ids and times only: the words are made when the time has come.
reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    _person(),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("key", sa.String(128), nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.UniqueConstraint("person_id", "key"),
    sa.Index(None, "state", "due_at"),
    sqlite_autoincrement=True,
)

buttons = sa.Table(
    "buttons",
    metadata,
    sa.Column("token", sa.String(64), primary_key=True),
    _person(),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Index(None, "person_id", "expires_at"),
)

# What a programme is, and the figures that protect its leaders. Written once, at its launch; no row is ever changed.
programmes = sa.Table(
    "programmes",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("launched_on", sa.Date, nullable=False),
    sa.Column("levels", sa.Text, nullable=False),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("programme_id", sa.String(64), sa.ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person_id", sa.String(64), sa.ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("level", sa.String(64), nullable=False),
    # Random; marks in release histories are digests of it, and lead nowhere once the row is gone.
    sa.Column("token", sa.String(64), nullable=False, unique=True),
    sa.Column("joined_at", UtcDateTime, nullable=False),
    sa.Column("left_at", UtcDateTime),
    sa.Index(None, "person_id"),
)

invites = sa.Table(
    "invites",
    metadata,
    # A keyed hash: whoever reads the database cannot join with it.
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("programme_id", sa.String(64), sa.ForeignKey("programmes.id", ondelete="CASCADE"), nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("uses_left", sa.Integer, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Index(None, "programme_id"),
)

# What programme teams see. The dashboard's connection may read this table and `programmes`, nothing else.
releases = sa.Table(
    "releases",
    metadata,
    sa.Column("programme_id", sa.String(64), sa.ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("released_at", UtcDateTime, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)

# Who may see a programme's dashboard. Names are those the operator gives; passwords are scrypt hashes.
team_accounts = sa.Table(
    "team_accounts",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("programme_id", sa.String(64), sa.ForeignKey("programmes.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("password", sa.String(256)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Index(None, "programme_id"),
)

# Links that sign somebody in once, and sessions. Only the SHA-256 of a random token is kept.
team_tokens = sa.Table(
    "team_tokens",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(64), sa.ForeignKey("team_accounts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Index(None, "account_id"),
    sa.Index(None, "expires_at"),
)
