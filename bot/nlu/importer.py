"""Merges the replies in `content/responses/` into the domain, and the topics' questions into the NLU data.

An intent that only a button, a command or a channel carries has its payload as its example, so that Rasa's validator
finds every declared intent in the data and no sentence of a person's is taught as one.

Rasa puts anything under `data/` with a `responses:` key into the fingerprint of the NLU data,
so that correcting a typo there would retrain the pipeline. Replies kept outside `data/` and
merged here do not (checked against Rasa 3.6.21).
"""

from pathlib import Path

from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue.mentoring import load_knowledge
from bot.nlu.questions import is_question

RESPONSES = Path("content/responses")


class ContentImporter(RasaFileImporter):
    """Rasa's file importer, plus the replies and the questions that live in `content/`."""

    def get_domain(self) -> Domain:
        """Return the declared domain merged with all replies.

        Raises:
            InvalidDomain: a reply file does not follow Rasa's domain schema.
        """
        domain: Domain = super().get_domain()
        for path in sorted((self._root() / RESPONSES).glob("*.yml")):
            domain = domain.merge(Domain.from_file(str(path)))
        # Replies are chosen by actions, not by rules: as actions of their own they would only be warned about.
        domain.action_names_or_texts = [n for n in domain.action_names_or_texts if n not in domain.responses]
        return domain

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the NLU data with every example question of a mentor topic as `ask_mentor`.

        Only those that ask are taken: a topic's situations are worded as statements, as an answer to the coach is.
        """
        topics = load_knowledge(self._root() / "content").topics
        questions = [text for topic in topics.values() for text in topic.questions]
        examples = [Message.build(text=text, intent="ask_mentor") for text in questions if is_question(text)]
        data: TrainingData = super().get_nlu_data(language)
        return data.merge(TrainingData(examples + self._payloads(data)))

    def _payloads(self, data: TrainingData) -> list[Message]:
        """Two examples, Rasa's minimum, for each declared intent that has none."""
        typed = {*DEFAULT_INTENTS, *data.intents, "ask_mentor"}
        carried = [intent for intent in super().get_domain().intents if intent not in typed]
        return [Message.build(text=f"/{intent}{end}", intent=intent) for intent in carried for end in ("", "{}")]

    def _root(self) -> Path:
        return Path(self.config_file).resolve().parent if self.config_file else Path()
