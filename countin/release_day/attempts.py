"""Keeping attempts: a row for each question that a service was asked."""

from collections.abc import Iterable, Sequence

from countin.providers.contract import Provider
from countin.release_day.models import GONE_AGAIN, Attempt, AttemptKind
from countin.release_day.tasks import Outcome, Refreshed, Result, Task
from countin.workspaces.rows import Row, insert_rows

# Nobody was asked, so nobody answered.
UNASKED = (Result.HUSH, Result.OPERATOR)
_FIELDS = (
    "presave_id",
    "follow_id",
    "provider",
    "kind",
    "claim_number",
    "started_at",
    "finished_at",
    "outcome",
    "because",
)


def keep_refresh_attempts(provider: Provider, *, refreshed: Iterable[Refreshed]) -> None:
    """A row for each grant that was asked about, on its first promise."""
    insert_rows(
        Attempt,
        fields=_FIELDS,
        rows=[_refresh_row(provider, one) for one in refreshed if _was_asked(one)],
    )


def keep_attempts(provider: Provider, *, worked: Iterable[tuple[Task, Sequence[Outcome]]]) -> None:
    """A row for each step that was sent."""
    insert_rows(
        Attempt,
        fields=_FIELDS,
        rows=[
            _row(provider, task=task, outcome=outcome)
            for task, outcomes in worked
            for outcome in outcomes
            # A look is the refresh itself, which has its row already.
            if outcome.was_sent
            and outcome.result not in UNASKED
            and outcome.step.kind != AttemptKind.REFRESH
        ],
    )


def _was_asked(one: Refreshed) -> bool:
    return one.trouble is None or one.trouble.result not in UNASKED


def _refresh_row(provider: Provider, one: Refreshed) -> Row:
    trouble = one.trouble
    return (
        one.task.steps[0].presave_id,
        None,
        provider.name,
        AttemptKind.REFRESH,
        one.task.fence,
        one.started_at,
        one.finished_at,
        _outcome_of(one),
        trouble.because[:60] if trouble else "",
    )


def _outcome_of(one: Refreshed) -> str:
    if one.trouble is None:
        return Result.DONE
    was_refused_before = all(step.is_second_look for step in one.task.steps)
    is_gone_again = one.trouble.result == Result.GONE and was_refused_before
    return GONE_AGAIN if is_gone_again else one.trouble.result


def _row(provider: Provider, *, task: Task, outcome: Outcome) -> Row:
    step = outcome.step
    return (
        step.presave_id,
        step.follow_id,
        provider.name,
        step.kind,
        task.fence,
        outcome.started_at,
        outcome.finished_at,
        outcome.result,
        outcome.because[:60],
    )
