"""Every number that is shown, defined once. docs/numbers.md repeats this, and a test compares."""

from countin.insights.announcement_numbers import ANNOUNCED
from countin.insights.audit_numbers import AUDITED
from countin.insights.cadence_numbers import CADENCE
from countin.insights.count_numbers import COUNTED
from countin.insights.in_app import IN_APPS
from countin.insights.live.numbers import LIVE
from countin.insights.origins import ORIGINS
from countin.insights.reading.figures import READINGS
from countin.insights.report_numbers import REPORTED

SHOWN = (
    *COUNTED,
    *REPORTED,
    *ORIGINS,
    *IN_APPS,
    *READINGS,
    *CADENCE,
    *LIVE,
    *AUDITED,
    *ANNOUNCED,
)
