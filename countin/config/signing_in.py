"""Django's and allauth's settings of accounts. `countin.config.settings` takes them over."""

from typing import Any, Final

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
)
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


def allows_passkeys(base_url: str) -> bool:
    """Browsers make them over https, and on localhost by that name."""
    return base_url.startswith(("https://", "http://localhost"))


def account_settings(*, base_url: str) -> dict[str, Any]:
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
