"""A fan comes back from a service to which their own page led: a follow, or a permission anew."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from countin import clock
from countin.fans.accounts import account_hash
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.fans.models import Connection
from countin.pages.authorizing.exchanges import Agreed
from countin.pages.own_page.going_back import return_to_page
from countin.pages.own_page.page import show_no_fan
from countin.presaves.authorizations import finish_authorization
from countin.presaves.following import ask_follow
from countin.presaves.leaning import asks_needed, shred_unneeded
from countin.presaves.mending import reopen_for_grant
from countin.presaves.models import Authorization, AuthorizationOutcome, PreSave, Purpose
from countin.presaves.standing import begin_standing
from countin.providers.contract import Account, Provider


def welcome_back(
    request: HttpRequest, *, authorization: Authorization, provider: Provider, agreed: Agreed
) -> HttpResponse:
    """Keep the permission for the account it was asked for, and no other."""
    connection = authorization.connection
    if connection is None:  # disconnected or erased meanwhile
        finish_authorization(authorization, outcome=AuthorizationOutcome.FAILED)
        return show_no_fan(request)
    if not is_account_of(connection, account=agreed.account):
        finish_authorization(authorization, outcome=AuthorizationOutcome.FAILED)
        return return_to_page(request, fan=connection.fan, told="other_account")
    with transaction.atomic():
        _keep(authorization, connection=connection, provider=provider, agreed=agreed)
    return return_to_page(request, fan=connection.fan, told=_TOLD[Purpose(authorization.purpose)])


def is_account_of(connection: Connection, *, account: Account) -> bool:
    """The service names this very account; one that names nobody is believed."""
    if account.id is None:
        return True
    named = account_hash(account.id, provider=connection.provider, secret_key=settings.SECRET_KEY)
    return named == connection.account_hash


_TOLD = {
    Purpose.PRESAVE: "reconnected",
    Purpose.FOLLOW: "follow_asked",
    Purpose.STANDING: "standing_begun",
}


def _keep(
    authorization: Authorization, *, connection: Connection, provider: Provider, agreed: Agreed
) -> None:
    now = clock.now()
    seal_grant(
        connection,
        grant=agreed.grant,
        client_id=provider.client_id,
        sealer=settings.SEALER,
        keeps=asks_needed(connection.pk),
        now=now,
    )
    _do_errand(authorization, connection=connection, now=now)
    reopen_for_grant(connection.pk, now=now)
    shred_unneeded([connection.pk], now=now)
    finish_authorization(
        authorization, outcome=AuthorizationOutcome.DONE, presave=authorization.presave
    )


def _do_errand(authorization: Authorization, *, connection: Connection, now: datetime) -> None:
    consent = record_consent(
        connection.fan,
        words=authorization.words,
        version=authorization.words_version,
        language=authorization.language,
        now=now,
    )
    artist, presave = authorization.campaign.release.artist, authorization.presave
    if authorization.purpose == Purpose.STANDING:
        # In force still: the first stays, and leans on the new permission.
        begin_standing(connection, artist=artist, consent=consent, now=now)
    elif presave is not None and authorization.purpose == Purpose.FOLLOW:
        ask_follow(presave, artist=artist, consent=consent, now=now)
    elif presave is not None:
        PreSave.objects.open().filter(pk=presave.pk).update(consent=consent)
