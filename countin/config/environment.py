"""Every setting of the installation: its name, its meaning, its default.

Values come from the environment, from the file that `NAME_FILE` names, or from
`countin.toml` in the working directory (`COUNTIN_CONFIG` names another), in this order.
`docs/running/configuration.md` lists the same names; a test compares the two.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from countin.config.listings import LISTINGS
from countin.elsewhere.known import KNOWN
from countin.providers.contract import Option
from countin.providers.listing import Listing

# By the name of django-anymail's backend; the options are its own, under our prefix.
MAIL_SERVICE_OPTIONS: Mapping[str, tuple[Option, ...]] = {
    "brevo": (Option("COUNTIN_BREVO_API_KEY", "Brevo's API key.", secret=True),),
    "mailersend": (
        Option("COUNTIN_MAILERSEND_API_TOKEN", "MailerSend's token.", secret=True),
        Option("COUNTIN_MAILERSEND_SIGNING_SECRET", "Signs what it tells.", secret=True),
    ),
    "mailgun": (
        Option("COUNTIN_MAILGUN_API_KEY", "Mailgun's sending key.", secret=True),
        Option("COUNTIN_MAILGUN_WEBHOOK_SIGNING_KEY", "Signs what it tells.", secret=True),
        Option("COUNTIN_MAILGUN_SENDER_DOMAIN", "Mailgun's sending domain."),
        Option("COUNTIN_MAILGUN_API_URL", "Mailgun's API, in Europe another than elsewhere."),
    ),
    "mailjet": (
        Option("COUNTIN_MAILJET_API_KEY", "Mailjet's API key.", secret=True),
        Option("COUNTIN_MAILJET_SECRET_KEY", "Mailjet's secret key.", secret=True),
    ),
    "postmark": (
        Option("COUNTIN_POSTMARK_SERVER_TOKEN", "Postmark's server token.", secret=True),
        Option("COUNTIN_POSTMARK_API_URL", "Postmark's API; for stand-ins."),
    ),
    "resend": (Option("COUNTIN_RESEND_API_KEY", "Resend's API key.", secret=True),),
    "scaleway": (
        Option("COUNTIN_SCALEWAY_SECRET_KEY", "Scaleway's secret key.", secret=True),
        Option("COUNTIN_SCALEWAY_PROJECT_ID", "Scaleway's project id."),
    ),
    "sendgrid": (
        Option("COUNTIN_SENDGRID_API_KEY", "SendGrid's API key.", secret=True),
        Option("COUNTIN_SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY", "Checks what it signs."),
    ),
    "sparkpost": (Option("COUNTIN_SPARKPOST_API_KEY", "SparkPost's API key.", secret=True),),
}

OPTIONS: tuple[Option, ...] = (
    Option("COUNTIN_CONFIG", "The file that holds these settings.", "countin.toml"),
    Option("COUNTIN_DATA_DIR", "Database, keys and media of the embedded installation.", "./data"),
    Option("DATABASE_URL", "postgres://… for PostgreSQL; empty: SQLite in the data dir."),
    Option("COUNTIN_BASE_URL", "The public address.", "http://127.0.0.1:8000"),
    Option("COUNTIN_SHORT_DOMAIN", "A second name, for short links alone."),
    Option("COUNTIN_CONTROLLER_NAME", "Who answers for the fans' data."),
    Option("COUNTIN_CONTROLLER_CONTACT", "How fans reach them: an e-mail address or a page."),
    Option("COUNTIN_CONTROLLER_ADDRESS", "Their postal address."),
    Option("COUNTIN_SECRET_KEY", "Signs and derives; made on first start.", secret=True),
    Option("COUNTIN_VAULT_PUBLIC_KEY", "Seals; made on first start."),
    Option("COUNTIN_VAULT_PRIVATE_KEY", "Opens; the worker alone needs it.", secret=True),
    Option("COUNTIN_VAPID_PUBLIC_KEY", "Names us to browsers that are notified; made on start."),
    Option("COUNTIN_VAPID_PRIVATE_KEY", "Its other half; the worker alone needs it.", secret=True),
    Option("COUNTIN_OIDC_SERVER_URL", "A company's own accounts (OpenID Connect); empty: none."),
    Option("COUNTIN_OIDC_CLIENT_ID", "By which that server knows this installation."),
    Option("COUNTIN_OIDC_CLIENT_SECRET", "Its secret there.", secret=True),
    Option("COUNTIN_OIDC_NAME", "What the button says after 'Sign in with'.", "your company"),
    Option("COUNTIN_TRUSTED_PROXIES", "Addresses whose X-Forwarded-For counts, by comma."),
    Option("COUNTIN_LIMIT_BROWSER", "How often one browser may press or send.", "60/minute"),
    Option("COUNTIN_LIMIT_NETWORK", "The same for one network (/24, /48).", "6000/minute"),
    Option("COUNTIN_LIMIT_BAD_RETURNS", "Bad returns from services a network.", "60/minute"),
    Option("COUNTIN_LIMIT_MAILS", "Addresses a network may ask to be written to.", "300/hour"),
    Option("COUNTIN_LIMIT_ALL_MAILS", "Mails that ask for a yes, in all.", "10000/hour"),
    Option("COUNTIN_LIMIT_CONFIRMS", "Held pre-saves a network may confirm.", "60/hour"),
    Option("COUNTIN_SMTP_URL", "smtp://user:password@host:port of your mailbox.", secret=True),
    Option("COUNTIN_MAIL_SERVICE", "A mail service by name, instead of SMTP; empty: SMTP."),
    Option("COUNTIN_DKIM_SELECTORS", "Under which names the sender's DKIM keys are; by comma."),
    Option("COUNTIN_MAIL_WEBHOOK_SECRET", "Lets the mail service tell us: user:pass.", secret=True),
    Option("COUNTIN_MAIL_FROM", "The sender of reminders."),
    Option("COUNTIN_ANNOUNCE_PER_MINUTE", "Mails of announcements a minute, at most.", "300"),
    Option("COUNTIN_ALARM_MAIL", "Who is called by mail on release night; by comma."),
    Option("COUNTIN_ALARM_WEBHOOK_URL", "Where alarms are posted, signed."),
    Option("COUNTIN_ALARM_WEBHOOK_SECRET", "Signs them: whsec_ and base64.", secret=True),
    Option("COUNTIN_ALARM_OVERDUE_MINUTES", "How late a due promise may be.", "15"),
    Option("COUNTIN_CANARY_SHARE", "Of a wave's canaries, how many must be found.", "1"),
    Option("COUNTIN_METRICS_TOKEN", "Who brings it may read /metrics; empty: nobody.", secret=True),
    Option("COUNTIN_CLOCK_OFFSET_FILE", "The demo's clock; refused unless all is loopback."),
    Option(
        "COUNTIN_OPEN_LOOKUPS",
        "Open catalogs that are asked for links, by comma; none: nobody.",
        ",".join(one.name for one in KNOWN if one.by_default),
    ),
    *(Option(one.setting, f"{one.label}; for stand-ins.", one.default) for one in KNOWN),
    Option("COUNTIN_LINK_CHECKS", "Look before release whether links answer: on or off.", "on"),
    Option("COUNTIN_LOG_LEVEL", "debug, info, warning or error.", "info"),
)


class BadSetting(Exception):
    """A setting that can't be used; the message names it and the mend."""


