"""Alembic scripts, one folder per database."""
