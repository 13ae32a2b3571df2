"""Our bot beside three plain Rasa bots, in one run on one machine."""
