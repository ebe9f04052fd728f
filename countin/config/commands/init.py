"""`countin init`."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import click

from countin.config.addresses import read_base_url
from countin.config.environment import BadSetting, Values, read_values
from countin.config.listings import LISTINGS
from countin.config.registry import build_providers
from countin.providers.contract import Mode, Option, is_set_up
from countin.providers.listing import Listing

# What is asked, in this order. An empty answer leaves the setting at its default.
_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("COUNTIN_BASE_URL", "Your address, beginning with https:// (empty: try on this machine)"),
    ("COUNTIN_CONTROLLER_NAME", "Who answers for the fans' data (your name or your company's)"),
    ("COUNTIN_CONTROLLER_CONTACT", "How fans reach you (an e-mail address)"),
    ("COUNTIN_CONTROLLER_ADDRESS", "Your postal address"),
    ("COUNTIN_SMTP_URL", "Your mailbox, like smtps://user:password@host:465 (empty: none)"),
)
_A_FILE = "_PRIVATE_KEY"  # keys of several lines are given by the path of their file


@click.command("init")
@click.option("--force", is_flag=True, help="Write over a countin.toml that is there.")
def init(*, force: bool) -> None:
    """Ask who you are, your domain and which keys you have; write countin.toml."""
    path = Path(os.environ.get("COUNTIN_CONFIG") or "countin.toml")
    if path.exists() and not force:
        raise click.ClickException(f"{path} is there already. Edit it, or add --force.")
    answers = _ask_all()
    values = _check(answers)
    _write(path, answers=answers)
    click.echo(f"\nWritten: {path}, readable by you alone.\n")
    for line in _what_fans_get(values):
        click.echo(line)
    click.echo(
        "\nNext: countin serve. It prints a link into the studio; later, and for others, countin"
    )
    click.echo("organizer add EMAIL does. countin doctor says what is missing.")


def _ask_all() -> dict[str, str]:
    answers = {name: _ask(question) for name, question in _QUESTIONS}
    for listing in _ask_services():
        for option in _keys_of(listing):
            answers[option.name] = _ask_key(option)
    return {name: answer for name, answer in answers.items() if answer}


def _ask(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()


def _ask_services() -> list[Listing]:
    """Those that somebody has keys for; asked again while a name is none."""
    by_name = {_plain(listing.words.name): listing for listing in LISTINGS if _keys_of(listing)}
    named = ", ".join(listing.words.name for listing in by_name.values())
    while True:
        given = _ask(f"Keys of which services do you have, by comma ({named}; empty: none)")
        names = [_plain(name) for name in given.split(",") if name.strip()]
        if not (unknown := [name for name in names if name not in by_name]):
            return [listing for name, listing in by_name.items() if name in names]
        click.echo(f"{unknown[0]!r} is none of {named}.", err=True)


def _keys_of(listing: Listing) -> tuple[Option, ...]:
    """What an organizer copies from the service; addresses are only for stand-ins."""
    return tuple(one for one in listing.options if not one.default.startswith("http"))


def _ask_key(option: Option) -> str:
    meaning = f"{option.meaning[0].upper()}{option.meaning[1:]}"
    if not option.name.endswith(_A_FILE):
        return _ask(meaning)
    path = _ask(f"{meaning}: the path of its file")
    return _read_key(path) if path else ""


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _read_key(path: str) -> str:
    try:
        return Path(path).expanduser().read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(
            f"{path} can't be read. Check the path of the key's file."
        ) from None


def _check(answers: dict[str, str]) -> Values:
    try:
        values = read_values({**answers, "COUNTIN_CONFIG": os.devnull})
        read_base_url(values)
        build_providers(values)
    except BadSetting as error:
        raise click.ClickException(f"{error} Nothing was written.") from None
    return values


def _write(path: Path, *, answers: dict[str, str]) -> None:
    lines = [f"{name} = {_quoted(answer)}" for name, answer in answers.items()]
    text = "# Count-In. Every setting: docs/running/configuration.md\n" + "\n".join(lines) + "\n"
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    aside.replace(path)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _what_fans_get(values: Values) -> Iterator[str]:
    by_mail = "by e-mail or calendar" if values["COUNTIN_SMTP_URL"] else "by a calendar entry"
    providers = build_providers(values).values()
    for provider in filter(is_set_up, (one for one in providers if one.abilities.direct)):
        if provider.public_mode == Mode.DIRECT:
            yield f"{provider.words.name}: saved by themselves on release day."
        elif provider.guest_mode == Mode.DIRECT:
            yield f"{provider.words.name}: five guests are saved; others are reminded {by_mail}."
        else:
            yield f"{provider.words.name}: reminded {by_mail}, one tap on the day."
        yield f"  {provider.mode_because}"
    linked = [provider.words.name for provider in providers if not provider.abilities.direct]
    yield f"{', '.join(linked)}: reminded {by_mail}, and linked. They need no keys."


COMMANDS = (init,)
