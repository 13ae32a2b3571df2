"""A ways-of-working session for the leader's own team: what was told, which blocks, how many minutes each."""
