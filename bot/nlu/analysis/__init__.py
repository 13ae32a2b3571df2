"""How a message is read: plain functions from a spaCy document and the cue lists to `Signals`."""
