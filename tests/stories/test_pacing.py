"""A small window at the service, and a crowd in front of it: no call is spent twice."""

from collections import Counter
from datetime import timedelta

from countin.campaigns.models import Campaign, PinnedId
from countin.presaves.models import PreSave
from tests.stories.night import Night

FANS, LIMIT = 24, 10


def answered(night: Night, part: str) -> Counter[int]:
    """Answers by status, of the addresses with this in their name."""
    calls = night.sim.look("calls")["services"]["spotify"]
    told: Counter[int] = Counter()
    for name, answers in calls.items():
        if part in name:
            told.update({int(status): many for status, many in answers.items() if status.isdigit()})
    return told


def twin_of(campaign: Campaign) -> Campaign:
    """The same release once more, as another one of the same minute."""
    release, other = campaign.release, Campaign.objects.get(pk=campaign.pk)
    pinned = release.pinned_id("spotify")
    release.pk = None
    release.save(force_insert=True)
    PinnedId.objects.create(
        release=release,
        provider="spotify",
        external_id=pinned,
        pinned_at=campaign.created_at,
        pinned_by="file",
    )
    other.pk, other.slug, other.release = None, "another", release
    other.save(force_insert=True)
    campaign.refresh_from_db()
    return other


def test_a_permission_that_was_refreshed_before_a_silence_is_used_after_it(night: Night):
    fans = night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": LIMIT, "window_seconds": 30})

    night.play()

    refreshes, saves = answered(night, "refresh"), answered(night, "PUT")
    assert night.states() == {"saved": FANS}
    assert night.holders() == set(fans)
    assert (refreshes[200], saves[200]) == (FANS, FANS)
    assert night.complaints() == {}


def test_the_end_of_a_known_window_costs_few_refusals(night: Night):
    night.crowd(FANS)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": LIMIT, "window_seconds": 30})

    night.play()

    windows = (2 * FANS) // LIMIT + 1
    refused = answered(night, "refresh")[429] + answered(night, "PUT")[429]
    # The first window teaches by refusing what is under way; the others by a few calls each.
    assert refused <= 32 + 4 * windows


def test_campaigns_of_the_same_minute_have_a_window_each(night: Night):
    night.crowd(FANS)
    other = twin_of(night.campaign)
    later = PreSave.objects.order_by("pk").values_list("pk", flat=True)[FANS // 2 :]
    PreSave.objects.filter(pk__in=list(later)).update(campaign=other)
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": LIMIT, "window_seconds": 30})

    night.work_until_quiet()
    night.leap(timedelta(seconds=31))
    night.work_until_quiet()

    saved = Counter(PreSave.objects.filter(state="saved").values_list("campaign__slug", flat=True))
    assert set(saved) == {night.campaign.slug, "another"}
    assert min(saved.values()) >= LIMIT // 2
    assert saved.total() < FANS


def test_an_earlier_territory_that_was_held_up_goes_before_a_later_one(night: Night):
    for number in range(LIMIT):
        night.connect(f"later-{number}", country="DE")
    earlier = {f"earlier-{number}" for number in range(LIMIT)}
    for fan in sorted(earlier):
        night.connect(fan, country="NZ")
    night.to_release()
    night.sim.tell("scenario", {"name": "rate-limited", "limit": LIMIT, "window_seconds": 30})

    night.work_until_quiet()
    in_the_first_window = night.holders()
    night.play()

    assert in_the_first_window
    assert in_the_first_window <= earlier
    assert night.states() == {"saved": 2 * LIMIT}
