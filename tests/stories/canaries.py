"""Accounts of the team's own, for a night on a table."""

from countin.fans.accounts import account_hash
from countin.fans.connecting import connect_fan
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.presaves.canaries import Canary
from countin.presaves.joining import join_canaries
from countin.presaves.leaning import asks_needed
from countin.providers.asking import ask
from countin.providers.contract import Ask, Grant
from countin.release_day.models import Wave
from tests.providers.spotify_stage import RETURN, VERIFIER, agree
from tests.stories.night import Night


def join(
    night: Night, account: str, *, country: str = "DE", at: str = "spotify", reads: bool = True
) -> Canary:
    """An account agrees at the service and goes first from now on."""
    night.sim.add_fan(account, country=country)
    provider = night.providers[at]
    grant, market = _agree(night, account, at=at, reads=reads)
    market = market or country
    connection = connect_fan(
        None,
        workspace=night.campaign.workspace,
        provider=at,
        account_hash=account_hash(f"canary {account}", provider=at, secret_key="s"),
        market=market,
        now=night.now(),
    )
    consent = record_consent(connection.fan, words="…", version="1", language="en", now=night.now())
    canary = join_canaries(
        night.campaign, connection=connection, consent=consent, market=market, now=night.now()
    )
    seal_grant(
        connection,
        grant=grant,
        client_id=provider.client_id,
        sealer=night.sealer,
        keeps=asks_needed(connection.pk),
        now=night.now(),
    )
    return canary


def _agree(night: Night, account: str, *, at: str, reads: bool) -> tuple[Grant, str | None]:
    if at == "spotify":
        asks = frozenset({Ask.SAVE, Ask.READ} if reads else {Ask.SAVE})
        address = night.spotify.consent_address(
            state="s" * 40, verifier=VERIFIER, return_address=RETURN, asks=asks
        )
        code = agree(address, fan=account)["code"]
        accepting = night.spotify.accept_code(
            code, verifier=VERIFIER, return_address=RETURN, now=night.now()
        )
    else:
        token = night.music_user_token(account)
        accepting = night.apple_music.accept_token(token, now=night.now())
    grant, access = ask(accepting)
    return grant, ask(night.providers[at].identify(access)).market


def the_wave() -> Wave:
    """The only one of this night."""
    return Wave.objects.get()


def states() -> list[str]:
    """Of the canaries, in the order in which they came."""
    return list(Canary.objects.order_by("pk").values_list("state", flat=True))
