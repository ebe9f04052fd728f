"""Django's settings, built from `countin.config.environment`."""

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from countin import clock
from countin.config import (
    addresses,
    calls,
    databases,
    environment,
    keys,
    limits,
    logs,
    lookups,
    mail_services,
    metrics_token,
    registry,
    signing_in,
)
from countin.config.turning.following import FollowingSealer
from countin.languages import available

VALUES = environment.read_values()

DATA_DIR = databases.make_data_dir(Path(VALUES["COUNTIN_DATA_DIR"]).absolute())
BASE_URL = addresses.read_base_url(VALUES)
CONTROLLER = addresses.read_controller(VALUES)
TRUSTED_PROXIES: tuple[IPv4Network | IPv6Network, ...] = addresses.read_trusted_proxies(VALUES)
IS_LOOPBACK = addresses.is_loopback(BASE_URL)
SHORT_DOMAIN = addresses.read_short_domain(VALUES)
OWN_HOSTS = addresses.own_hosts(SHORT_DOMAIN, base_url=BASE_URL)
SHORT_URL = addresses.short_url(SHORT_DOMAIN, base_url=BASE_URL)

clock.follow_offset_file(addresses.read_clock_file(VALUES))

SECRET_KEY = keys.read_secret_key(VALUES, data_dir=DATA_DIR)
SEALER = FollowingSealer(VALUES, data_dir=DATA_DIR)
VAPID_PUBLIC_KEY = keys.read_vapid_public_key(VALUES, data_dir=DATA_DIR)
PROVIDERS = registry.build_providers(VALUES)
CATALOGS = lookups.read_catalogs(VALUES)
CHECKS_LINKS = lookups.read_link_checks(VALUES) and not VALUES["COUNTIN_CLOCK_OFFSET_FILE"]

DEBUG = False
ALLOWED_HOSTS = addresses.allowed_hosts(BASE_URL)
USE_X_FORWARDED_HOST = False
ROOT_URLCONF = "countin.config.urls"
WSGI_APPLICATION = "countin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": databases.read_database(VALUES, data_dir=DATA_DIR)}

COMPANY = signing_in.read_company(VALUES)
INSTALLED_APPS = [
    *databases.queue_apps(DATABASES["default"]),
    "django.contrib.staticfiles",
    "countin.workspaces",
    "countin.pacing",
    "countin.campaigns",
    "countin.fans",
    "countin.visits",
    "countin.presaves",
    "countin.release_day",
    "countin.messaging",
    "countin.insights",
    "countin.webhooks",
    "countin.privacy",
    "countin.pages",
    "countin.studio",
    *signing_in.apps_for(COMPANY),  # after the studio, whose templates replace allauth's
]

MIDDLEWARE = [
    "countin.config.access_log.AccessLog",
    "countin.pages.domains.door.OtherHosts",
    "countin.pages.made_once.rendered.RenderedOnce",
    "countin.api.door.ApiDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "countin.pages.visitors.languages.LanguageChoice",
    "countin.pages.domains.door.DomainGate",
    "countin.pages.origin.OriginCheck",
    "countin.pages.limits.Limits",
    *signing_in.MIDDLEWARE,
]
HAS_PASSKEYS = signing_in.allows_passkeys(BASE_URL)
globals().update(signing_in.account_settings(base_url=BASE_URL, company=COMPANY))

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "countin.studio.contexts.studio",
            ]
        },
    }
]

# The queue's one task is named where the worker takes shards; no module is looked for.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = available.read_languages()
LOCALE_PATHS = [available.FOLDER]

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "countin.config.static_addresses.MarkedByContent"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

SECURE_SSL_REDIRECT = False  # the proxy's part; see docs/running/install.md
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if IS_LOOPBACK else 31_536_000
# "no-referrer" would turn the Origin of our own forms into "null".
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIES_SECURE = BASE_URL.startswith("https://")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'"],
        "media-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *registry.form_actions(PROVIDERS)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
# An organizer's picture. Sixteen senders at once are read, so this much times sixteen at most.
_LARGEST_FILE = 12 * 1024 * 1024
_TAKING_FILES = ("artwork", "recordings", "listening", "lists")
UPLOAD_SIZES = dict.fromkeys(
    ("/studio/", *(f"/api/v1/{name}/" for name in _TAKING_FILES)), _LARGEST_FILE
)

EMAIL = addresses.read_mail(VALUES)
MAIL_SERVICE = mail_services.read_mail_service(VALUES)
EMAIL_BACKEND = (
    MAIL_SERVICE.backend if MAIL_SERVICE else "django.core.mail.backends.smtp.EmailBackend"
)
ANYMAIL = dict(MAIL_SERVICE.anymail) if MAIL_SERVICE else {}
EMAIL_HOST = EMAIL.host
EMAIL_PORT = EMAIL.port
EMAIL_HOST_USER = EMAIL.user
EMAIL_HOST_PASSWORD = EMAIL.password
EMAIL_USE_TLS = EMAIL.starts_tls
EMAIL_USE_SSL = EMAIL.is_ssl
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = addresses.read_sender(VALUES)
MAIL_IS_SET = bool(EMAIL.host or MAIL_SERVICE)

DKIM_SELECTORS = VALUES["COUNTIN_DKIM_SELECTORS"].replace(" ", "").split(",")
MAIL_WEBHOOK_SECRET = mail_services.read_webhook_secret(VALUES)
ANNOUNCE_PER_MINUTE = mail_services.read_pace(VALUES)

ALARM_WAYS = calls.read_alarm_ways(VALUES)
ALARM_OVERDUE = calls.read_overdue(VALUES)
CANARY_SHARE = calls.read_canary_share(VALUES)
METRICS_TOKEN = metrics_token.read_metrics_token(VALUES)

# A published page is made once, until it changes.
RENDERS_ONCE = True
LIMITS = limits.read_limits(VALUES)

# How long a fan may take between pressing the button and coming back.
AUTHORIZATION_FOR = timedelta(minutes=10)

LOGGING_CONFIG = None
logs.set_up_logs(level=VALUES["COUNTIN_LOG_LEVEL"])
