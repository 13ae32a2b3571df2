"""One message, worded for somebody who counts in other things and prefers it otherwise. Pure."""
