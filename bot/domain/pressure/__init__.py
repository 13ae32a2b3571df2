"""The pressure test: a change plan questioned in the voice of each stakeholder it has to convince."""
