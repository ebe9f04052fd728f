"""Django's and allauth's settings of accounts. `countin.config.settings` takes them over."""

from dataclasses import dataclass, field
from typing import Any, Final

from countin.config.addresses import is_loopback
from countin.config.environment import BadSetting, Values

# By path: Django imports them itself, later.
APPS: Final = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
)
# It loads an HTTP client of its own: a tenth of what any command takes to begin.
_COMPANY_APP: Final = "allauth.socialaccount.providers.openid_connect"
# In the addresses of the studio, and part of what is registered at the company's server.
COMPANY: Final = "company"
MIDDLEWARE: Final = (
    "countin.studio.walls.StudioManners",
    "countin.studio.walls.StudioSessions",
    "countin.studio.walls.StudioCsrf",
    "countin.studio.walls.StudioUser",
    "countin.studio.walls.StudioMessages",
    # Does nothing outside allauth's own pages; it insists on being named here.
    "allauth.account.middleware.AccountMiddleware",
)
_FORTNIGHT_S: Final = 14 * 24 * 3600


@dataclass(frozen=True)
class Company:
    """Whose accounts sign in besides our own."""

    server_url: str
    client_id: str
    secret: str = field(repr=False)
    name: str = "your company"


def read_company(values: Values) -> Company | None:
    """None where no server is named. Raises BadSetting for half a company, and for one whose
    answers anybody on the way could change."""
    url = values["COUNTIN_OIDC_SERVER_URL"].strip().rstrip("/")
    client_id, secret = values["COUNTIN_OIDC_CLIENT_ID"], values["COUNTIN_OIDC_CLIENT_SECRET"]
    if not url and not client_id and not secret:
        return None
    if not (url and client_id and secret):
        raise BadSetting(
            "COUNTIN_OIDC_SERVER_URL, COUNTIN_OIDC_CLIENT_ID and COUNTIN_OIDC_CLIENT_SECRET belong "
            "together: set all three, or none."
        )
    if not url.startswith("https://") and not is_loopback(url):
        raise BadSetting("COUNTIN_OIDC_SERVER_URL must begin with https://.")
    return Company(url, client_id, secret, values["COUNTIN_OIDC_NAME"].strip() or "your company")


def apps_for(company: Company | None) -> tuple[str, ...]:
    """The apps of accounts, with those that a company's need besides."""
    return APPS if company is None else (*APPS, _COMPANY_APP)


def company_settings(company: Company | None) -> dict[str, Any]:
    """As allauth wants them."""
    if company is None:
        return {}
    app = {
        "provider_id": COMPANY,
        "name": company.name,
        "client_id": company.client_id,
        "secret": company.secret,
        "settings": {"server_url": company.server_url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def allows_passkeys(base_url: str) -> bool:
    """Browsers make them over https, and on localhost by that name."""
    return base_url.startswith(("https://", "http://localhost"))


def account_settings(*, base_url: str, company: Company | None) -> dict[str, Any]:
    """Everything by its name."""
    is_secure, has_passkeys = base_url.startswith("https://"), allows_passkeys(base_url)
    return {
        **_cookies(is_secure=is_secure),
        "AUTH_USER_MODEL": "workspaces.Organizer",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 10},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "CSRF_FAILURE_VIEW": "countin.studio.refusing.refuse_form",
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "studio_home",
        "ACCOUNT_ADAPTER": "countin.config.accounts.Accounts",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_SESSION_REMEMBER": True,
        "SOCIALACCOUNT_ADAPTER": "countin.config.company_accounts.CompanyAccounts",
        "SOCIALACCOUNT_PROVIDERS": company_settings(company),
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        # A link, since a form's way on to another server would need its address in our policy.
        # What a GET begins is guarded by the state on its way back.
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "MFA_ADAPTER": "countin.config.accounts.Factors",
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_SUPPORTED_TYPES": [
            *("recovery_codes", "totp"),
            *(["webauthn"] if has_passkeys else []),
        ],
        "MFA_PASSKEY_LOGIN_ENABLED": has_passkeys,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": has_passkeys and not is_secure,
    }


def _cookies(*, is_secure: bool) -> dict[str, Any]:
    # A path of their own, so that no fan's page is sent them; `__Host-` would ask for "/".
    prefix = "__Secure-" if is_secure else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}studio_session",
        "SESSION_COOKIE_PATH": "/studio/",
        "SESSION_COOKIE_AGE": _FORTNIGHT_S,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": f"{prefix}studio_csrf",
        "CSRF_COOKIE_PATH": "/studio/",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": is_secure,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }
