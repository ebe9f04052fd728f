"""What `/metrics` tells Prometheus, defined once. docs/running/metrics.md repeats this. Pure.

All are gauges, read from rows: a counter of a process would begin anew with it, and would
differ between the processes that answer.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Gauge:
    """One metric: its name, what HELP says of it, and by what it is split."""

    name: str
    means: str
    labels: tuple[str, ...] = ()


# By the values of a gauge's labels, in their order.
Values = dict[tuple[str, ...], float]


@dataclass
class Reading:
    """A gauge at a moment."""

    gauge: Gauge
    values: Values = field(default_factory=dict)


PROMISES = Gauge(
    "countin_promises",
    "Promises of campaigns in release (from the first moment until 72 hours after the last)",
    ("provider", "state"),
)
UNKEPT = Gauge(
    "countin_promises_unkept",
    "Promises of campaigns in release that need their fan or failed, by the reason they carry",
    ("provider", "reason"),
)
DUE = Gauge(
    "countin_promises_due",
    "Promises whose moment has come and that are still on their way, whatever they wait for",
    ("provider",),
)
OVERDUE = Gauge(
    "countin_promises_overdue",
    "Promises that could have been kept for more than five minutes: their market shows the "
    "release, and no later try is set",
    ("provider",),
)
OLDEST_OVERDUE = Gauge(
    "countin_promises_oldest_overdue_seconds",
    "For how long the oldest promise could have been kept; 0 where none can be kept now",
    ("provider",),
)
WAVES = Gauge("countin_waves", "Waves of campaigns in release", ("provider",))
WAVES_DONE = Gauge(
    "countin_waves_done", "Of those, in which no promise is on its way any more", ("provider",)
)
TRIED = Gauge("countin_saves_tried", "Saves asked for within the last ten minutes", ("provider",))
IN_VAIN = Gauge(
    "countin_saves_in_vain", "Of those, put off by an error or refused for good", ("provider",)
)
PAUSED = Gauge(
    "countin_provider_paused", "1 while our set-up at a service has to be mended", ("provider",)
)
COOLDOWN = Gauge(
    "countin_provider_cooldown_seconds",
    "For how long a service may still not be asked; 0 where it may",
    ("provider",),
)
WORKER_SILENT = Gauge(
    "countin_worker_silent_seconds",
    "Since when no worker was heard of; no value where none ever was",
)
STANDSTILL = Gauge("countin_standstill", "1 while nothing is saved or sent, as after a restore")
ALARMS = Gauge(
    "countin_alarms_open", "Alarms that are open, as countin doctor tells them", ("kind",)
)
QUEUED = Gauge("countin_messages_queued", "Mails and pushes neither sent nor given up", ("way",))
MESSAGES_OVERDUE = Gauge(
    "countin_messages_overdue",
    "Of those, made more than five minutes ago, whether or not they were tried",
    ("way",),
)
REHEARSAL_AGE = Gauge(
    "countin_rehearsal_age_seconds",
    "Since the last rehearsal that ended, for campaigns whose release begins within seven days; "
    "+Inf where none did",
    ("campaign",),
)
RELEASE_IN = Gauge(
    "countin_release_in_seconds",
    "Until the first moment of campaigns whose release begins within seven days",
    ("campaign",),
)

GAUGES = (
    *(PROMISES, UNKEPT, DUE, OVERDUE, OLDEST_OVERDUE, WAVES, WAVES_DONE, TRIED, IN_VAIN),
    *(PAUSED, COOLDOWN, WORKER_SILENT, STANDSTILL, ALARMS, QUEUED, MESSAGES_OVERDUE),
    *(REHEARSAL_AGE, RELEASE_IN),
)
