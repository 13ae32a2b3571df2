"""The coach: deterministic rules from (session so far, signals, question bank) to the next move."""
