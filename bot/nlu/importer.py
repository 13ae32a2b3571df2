"""Merges the replies in `content/responses/` into the domain.

Rasa puts anything under `data/` with a `responses:` key into the fingerprint of the NLU data,
so that correcting a typo there would retrain the pipeline. Replies kept outside `data/` and
merged here do not (checked against Rasa 3.6.21).
"""

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter

RESPONSES = Path("content/responses")


class ContentImporter(RasaFileImporter):
    """Rasa's file importer, plus every reply under `content/responses/`."""

    def get_domain(self) -> Domain:
        """Return the declared domain merged with all replies.

        Raises:
            InvalidDomain: a reply file does not follow Rasa's domain schema.
        """
        domain: Domain = super().get_domain()
        for path in sorted(self._root().glob("*.yml")):
            domain = domain.merge(Domain.from_file(str(path)))
        return domain

    def _root(self) -> Path:
        if self.config_file is None:
            return RESPONSES
        return Path(self.config_file).resolve().parent / RESPONSES
