"""The services' official logos."""

from collections.abc import Iterator

from django.conf import settings

from countin.config.doctor.findings import Finding, fine, note
from countin.pages.logos import FOLDER, BadLogo, find_logo
from countin.providers.contract import is_set_up


def look_at_logos() -> Iterator[Finding]:
    """Whether one is placed for each service, and where the service gives it out."""
    for name, provider in settings.PROVIDERS.items():
        if not is_set_up(provider):
            continue
        logo = provider.logo
        try:
            found = find_logo(name)
        except BadLogo as bad:
            yield note(name, words=f"Its logo is not shown. {bad}")
            continue
        if found:
            yield fine(name, words=f"Its official logo stands on its buttons. {logo.rule}")
            continue
        if not provider.abilities.direct:
            continue
        yield note(
            name,
            words=(
                f"Its buttons name it in text. To show its official logo too, take it from "
                f"{logo.address} and place it as {settings.DATA_DIR / FOLDER / name}.svg "
                f"(or .png). {logo.rule}"
            ),
        )
