"""How many promises came to an end lately, without a look at all that ever did."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max

from countin.campaigns.models import Campaign
from countin.presaves.models import Transition
from countin.presaves.states import State

# So far from the newest move it is asked how old the moves there are.
_PROBES: Final = (1_000, 10_000, 100_000, 1_000_000)
# Moves are written in the order of their numbers, but for the length of a transaction.
_SLACK: Final = timedelta(minutes=1)


def count_done_since(campaign: Campaign, *, since: datetime) -> int:
    """Promises that were saved, failed or came to need their fan. Three queries; the third reads
    the moves since then and at most nine times as many before them."""
    moves = Transition.objects.filter(presave__campaign=campaign, follow__isnull=True)
    ended = moves.filter(
        pk__gt=_newest_before(since - _SLACK), from_state=State.PROMISED, happened_at__gt=since
    )
    return ended.exclude(to_state=State.WITHDRAWN).count()


def _newest_before(moment: datetime) -> int:
    """The number of a move that was made before then; 0 where none of the probed ones was."""
    newest = Transition.objects.aggregate(newest=Max("pk"))["newest"] or 0
    probed = Transition.objects.filter(pk__in=[newest - far for far in _PROBES])
    older = probed.filter(happened_at__lt=moment)
    return int(older.aggregate(nearest=Max("pk"))["nearest"] or 0)
