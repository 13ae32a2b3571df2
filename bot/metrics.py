"""What a Prometheus server may read: how much, how long, how often. Never who, never what was said.

The only module that knows `prometheus_client`. Labels take values from fixed lists, so that nothing a person or a
channel brings along can become one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

#: Seconds; the upper ends of the histogram. A turn takes about a tenth of a second, and is slow from one on.
BUCKETS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0)
CHANNELS = ("web", "telegram", "terminal")
TURNS = ("answered", "set_aside", "repeated")
SENDS = ("sent", "wait", "again", "doubt", "blocked", "refused", "token")
OTHER, NAME = "other", "board"

#: What is found in the database at each look: (metric, kind) to a number.
Depths = Mapping[tuple[str, str], float]
FOUND = {
    "inbox_waiting": ("channel", "Messages that wait to be answered."),
    "inbox_oldest_seconds": ("channel", "For how long the oldest of them has waited."),
    "inbox_set_aside": ("channel", "Messages that could not be answered and got an apology."),
    "outbox": ("state", "Replies that are not sent: ready, sending, dead (given up)."),
}
KINDS = {"channel": CHANNELS, "state": ("ready", "sending", "dead")}

log = structlog.get_logger()


def _nothing() -> Depths:
    return {}


@dataclass(eq=False)
class _Rows(Collector):
    """Reads the depths of the queues when somebody asks; a database that does not answer leaves them out."""

    look: Callable[[], Depths] = _nothing

    def describe(self) -> list[Metric]:
        """Nothing is looked up while this is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield one gauge for each kind of depth."""
        try:
            found = self.look()
        except Exception as error:
            log.warning("look_failed", failed=type(error).__name__)
            return
        for name, (label, text) in FOUND.items():
            family = GaugeMetricFamily(f"{NAME}_{name}", text, labels=[label])
            for (metric, kind), value in found.items():
                if metric == name and kind in KINDS[label]:
                    family.add_metric([kind], value)
            yield family


@dataclass
class Metrics:
    """Implements `bot.services.ops_ports.Meter` with a registry of its own."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        """Make what is counted; every label value is there from the start, with 0."""
        self._rows = _Rows()
        self.registry.register(self._rows)
        here = partial(Counter, namespace=NAME, registry=self.registry)
        labels, text = ["channel"], "Seconds a turn took."
        self._seconds = Histogram("turn_seconds", text, labels, NAME, registry=self.registry, buckets=BUCKETS)
        self._turns = here("turns", "Messages that were answered, by how.", ["channel", "outcome"])
        self._failed = here("turn_failures", "Attempts at a turn that were rolled back.", ["channel"])
        self._sent = here("sends", "Attempts to send a reply, by what became of it.", ["channel", "outcome"])
        loaded = "1 once the model is loaded and the process takes work."
        self._ready = Gauge("ready", loaded, namespace=NAME, registry=self.registry)
        for channel in CHANNELS:
            self._seconds.labels(channel)
            self._failed.labels(channel)
            for outcome in TURNS:
                self._turns.labels(channel, outcome)

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """Count a turn that ended."""
        self._turns.labels(_one_of(CHANNELS, channel), _one_of(TURNS, outcome)).inc()
        self._seconds.labels(_one_of(CHANNELS, channel)).observe(seconds)

    def failed(self, channel: str) -> None:
        """Count an attempt that was rolled back."""
        self._failed.labels(_one_of(CHANNELS, channel)).inc()

    def sent(self, channel: str, outcome: str) -> None:
        """Count an attempt to send."""
        self._sent.labels(_one_of(CHANNELS, channel), _one_of(SENDS, outcome)).inc()

    def ready(self) -> None:
        """Note that the process takes work."""
        self._ready.set(1)

    def watch(self, look: Callable[[], Depths]) -> None:
        """From now on look up how much waits, whenever somebody asks."""
        self._rows.look = look

    def text(self) -> tuple[bytes, str]:
        """Return everything in Prometheus's text format, and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST


def _one_of(allowed: tuple[str, ...], value: str) -> str:
    return value if value in allowed else OTHER
