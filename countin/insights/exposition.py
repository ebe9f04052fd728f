"""Gauges in the text that Prometheus reads."""

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from countin.insights.gauges import Reading

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


def write_exposition(readings: Sequence[Reading]) -> bytes:
    """HELP and TYPE for each gauge, also where it has no value at the moment."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Readings(readings))
    return generate_latest(registry)


class _Readings(Collector):
    """A registry of its own for each answer: nothing is kept in the process."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    def collect(self) -> Iterable[Metric]:
        for reading in self._readings:
            gauge = reading.gauge
            family = GaugeMetricFamily(gauge.name, gauge.means, labels=gauge.labels)
            for labels, value in reading.values.items():
                family.add_metric(labels, value)
            yield family
