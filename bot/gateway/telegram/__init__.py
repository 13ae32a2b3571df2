"""Telegram: what arrives becomes inbox rows, replies are sent from rows. Nothing is kept in memory that matters."""

CHANNEL = "telegram"
