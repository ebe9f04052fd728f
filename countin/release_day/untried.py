"""Writing down a permission that was asked about before its day, without anything following."""

from dataclasses import replace

from countin.release_day.models import AttemptKind
from countin.release_day.recording import Worked, trouble_for_all_steps
from countin.release_day.tasks import Outcome, Refreshed, Result


def as_if_untried(one: Refreshed) -> Worked:
    """Only a refusal, or a set-up that is wrong, has consequences. Call before the moment: no
    save can have been sent yet."""
    if one.trouble and one.trouble.result in (Result.GONE, Result.OPERATOR):
        return trouble_for_all_steps(one)
    # As if the save had not been tried: a fan who withdrew meanwhile is let go.
    return one.task, [
        Outcome(
            step if step.kind == AttemptKind.FOLLOW else replace(step, kind=AttemptKind.SAVE),
            Result.HUSH,
            one.started_at,
            one.finished_at,
            was_sent=False,
        )
        for step in one.task.steps
    ]
