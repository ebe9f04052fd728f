"""Everything held about a fan, in plain words."""

from collections.abc import Iterator

from countin.campaigns.models import Campaign
from countin.fans.models import Connection, Consent, EmailAddress, Fan, Grant
from countin.messaging.models import ListMembership, PushSubscription, Reminder
from countin.presaves.models import FollowAsk, PreSave, StandingConsent, Transition
from countin.privacy.told_announcements import tell_announcements, tell_choices, tell_news
from countin.privacy.told_canaries import tell_canaries
from countin.privacy.told_moments import Row, when
from countin.privacy.told_visits import tell_links, tell_visits


def everything_about(fan: Fan) -> dict[str, list[Row]]:
    """Every row that leads to this fan: a heading, and under it rows of label and text, good
    for a page and for JSON. Moments are ISO 8601 in UTC. Secrets are named, never shown."""
    return {
        "About you": [_about(fan)],
        "Your e-mail address": [_tell_address(row) for row in EmailAddress.objects.filter(fan=fan)],
        "Your accounts at services": [
            _tell_connection(row) for row in Connection.objects.filter(fan=fan)
        ],
        "What you allowed there": [_tell_grant(row) for row in _grants(fan)],
        "What was promised to you": [_tell_promise(row) for row in _promises(fan)],
        "What happened to it": [_tell_transition(row) for row in _transitions(fan)],
        "The visits it began with": tell_visits(fan),
        "Artists to follow": [_tell_follow(row) for row in _follows(fan)],
        "Every coming release": [_tell_standing(row) for row in _standing(fan)],
        "Where your account goes first": tell_canaries(fan),
        "Your reminders": [_tell_reminder(row) for row in _reminders(fan)],
        "Your e-mail lists": [_tell_membership(row) for row in _memberships(fan)],
        "What went to you as a member": tell_announcements(fan),
        "Artists whose news come to your browser": tell_news(fan),
        "Browsers we may notify": [
            _tell_browser(row) for row in PushSubscription.objects.filter(fan=fan)
        ],
        "Your links to share": tell_links(fan),
        "What you agreed to": [_tell_consent(row) for row in Consent.objects.filter(fan=fan)],
    }


def _grants(fan: Fan) -> Iterator[Grant]:
    rows = Grant.objects.filter(connection__fan=fan).select_related("connection")
    yield from rows.order_by("pk")


def _standing(fan: Fan) -> Iterator[StandingConsent]:
    rows = StandingConsent.objects.filter(fan=fan).select_related("artist", "connection")
    yield from rows.order_by("pk")


def _promises(fan: Fan) -> Iterator[PreSave]:
    rows = PreSave.objects.filter(connection__fan=fan).select_related(
        "campaign__release__artist", "channel"
    )
    yield from rows.order_by("pk")


def _transitions(fan: Fan) -> Iterator[Transition]:
    rows = Transition.objects.filter(presave__connection__fan=fan)
    yield from rows.select_related("presave__campaign__release", "follow__artist").order_by("pk")


def _follows(fan: Fan) -> Iterator[FollowAsk]:
    rows = FollowAsk.objects.filter(presave__connection__fan=fan)
    yield from rows.select_related("artist", "presave").order_by("pk")


def _reminders(fan: Fan) -> Iterator[Reminder]:
    rows = Reminder.objects.filter(fan=fan).select_related("campaign__release__artist", "channel")
    yield from rows.order_by("pk")


def _memberships(fan: Fan) -> Iterator[ListMembership]:
    yield from ListMembership.objects.filter(fan=fan).select_related("artist").order_by("pk")


def _about(fan: Fan) -> Row:
    return {
        "Known since": when(fan.created_at),
        "Language of your browser": fan.language or "not known",
        "Time zone of your browser": fan.time_zone or "not known",
        "Country": fan.territory or "not known",
        "Keys to this page": f"{fan.keys.count()}, stored as hashes",
    }


