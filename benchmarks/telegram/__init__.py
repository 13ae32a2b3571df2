"""The Telegram gateway: kills, load, memory."""
