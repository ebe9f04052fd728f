"""A fan agreed: connection, consent, promise and sealed grant, all or nothing."""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from countin.fans.accounts import account_hash
from countin.fans.connecting import connect_fan
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.fans.models import Connection, Fan
from countin.fans.newcomers import note_browser, welcome_fan
from countin.presaves.authorizations import finish_authorization
from countin.presaves.leaning import asks_needed, shred_unneeded
from countin.presaves.mending import reopen_for_grant
from countin.presaves.models import Authorization, AuthorizationOutcome, PreSave
from countin.presaves.promising import make_presave
from countin.providers.contract import Account, Ask, Grant, Provider
from countin.workspaces.jobs import Seals


def keep_promise(
    authorization: Authorization,
    *,
    fan: Fan | None,
    provider: Provider,
    grant: Grant,
    account: Account,
    sealer: Seals,
    secret_key: str,
    now: datetime,
) -> PreSave:
    """One transaction. `fan` is who the browser says. Raises CampaignClosed."""
    keep = partial(
        _keep,
        authorization,
        fan=fan,
        provider=provider,
        grant=grant,
        account=account,
        sealer=sealer,
        secret_key=secret_key,
        now=now,
    )
    try:
        with transaction.atomic():
            return keep()
    except IntegrityError:
        # Somebody came back with the same account in the same moment: now it is known.
        with transaction.atomic():
            return keep()


def _keep(
    authorization: Authorization,
    *,
    fan: Fan | None,
    provider: Provider,
    grant: Grant,
    account: Account,
    sealer: Seals,
    secret_key: str,
    now: datetime,
) -> PreSave:
    connection = _connect(
        authorization, fan=fan, provider=provider, account=account, secret_key=secret_key, now=now
    )
    presave = _promise(
        authorization, connection=connection, provider=provider, grant=grant, now=now
    )
    needed = asks_needed(connection.pk)
    seal_grant(
        connection,
        grant=grant,
        client_id=provider.client_id,
        sealer=sealer,
        keeps=needed,
        now=now,
    )
    if connection.connected_at != now:
        # Known before: what else of it waited for a permission goes on, too.
        reopen_for_grant(connection.pk, now=now)
    if not needed:
        # Saved before, and nothing new asked.
        shred_unneeded([connection.pk], now=now)
    finish_authorization(authorization, outcome=AuthorizationOutcome.DONE, presave=presave)
    return presave


def _connect(
    authorization: Authorization,
    *,
    fan: Fan | None,
    provider: Provider,
    account: Account,
    secret_key: str,
    now: datetime,
) -> Connection:
    workspace = authorization.campaign.workspace
    if account.id is None and fan is None:
        fan = welcome_fan(workspace, now=now)
    # A service that names nobody: the fan's own cookie has to do.
    account_id = account.id or f"fan {fan.pk if fan else ''}"
    connection = connect_fan(
        fan,
        workspace=workspace,
        provider=provider.name,
        account_hash=account_hash(account_id, provider=provider.name, secret_key=secret_key),
        market=account.market or "",
        now=now,
    )
    note_browser(
        connection.fan,
        language=authorization.language,
        time_zone=authorization.time_zone,
        territory=authorization.territory,
    )
    return connection


def _promise(
    authorization: Authorization,
    *,
    connection: Connection,
    provider: Provider,
    grant: Grant,
    now: datetime,
) -> PreSave:
    campaign = authorization.campaign
    consent = record_consent(
        connection.fan,
        words=authorization.words,
        version=authorization.words_version,
        language=authorization.language,
        now=now,
    )
    follows = authorization.wants_follow and Ask.FOLLOW in grant.allows
    return make_presave(
        campaign,
        connection=connection,
        consent=consent,
        market=connection.market or authorization.territory,
        channel=authorization.channel,
        visit_id=authorization.visit_id,
        follow=campaign.release.artist if follows else None,
        tries_early=provider.abilities.early_add,
        now=now,
    )
