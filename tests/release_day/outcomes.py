"""What a service answered, and in which circumstances, for decisions."""

from datetime import UTC, datetime, timedelta

from countin.presaves.states import State
from countin.providers.contract import Abilities, Release
from countin.release_day.models import AttemptKind
from countin.release_day.tasks import Outcome, Result, Step
from countin.release_day.verdicts import Circumstances

NOW = datetime(2026, 12, 18, tzinfo=UTC)
PROVES = Abilities(
    save_is_proof=True,
    early_add=False,
    follow=True,
    read_back=False,
    take_back=True,
    names_accounts=True,
    grant_life=timedelta(days=180),
    refreshable=True,
)
ACCEPTS = Abilities(
    save_is_proof=False,
    early_add=True,
    follow=False,
    read_back=True,
    take_back=False,
    names_accounts=False,
    grant_life=timedelta(days=180),
    refreshable=False,
)


def outcome(
    result: Result,
    *,
    kind: AttemptKind = AttemptKind.SAVE,
    attempts: int = 0,
    looks: int = 0,
    since: datetime | None = None,
    was_sent: bool = True,
    reason: str = "",
) -> Outcome:
    step = Step(
        kind=kind,
        presave_id=1,
        follow_id=None,
        market="DE",
        release_id="spotify:album:1",
        artist_id="",
        release=Release(title="T", kind="single", artist_name="A"),
        attempts=attempts,
        looks=looks,
        step_since=since,
    )
    return Outcome(step, result, NOW, NOW, reason=reason, was_sent=was_sent)


def given(
    *,
    abilities: Abilities = PROVES,
    state: State = State.PROMISED,
    wants_out: bool = False,
    is_outage: bool = False,
) -> Circumstances:
    return Circumstances(abilities, state, wants_out, is_outage, NOW, chance=0.5)