def _tell_address(email: EmailAddress) -> Row:
    return {
        "Address": email.address,
        "Given": when(email.added_at),
        "Confirmed": when(email.confirmed_at),
    }


def _tell_connection(connection: Connection) -> Row:
    return {
        "Service": connection.provider,
        "Connected": when(connection.connected_at),
        "Country of the account": connection.market or "not known",
        "How we recognize it": "by a keyed hash of its number, which can't be turned back",
    }


def _tell_grant(grant: Grant) -> Row:
    return {
        "Service": grant.connection.provider,
        "Permission": grant.scopes or "no scopes",
        "Given": when(grant.authorized_at),
        "Good until": when(grant.usable_until),
        "Kept": "no" if grant.shredded_at else "sealed, so that only the worker can use it",
        "Deleted": when(grant.shredded_at),
    }


def _tell_standing(standing: StandingConsent) -> Row:
    return {
        "Artist": standing.artist.name,
        "Service": standing.connection.provider if standing.connection else "disconnected",
        "Asked": when(standing.given_at),
        "Asked to renew": when(standing.renewal_asked_at),
        "Ended": when(standing.ended_at),
        "Why": standing.get_end_reason_display(),
    }


def _tell_promise(presave: PreSave) -> Row:
    return {
        "Release": _release_of(presave.campaign),
        "Service": presave.provider,
        "State": presave.get_state_display(),
        "Reason": presave.get_reason_display() if presave.reason else "",
        "Promised": when(presave.promised_at),
        "Made": "by your wish for every coming release" if presave.standing_id else "by a press",
        "Last change": when(presave.changed_at),
        "Country": presave.market or "not known",
        "Came by": presave.channel.name if presave.channel else "",
    }


def _tell_transition(transition: Transition) -> Row:
    what = transition.presave.campaign.release.title
    if transition.follow is not None:
        what = f"follow {transition.follow.artist.name}"
    return {
        "What": what,
        "From": transition.from_state or "new",
        "To": transition.to_state,
        "Reason": transition.reason,
        "When": when(transition.happened_at),
    }


def _tell_follow(ask: FollowAsk) -> Row:
    return {
        "Artist": ask.artist.name,
        "Service": ask.presave.provider,
        "State": ask.get_state_display(),
        "Reason": ask.because,
        "Asked": when(ask.asked_at),
        "Last change": when(ask.changed_at),
    }


def _tell_reminder(reminder: Reminder) -> Row:
    return {
        "Release": _release_of(reminder.campaign),
        "Service": reminder.provider,
        "Asked": when(reminder.asked_at),
        "By mail": "yes" if reminder.email_id else "no",
        "Confirmed": when(reminder.confirmed_at),
        "Sent": when(reminder.sent_at),
        "By a notification": when(reminder.push_allowed_at),
        "Notified": when(reminder.pushed_at),
        "Withdrawn": when(reminder.withdrawn_at),
        "Country": reminder.market or "not known",
        "Came by": reminder.channel.name if reminder.channel else "",
    }


def _tell_membership(membership: ListMembership) -> Row:
    return {
        "Artist": membership.artist.name,
        "Asked": when(membership.asked_at),
        "Confirmed": when(membership.confirmed_at),
        "Left": when(membership.ended_at),
        **tell_choices(membership),
        **({"Brought from": membership.source} if membership.source else {}),
    }


def _tell_browser(subscription: PushSubscription) -> Row:
    return {
        "Push service": subscription.host,
        "Allowed": when(subscription.made_at),
        "How we reach it": "by an address and keys, sealed so that only the worker can use them",
    }


def _tell_consent(consent: Consent) -> Row:
    return {
        "Words": consent.words,
        "Version": consent.words_version,
        "Language": consent.language,
        "Agreed": when(consent.given_at),
    }


def _release_of(campaign: Campaign) -> str:
    return f"{campaign.release.title} by {campaign.release.artist.name}"
