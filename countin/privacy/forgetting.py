"""Forgetting, one verb for each retention. Each takes the moment `before` which something
must have happened to be due, and returns how many rows it touched."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from countin.campaigns.models import Campaign, PlanNote
from countin.fans import ahead
from countin.fans.grants import shred_grants
from countin.fans.models import Connection, Consent, EmailAddress, Fan, Grant
from countin.messaging.models import (
    ListMembership,
    Mail,
    MailKey,
    NewsPush,
    PushSubscription,
    Reminder,
)
from countin.messaging.subscribing import forget_browsers
from countin.presaves.canaries import Canary
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import Authorization, FollowAsk, PreSave, Purpose, StandingConsent
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from countin.privacy.erasing import finish_erasures
from countin.visits.models import AppStep, Link, PrefixKey, Visit

_BATCH = 500
# What a visit no longer tells. Which app showed the page stays: it is a count by now.
_UNTOLD = {
    "referrer_host": "",
    "browser": "",
    "country": "",
    "ip_prefix": "",
    "utm_source": "",
    "utm_medium": "",
    "utm_campaign": "",
}


def forget_authorizations(*, before: datetime, now: datetime) -> int:
    """Whose browser it was, and what came of it. The outcome stays, as a count; trials of
    organizers are in no count, and go whole."""
    old = Authorization.objects.filter(started_at__lte=before)
    trials = old.filter(purpose=Purpose.TRIAL).delete()[0]
    known = ~Q(browser_hash="", time_zone="", territory="", language="")
    linked = Q(presave__isnull=False) | Q(visit__isnull=False) | Q(connection__isnull=False)
    nobody = {"browser_hash": "", "language": "", "time_zone": "", "territory": ""}
    cleared = old.filter(known | linked)
    return trials + cleared.update(**nobody, visit=None, presave=None, connection=None)


def forget_address_marks(*, before: datetime, now: datetime) -> int:
    """That this address was to be written to."""
    return Mail.objects.filter(made_at__lte=before).exclude(address_mark="").update(address_mark="")


def forget_key_marks(*, before: datetime, now: datetime) -> int:
    """That this address was written to."""
    marked = MailKey.objects.filter(made_at__lte=before).exclude(address_mark="")
    return marked.update(address_mark="")


def forget_unneeded_addresses(*, before: datetime, now: datetime) -> int:
    """Addresses that no reminder and no list needs. Withdrawing deletes at once; this is the
    net."""
    needed = Reminder.objects.filter(withdrawn_at__isnull=True, email__isnull=False)
    listed = ListMembership.objects.standing()
    idle = EmailAddress.objects.filter(added_at__lte=before)
    idle = idle.exclude(pk__in=needed.values("email")).exclude(pk__in=listed.values("email"))
    return idle.delete()[0]


def forget_unconfirmed_addresses(*, before: datetime, now: datetime) -> int:
    """Addresses whose owner never said yes."""
    confirmed = Reminder.objects.filter(confirmed_at__isnull=False, email__isnull=False)
    idle = EmailAddress.objects.filter(confirmed_at__isnull=True, added_at__lte=before)
    return idle.exclude(pk__in=confirmed.values("email")).delete()[0]


def forget_unconfirmed_memberships(*, before: datetime, now: datetime) -> int:
    """Lists that somebody typed an address into, and its owner never said yes."""
    asked = ListMembership.objects.filter(confirmed_at__isnull=True, asked_at__lte=before)
    return asked.delete()[0]


def forget_left_lists(*, before: datetime, now: datetime) -> int:
    """That somebody was once on a list, and how they agreed to it."""
    return ListMembership.objects.filter(ended_at__lte=before).delete()[0]


def forget_left_addresses(*, before: datetime, now: datetime) -> int:
    """To whom a list went. Leaving empties it at once; this is the net."""
    left = ListMembership.objects.filter(ended_at__lte=before, email__isnull=False)
    return left.update(email=None)


def forget_used_addresses(*, before: datetime, now: datetime) -> int:
    """Addresses whose last release was long enough ago."""
    reminders = Reminder.objects.filter(email__isnull=False)
    later = reminders.exclude(campaign__in=_released(before))
    used = EmailAddress.objects.filter(pk__in=reminders.values("email"))
    used = used.exclude(pk__in=later.values("email"))
    listed = ListMembership.objects.standing()
    return used.exclude(pk__in=listed.values("email")).delete()[0]


def shred_idle_grants(*, before: datetime, now: datetime) -> int:
    """Grants that no open promise, waiting follow or standing consent needs. Keeping a promise and
    withdrawing it shred at once; this is the net."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    live = Grant.objects.live().filter(free, authorized_at__lte=before)
    return shred_unneeded(live.values_list("connection_id", flat=True), now=now)


