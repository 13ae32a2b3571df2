"""No token of a Telegram bot gets into what a process writes about its troubles."""

import subprocess
import sys
from pathlib import Path

from bot.logs import redacted

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s" * 35
# In a process of its own: what is set up for logging holds for a whole process.
CRASHES = f"""
import logging
from bot import logs
logs.configure("INFO")
for name in ("httpx", "httpx._client", "telegram.Bot", "telegram.ext.Updater", "httpcore.http11"):
    logging.getLogger(name).critical("POST https://api.telegram.org/bot123456:{SECRET}/sendMessage")
raise RuntimeError("The token `123456:{SECRET}` was rejected by the server.")
"""


def test_what_looks_like_a_token_is_replaced_wherever_it_stands() -> None:
    assert redacted(f"https://api/bot123456:{SECRET}/getMe failed") == "https://api/bot<token>/getMe failed"
    assert redacted("at 12:30, item 5") == "at 12:30, item 5"


def test_neither_libraries_nor_a_traceback_show_a_token() -> None:
    ended = subprocess.run([sys.executable, "-c", CRASHES], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1 and "RuntimeError" in ended.stderr
    assert SECRET not in ended.stderr + ended.stdout
