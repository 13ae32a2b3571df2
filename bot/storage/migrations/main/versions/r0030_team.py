"""Accounts of programme teams, their one-time links and sessions."""

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from alembic import op

from bot.storage.utc import UtcDateTime

revision = "main_0030"
down_revision = "main_0020"


def upgrade() -> None:
    """Create both tables and their indexes."""
    _accounts()
    _tokens()


def downgrade() -> None:
    """Drop both tables; nobody can sign in any more."""
    for table in ("team_tokens", "team_accounts"):
        op.drop_table(table)


def _accounts() -> None:
    op.create_table(
        "team_accounts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("programme_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password", sa.String(256)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team_accounts"),
        sa.UniqueConstraint("name", name="uq_team_accounts_name"),
        _belongs("team_accounts", "programme_id", "programmes"),
    )
    op.create_index("ix_team_accounts_programme_id", "team_accounts", ["programme_id"])


def _tokens() -> None:
    op.create_table(
        "team_tokens",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_team_tokens"),
        _belongs("team_tokens", "account_id", "team_accounts"),
    )
    op.create_index("ix_team_tokens_account_id", "team_tokens", ["account_id"])
    op.create_index("ix_team_tokens_expires_at", "team_tokens", ["expires_at"])


def _belongs(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