def shred_expired_grants(*, before: datetime, now: datetime) -> int:
    """Grants older than the service lets one become."""
    old = Grant.objects.live().filter(usable_until__lte=before)
    return shred_grants(old.values_list("connection_id", flat=True), now=now)


def forget_old_access(*, before: datetime, now: datetime) -> int:
    """Access that nobody used and that ended; the worker looks every minute, too."""
    return ahead.forget_old_access(min(before, now))


def shred_late_grants(*, before: datetime, now: datetime) -> int:
    """Grants of fans who took part in nothing that came out since, and wait for nothing to
    come by a standing consent."""
    live = Grant.objects.live().filter(authorized_at__lte=before)
    later = PreSave.objects.exclude(campaign__in=_released(before))
    wanted = later.filter(connection__isnull=False).values("connection")
    standing = StandingConsent.objects.in_force().values("connection")
    first = Canary.objects.on_duty().exclude(campaign__in=_released(before)).values("connection")
    late = live.exclude(connection__in=wanted).exclude(connection__in=standing)
    late = late.exclude(connection__in=first)
    return shred_grants(late.values_list("connection_id", flat=True), now=now)


def forget_canaries(*, before: datetime, now: datetime) -> int:
    """Accounts of the team that went first for a release that is long out. What their waves
    showed stays with the waves, in numbers."""
    spent = Canary.objects.filter(campaign__in=_released(before))
    connections = list(spent.values_list("connection_id", flat=True))
    forgotten = spent.delete()[0]
    shred_unneeded(connections, now=now)
    return forgotten


def forget_mail_keys(*, before: datetime, now: datetime) -> int:
    """The links in mails about a release that is long out, or a list left long ago."""
    out = Q(mail__reminder__campaign__in=_released(before))
    left = Q(mail__membership__ended_at__lte=before)
    return MailKey.objects.filter(out | left).delete()[0]


def forget_visits(*, before: datetime, now: datetime) -> int:
    """Where a visitor came from, and which promise came of it. The visit stays, as a count."""
    released = _released(before)
    PreSave.objects.filter(campaign__in=released, visit__isnull=False).update(visit=None)
    PrefixKey.objects.filter(campaign__in=released).delete()
    steps = AppStep.objects.filter(campaign__in=released, visit_number__isnull=False)
    steps.update(visit_number=None)
    told = Visit.objects.filter(campaign__in=released).exclude(**_UNTOLD, came_from__isnull=True)
    return told.update(**_UNTOLD, came_from=None)


def forget_idle_links(*, before: datetime, now: datetime) -> int:
    """Whose the links to share are, where their fans took back all they had asked for there.
    The doors do so at once; this is the net."""
    promised = PreSave.objects.filter(
        campaign=OuterRef("campaign"), connection__fan=OuterRef("fan")
    )
    reminded = Reminder.objects.filter(campaign=OuterRef("campaign"), fan=OuterRef("fan"))
    idle = Link.objects.filter(fan__isnull=False, created_at__lte=before).exclude(
        Exists(promised.exclude(state=State.WITHDRAWN))
        | Exists(reminded.filter(withdrawn_at__isnull=True))
    )
    return idle.update(fan=None)


def forget_participation(*, before: datetime, now: datetime) -> int:
    """What fans on a list did for releases long out. The others go as a whole: `forget_fans`."""
    listed = Fan.objects.filter(_is_told(before))
    idle = _without_later_release(listed, before=before).values("pk")
    connections = Connection.objects.filter(fan__in=idle).values_list("pk", flat=True)
    forgotten = _drop_connections(list(connections[:_BATCH]), now=now)
    reminders = Reminder.objects.filter(fan__in=idle)
    forgotten += Mail.objects.filter(ask__isnull=False, membership__fan__in=idle).delete()[0]
    return forgotten + reminders.update(fan=None, email=None, push=None)


def forget_fans(*, before: datetime, now: datetime) -> int:
    """Fans whose last release was long enough ago, and those who took part in nothing."""
    here = Fan.objects.filter(created_at__lte=before)
    idle = _without_later_release(here, before=before)
    idle = idle.exclude(_is_told(before))
    return _delete_fans(list(idle.values_list("pk", flat=True)[:_BATCH]), now=now)


