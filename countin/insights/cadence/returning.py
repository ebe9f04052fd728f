"""Who came back for an artist's next release: those who had followed, and those who had not.

From our own rows alone. An account is recognized as long as we keep it, which ends 30 days
after the last release it took part in: who comes back later is somebody new to us.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Exists, OuterRef, QuerySet

from countin.campaigns.models import Artist, Campaign
from countin.insights.rates import Rate, rate
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import FollowState, State

REMEMBERED_FOR = timedelta(days=30)  # after the release; privacy.retention forgets then


@dataclass(frozen=True)
class Came:
    """What became, at the next release, of those who pre-saved one. None: nothing tells."""

    earlier: Campaign
    later: Campaign
    followed: int  # pre-saves of the earlier one with a follow that was made
    others: int
    followed_back: int | None
    others_back: int | None

    @property
    def of_followers(self) -> Rate | None:
        """How many of those who followed were here again."""
        return rate(self.followed_back, of=self.followed)

    @property
    def of_others(self) -> Rate | None:
        """How many of the others were."""
        return rate(self.others_back, of=self.others)

    @property
    def differ(self) -> bool:
        """The two shares are told apart, 19 times of 20: their intervals do not meet."""
        first, second = self.of_followers, self.of_others
        if first is None or second is None:
            return False
        one, other = first.interval, second.interval
        return one.low > other.high or other.low > one.high


def who_came_back(artist: Artist, *, now: datetime) -> list[Came]:
    """One row for each campaign and the next one of the same artist, in the order of their days.
    The later one must be open or over: a draft brings nobody."""
    public = Campaign.objects.with_release().filter(
        release__artist=artist, published_at__isnull=False, published_at__lte=now
    )
    ordered = sorted(public, key=lambda campaign: (campaign.release.first_moment, campaign.pk))
    return [_compare(*pair) for pair in _neighbors(ordered)]


def follows_made(campaign: Campaign) -> int:
    """Follows of the campaign's own artist that the service confirmed."""
    return FollowAsk.objects.filter(
        presave__campaign=campaign, artist=campaign.release.artist_id, state=FollowState.DONE
    ).count()


def _neighbors(ordered: Sequence[Campaign]) -> list[tuple[Campaign, Campaign]]:
    return list(pairwise(ordered))


def _compare(earlier: Campaign, later: Campaign) -> Came:
    made = PreSave.objects.filter(campaign=earlier).exclude(state=State.WITHDRAWN)
    has_followed = Exists(_follow(earlier))
    forgotten_at = earlier.release.last_moment + REMEMBERED_FOR
    is_told = later.published_at is not None and later.published_at < forgotten_at
    back = made.filter(Exists(_again(later, before=forgotten_at)))
    return Came(
        earlier,
        later,
        followed=made.filter(has_followed).count(),
        others=made.filter(~has_followed).count(),
        followed_back=back.filter(has_followed).count() if is_told else None,
        others_back=back.filter(~has_followed).count() if is_told else None,
    )


def _follow(campaign: Campaign) -> QuerySet[FollowAsk]:
    return FollowAsk.objects.filter(
        presave=OuterRef("pk"), artist=campaign.release.artist_id, state=FollowState.DONE
    )


def _again(campaign: Campaign, *, before: datetime) -> QuerySet[PreSave]:
    """Pressed anew: what a standing consent made says nothing about coming back."""
    return PreSave.objects.filter(
        campaign=campaign,
        connection=OuterRef("connection"),
        standing__isnull=True,
        promised_at__lt=before,
    ).exclude(state=State.WITHDRAWN)
