"""Opening a wave for its fans, holding it, and telling whoever runs this."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from countin.campaigns.models import Campaign
from countin.presaves.canaries import Canary
from countin.presaves.leaning import shred_unneeded
from countin.providers.contract import Provider
from countin.release_day.canaries.judging import Showed, held_for
from countin.release_day.models import LetIn, Wave
from countin.release_day.wave_notices import wave_subject
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.notices import write_notice

CANARIES_MISSING: Final = "canaries_missing"
WITHOUT_PROOF: Final = "wave_without_proof"


def let_in(
    wave: Wave, *, how: LetIn, canaries: Iterable[Canary], showed: Showed, now: datetime
) -> int:
    """Fans come next. The canaries of this wave are off duty, and their permission goes. Returns
    0 where somebody else was first."""
    off_duty = list(canaries)
    with transaction.atomic():
        open_to_decide = Wave.objects.filter(pk=wave.pk, let_in="")
        if not open_to_decide.update(let_in=how, canaries=showed.as_plain()):
            return 0
        Canary.objects.filter(pk__in=[one.pk for one in off_duty]).update(ended_at=now)
        shred_unneeded({one.connection_id for one in off_duty}, now=now)
        clear_alarm(CANARIES_MISSING, subject=wave_subject(wave), now=now)
        if words := _UNPROVEN.get(how):
            write_notice(
                WITHOUT_PROOF,
                subject=wave_subject(wave),
                words=words.format(title=wave.campaign.release.title, slug=wave.campaign.slug),
                workspace=wave.campaign.workspace,
                now=now,
            )
    return 1


def let_in_by_hand(campaign: Campaign, *, now: datetime) -> int:
    """A person looked, and says: go on. Returns how many held waves do."""
    held = Wave.objects.filter(campaign=campaign, held_at__isnull=False, let_in="")
    done = 0
    for wave in held.select_related("campaign__release", "campaign__workspace"):
        on_duty = Canary.objects.at_work([campaign.pk], provider=wave.provider)
        release = wave.campaign.release
        canaries = [one for one in on_duty if release.moment_in(one.market) == wave.due_at]
        showed = Showed.by(one.state for one in canaries)
        done += let_in(wave, how=LetIn.BY_HAND, canaries=canaries, showed=showed, now=now)
    return done


def hold(wave: Wave, *, provider: Provider, showed: Showed, now: datetime) -> int:
    """No fan's promise is kept in it; somebody is called. Returns 1 when it begins."""
    began = Wave.objects.filter(pk=wave.pk, let_in="", held_at__isnull=True).update(held_at=now)
    Wave.objects.filter(pk=wave.pk, let_in="").update(canaries=showed.as_plain())
    held_at = wave.held_at or now
    until = held_at + held_for(showed, abilities=provider.abilities)
    name = provider.words.name
    raise_alarm(
        CANARIES_MISSING,
        subject=wave_subject(wave),
        words=(
            f"The wave of {wave.campaign.slug} due at {wave.due_at:%Y-%m-%d %H:%M} UTC is held: "
            f"{name} said that it saved “{wave.campaign.release.title}” for {showed.counting} of "
            f"your own accounts, and {showed.missing} of them do not have it. Every promise is "
            "kept. Look into those libraries and whether the id is the right one. Let the fans in: "
            f"countin campaign canaries {wave.campaign.slug} --go-on. It is looked for again every "
            f"minute, and goes on by itself once it is there, or at {until:%Y-%m-%d %H:%M} UTC."
        ),
        now=now,
        workspace=wave.campaign.workspace,
    )
    return began


_UNPROVEN: Final = {
    LetIn.NONE_COUNTS: (
        "The wave of “{title}” goes on without its canaries: none of your accounts got as far as "
        "showing anything (countin campaign canaries {slug} says why). What is saved now is known "
        "by the service's own answers alone, as without canaries."
    ),
    LetIn.UNPROVEN: (
        "The wave of “{title}” was held because your canaries did not have it, nobody came, and it "
        "goes on now: the service says that it saves, and the libraries of your accounts did not "
        "show it. Look into a few libraries of fans you know before you thank anybody."
    ),
}
