"""Rehearsal of objections: the rubric a reply is scored by, and the persona that hardens or softens."""