def forget_consents(*, before: datetime, now: datetime) -> int:
    """The words agreed to, once nobody can ask for the proof any more."""
    released = _released(before)
    agreed = {"consent__isnull": False}
    promises = PreSave.objects.exclude(campaign__in=released).filter(**agreed)
    follows = FollowAsk.objects.exclude(presave__campaign__in=released).filter(**agreed)
    reminders = Reminder.objects.exclude(campaign__in=released).filter(**agreed)
    old = (
        Consent.objects.filter(given_at__lte=before)
        .exclude(pk__in=promises.values("consent"))
        .exclude(pk__in=follows.values("consent"))
        .exclude(pk__in=reminders.values("consent"))
        .exclude(pk__in=_standing(before).filter(**agreed).values("consent"))
        .exclude(pk__in=Canary.objects.filter(**agreed).values("consent"))
        .exclude(pk__in=_standing_agreements())
    )
    return old.delete()[0]


def _standing_agreements() -> QuerySet[Consent]:
    """Of lists and news that go on: the proof is needed as long as something is sent."""
    listed = ListMembership.objects.standing().filter(consent__isnull=False)
    notified = NewsPush.objects.filter(ended_at__isnull=True, consent__isnull=False)
    return Consent.objects.filter(
        Q(pk__in=listed.values("consent")) | Q(pk__in=notified.values("consent"))
    )


def forget_plan_owners(*, before: datetime, now: datetime) -> int:
    """Who did what for a release, and what they wrote about it. That it was done stays."""
    notes = PlanNote.objects.filter(plan__campaign__in=_released(before))
    return notes.exclude(owner="", note="").update(owner="", note="")


def finish_waiting_erasures(*, before: datetime, now: datetime) -> int:
    """Erasures that had to wait for a call."""
    return finish_erasures(now=now)


def _standing(before: datetime) -> QuerySet[StandingConsent]:
    """Standing consents in force, or ended since."""
    return StandingConsent.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=before))


def _released(before: datetime) -> list[int]:
    """Campaigns whose release was out everywhere by then."""
    everything = Campaign.objects.select_related("release")
    return [campaign.pk for campaign in everything if campaign.release.last_moment <= before]


def _is_told(before: datetime) -> Q:
    """Fans on an artist's list, or with an artist's news in their browser; or ended after that."""
    recent = Q(ended_at__isnull=True) | Q(ended_at__gt=before)
    listed = ListMembership.objects.filter(recent, fan__isnull=False)
    notified = NewsPush.objects.filter(recent, fan__isnull=False)
    return Q(pk__in=listed.values("fan")) | Q(pk__in=notified.values("fan"))


def _without_later_release(fans: QuerySet[Fan], *, before: datetime) -> QuerySet[Fan]:
    """To whom no release comes any more; to a standing consent one still may."""
    released = _released(before)
    promised = PreSave.objects.exclude(campaign__in=released).filter(connection__isnull=False)
    reminded = Reminder.objects.exclude(campaign__in=released).filter(fan__isnull=False)
    standing = _standing(before).filter(fan__isnull=False)
    first = Canary.objects.exclude(campaign__in=released)
    return (
        fans.exclude(pk__in=promised.values("connection__fan"))
        .exclude(pk__in=reminded.values("fan"))
        .exclude(pk__in=standing.values("fan"))
        .exclude(pk__in=first.values("connection__fan"))
    )


def _delete_fans(fan_ids: Collection[int], *, now: datetime) -> int:
    connections = Connection.objects.filter(fan__in=fan_ids).values_list("pk", flat=True)
    _drop_connections(list(connections), now=now)
    browsers = PushSubscription.objects.filter(fan__in=fan_ids).values_list("pk", flat=True)
    forget_browsers(list(browsers))
    Fan.objects.filter(pk__in=fan_ids).delete()
    return len(fan_ids)


def _drop_connections(connection_ids: Collection[int], *, now: datetime) -> int:
    late = PreSave.objects.open().filter(connection__in=connection_ids)
    # Release day ends every promise 28 days after the release; this is the net.
    move_presaves(
        late.values_list("pk", flat=True), to=State.FAILED, reason=Reason.GRANT_EXPIRED, now=now
    )
    shred_grants(connection_ids, now=now)
    return Connection.objects.filter(pk__in=connection_ids).delete()[0]
