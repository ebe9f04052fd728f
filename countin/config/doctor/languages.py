"""The languages that fans are spoken to in."""

from collections.abc import Iterator

from countin.config.doctor.findings import Finding, fine, note
from countin.languages.reviews import Standing, standing_of_languages


def look_at_languages() -> Iterator[Finding]:
    """Whether a speaker has read each of them."""
    standing = standing_of_languages()
    unread = [one for one in standing if not one.is_current]
    if unread:
        yield note(
            "languages",
            words=(
                "No speaker is on record as having read what fans are told, as it stands now, in "
                f"{_named(unread)}. Before you address fans in one of these, have a speaker look: "
                "docs/languages.md says how."
            ),
        )
    for one in standing:
        if one.is_current:
            yield fine("languages", words=f"{one.name}: {one.in_words}.")


def _named(languages: list[Standing]) -> str:
    return ", ".join(f"{one.name} ({one.code})" for one in languages)
