"""Executed by Alembic for the main database; see bot/storage/migrate.py."""

from alembic import context

from bot.storage.migrate import run
from bot.storage.tables import metadata

run(context.config, metadata)