@dataclass(frozen=True)
class Values:
    """All settings as text, defaults filled in."""

    texts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def of_provider(self, listing: Listing) -> dict[str, str]:
        """The options of one provider."""
        return {option.name: self.texts[option.name] for option in listing.options}

    def of_unused_providers(self) -> frozenset[str]:
        """The names of the options of providers of which none is set."""
        return frozenset(
            option.name
            for listing in LISTINGS
            if all(self.texts[one.name] == one.default for one in listing.options)
            for option in listing.options
        )


def all_options() -> tuple[Option, ...]:
    """The installation's own settings, those of mail services, and those that the providers
    declare."""
    mail = (option for options in MAIL_SERVICE_OPTIONS.values() for option in options)
    services = (option for listing in LISTINGS for option in listing.settings)
    return (*OPTIONS, *mail, *services)


def addresses_outside() -> list[str]:
    """Names of the settings that are addresses of somebody else's where nothing is set."""
    return [one.name for one in all_options() if one.default.startswith("https://")]


def read_values(environment: Mapping[str, str] = os.environ) -> Values:
    """Read every setting. Raises BadSetting for an unreadable file or an unknown name."""
    written = _read_file(Path(environment.get("COUNTIN_CONFIG") or "countin.toml"))
    known = {option.name: option for option in all_options()}
    for name in written:
        if name not in known:
            raise BadSetting(f"countin.toml knows no setting {name}. Remove it or mend the name.")
    return Values(
        {
            name: _from_environment(name, environment) or written.get(name) or option.default
            for name, option in known.items()
        }
    )


def _from_environment(name: str, environment: Mapping[str, str]) -> str:
    if value := environment.get(name):
        return value
    path = environment.get(f"{name}_FILE")
    if not path:
        return ""
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise BadSetting(f"{name}_FILE can't be read: {error.strerror}. Check the path.") from error


def _read_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        written = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path.name} is no valid TOML ({error}). Mend that line.") from error
    return {name: str(value) for name, value in written.items()}
