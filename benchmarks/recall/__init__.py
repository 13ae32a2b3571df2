"""What the coach finds again in a talk: contradictions, questions asked in passing, pictures."""
