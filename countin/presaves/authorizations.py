"""A fan on the way to a service and back: the state is good once, in one browser, briefly."""

from datetime import datetime, timedelta

from django.db.models import Q

from countin.campaigns.models import Campaign, Channel
from countin.fans.models import Connection, Fan
from countin.presaves.models import Authorization, AuthorizationOutcome, PreSave, Purpose


class UnknownState(Exception):
    """Nobody was sent away with this state: forged, or long gone."""


class OtherBrowser(Exception):
    """The state is ours, but this browser did not start it (in-app browsers do this)."""

    def __init__(self, authorization: Authorization) -> None:
        super().__init__("another browser started this")
        self.authorization = authorization


class StateUsed(Exception):
    """This browser came back a second time with the same state."""

    def __init__(self, authorization: Authorization) -> None:
        super().__init__("used before")
        self.authorization = authorization


class StateExpired(Exception):
    """This browser took longer than the state lasts."""

    def __init__(self, authorization: Authorization) -> None:
        super().__init__("too late")
        self.authorization = authorization


def begin_authorization(
    campaign: Campaign,
    *,
    provider: str,
    state_hash: str,
    browser_hash: str,
    wants_follow: bool,
    words: str,
    words_version: str,
    language: str,
    time_zone: str,
    territory: str,
    visit_id: int | None,
    channel: Channel | None,
    is_guest: bool,
    lasts_for: timedelta,
    now: datetime,
    from_own_domain: bool = False,
) -> Authorization:
    """Remember what was pressed, until the fan is back."""
    return Authorization.objects.create(
        campaign=campaign,
        provider=provider,
        state_hash=state_hash,
        browser_hash=browser_hash,
        wants_follow=wants_follow,
        words=words,
        words_version=words_version,
        language=language,
        time_zone=time_zone,
        territory=territory,
        visit_id=visit_id,
        channel=channel,
        is_guest=is_guest,
        from_own_domain=from_own_domain,
        started_at=now,
        expires_at=now + lasts_for,
    )


def bind_authorization(
    authorization: Authorization,
    *,
    purpose: Purpose,
    connection: Connection | None,
    presave: PreSave | None,
) -> None:
    """It is for more, or for less, than a promise: for this account where it began on a fan's own
    page, and for this promise where it is about one."""
    Authorization.objects.filter(pk=authorization.pk).update(
        purpose=purpose, connection=connection, presave=presave
    )


def take_authorization(
    *, provider: str, state_hash: str, browser_hash: str, now: datetime
) -> Authorization:
    """Use the state up: of two returns at once, one gets it.

    Raises UnknownState, OtherBrowser, StateUsed or StateExpired, checked in this order.
    """
    found = (
        Authorization.objects.select_related(
            "campaign__release__artist", "campaign__workspace", "channel", "presave"
        )
        .filter(state_hash=state_hash, provider=provider)
        .first()
    )
    if found is None:
        raise UnknownState
    if not browser_hash or found.browser_hash != browser_hash:
        raise OtherBrowser(found)
    if found.returned_at is not None:
        raise StateUsed(found)
    if now >= found.expires_at:
        raise StateExpired(found)
    unused = Authorization.objects.filter(pk=found.pk, returned_at__isnull=True)
    if unused.update(returned_at=now) != 1:
        raise StateUsed(found)
    found.returned_at = now
    return found


def forget_browsers_of(fan: Fan) -> int:
    """No browser in which this fan came back before gets their page by coming back again.
    Returns how many authorizations were done with."""
    about = Q(presave__connection__fan=fan) | Q(connection__fan=fan)
    done = Authorization.objects.filter(about, returned_at__isnull=False)
    return done.exclude(browser_hash="").update(browser_hash="")


def is_of_browser(state_hash: str, *, provider: str, browser_hash: str) -> bool:
    """Whether somebody was sent away with this state, from this browser. Uses nothing up."""
    return (
        bool(browser_hash)
        and Authorization.objects.filter(
            state_hash=state_hash, provider=provider, browser_hash=browser_hash
        ).exists()
    )


def finish_authorization(
    authorization: Authorization,
    *,
    outcome: AuthorizationOutcome,
    presave: PreSave | None = None,
) -> None:
    """What came of it. Kept for the counts; it names nobody.

    A fan whom the service refused before counts once, and not at all once they got through:
    the counts have to know it now, because the browser is forgotten after a day.
    """
    if outcome in (AuthorizationOutcome.REFUSED, AuthorizationOutcome.DONE):
        Authorization.objects.filter(
            campaign_id=authorization.campaign_id,
            provider=authorization.provider,
            purpose=authorization.purpose,
            browser_hash=authorization.browser_hash,
            outcome=AuthorizationOutcome.REFUSED,
        ).exclude(browser_hash="").update(outcome=AuthorizationOutcome.FAILED)
    Authorization.objects.filter(pk=authorization.pk).update(outcome=outcome, presave=presave)
