"""Settings of one Vmeste installation.

Everything has an embedded default (SQLite, file mail, local media under ``var/``); the environment
variables named in the README replace them. Nothing secret is written here.
"""

import base64
import contextlib
import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO_MODE", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SECURE_SITE = SITE_URL.startswith("https://")
if DEMO and not {"127.0.0.1", "localhost", "[::1]"}.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured("DEMO_MODE lets anybody enter as anybody: it serves this machine only.")


def secret_key() -> str:
    """The key from the environment, or one made for this embedded installation and kept in ``var/``."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if env.str("DATABASE_URL", default="") and not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY: an installation with DATABASE_URL needs a key of its own.")
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = secret_key()


def field_keys() -> list[str]:
    """The keys of sealed fields, kept outside the database: the first seals, all open. ``var/`` gets one if need be."""
    if keys := env.list("FIELD_KEYS", default=[]):
        return [key.strip() for key in keys if key.strip()]
    if env.str("DATABASE_URL", default="") and not DEBUG:
        raise ImproperlyConfigured("Set FIELD_KEYS: passport data are sealed with keys kept outside the database.")
    path = VAR_DIR / "field_key"
    if not path.exists():  # made aside and linked, so that two processes never end with two keys
        made = VAR_DIR / f"field_key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text().split()


FIELD_KEYS = field_keys()

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "auditlog",
    "axes",
    "csp",
    "django_countries",
    "django_q",
    "conference",
    "workshops",
    "registration",
    "proceedings",
]

MIDDLEWARE = [
    "workshops.middleware.SharedPieces",
    "conference.middleware.RefuseNulBytes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "conference.middleware.AdminLanguage",
    "conference.middleware.PrivatePages",
    "workshops.middleware.StarsFollow",
    "conference.middleware.CurrentConference",
    "conference.middleware.PagesOfVerbs",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "conference.urls"
WSGI_APPLICATION = "conference.wsgi.application"
ASGI_APPLICATION = "conference.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "conference.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "conference.templatetags.vmeste"],
        },
    }
]
FORM_RENDERER = "conference.forms.FormRenderer"

# -- data ---------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'vmeste.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MANUSCRIPT_MAX_BYTES = 10 * 1024 * 1024

# -- what other systems take over ---------------------------------------------------------------------------
OAI_REPOSITORY = env.str("OAI_REPOSITORY", default="Vmeste")
OAI_PAGE = env.int("OAI_PAGE", default=5 if DEMO else 50)
CROSSREF_DEPOSITOR = {
    "name": env.str("CROSSREF_DEPOSITOR_NAME", default=""),
    "email": env.str("CROSSREF_DEPOSITOR_EMAIL", default=""),
    "registrant": env.str("CROSSREF_REGISTRANT", default=""),
}
API_PER_MINUTE = env.int("API_PER_MINUTE", default=120)
NINJA_NUM_PROXIES = env.int("NINJA_NUM_PROXIES", default=0)

# -- people -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "conference.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "conference.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "conference.forms.LoginForm",
    "request_login_code": "conference.forms.RequestLoginCodeForm",
    "confirm_login_code": "conference.forms.ConfirmLoginCodeForm",
    "reset_password": "conference.forms.ResetPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "delegation_code": "10/m/ip,60/h/ip",
    "format_request": "5/h/ip,20/d/ip",
    "listener_letter": "3/m/key,20/d/key",
    "material_mark": "30/m/ip,300/h/ip",
    "question": "30/m/ip,300/h/ip",  # a whole school sits behind one address
    "question_voter": "300/m/ip,3000/h/ip",
    "question_votes": "60/m/key",
    "consultation": "10/m/ip,60/h/ip",
    "topic": "10/m/ip,60/h/ip",
}
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 14 * 24 * 3600
AXES_ONLY_ADMIN_SITE = True
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

# -- languages ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = "ru"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ru", "en")
TIME_ZONE = "Europe/Moscow"
USE_TZ = True
FORMAT_MODULE_PATH = ["conference.formats"]
COUNTRIES_OVERRIDE = {  # the names that documents use, where the library's are colloquial or wrong in Russian
    "AE": _("United Arab Emirates"),
    "CI": _("Côte d’Ivoire"),
    "KG": _("Kyrgyzstan"),
    "KP": _("Democratic People’s Republic of Korea"),
    "KR": _("Republic of Korea"),
    "LR": _("Liberia"),
    "MD": _("Republic of Moldova"),
    "MF": _("Saint Martin (French part)"),
    "MM": _("Myanmar"),
    "NC": _("New Caledonia"),
    "PS": _("Palestine"),
    "RU": _("Russian Federation"),
    "SH": _("Saint Helena, Ascension and Tristan da Cunha"),
    "SM": _("San Marino"),
    "SX": _("Sint Maarten (Dutch part)"),
    "US": _("United States of America"),
}

# -- mail and background work -------------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Vmeste <noreply@example.org>")
EMAIL_TIMEOUT = 20
Q_CLUSTER = {
    "name": "fast",
    "orm": "default",
    "workers": env.int("Q_WORKERS", default=1),
    "timeout": 90,
    "retry": 120,
    "max_attempts": 5,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 500,
    "label": "Django Q",
    "daemonize_workers": False,
    "ALT_CLUSTERS": {
        "long": {
            "workers": env.int("Q_LONG_WORKERS", default=1),
            "timeout": 3600,
            "retry": 3700,
            "max_attempts": 2,
            "poll": 0.5,
            "daemonize_workers": False,
        }
    },
}
if broker := env.str("Q_BROKER_URL", default=""):
    Q_CLUSTER["redis"] = broker
    del Q_CLUSTER["orm"]

# -- files served -------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# -- safety -------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_SITE
if SECURE_SITE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # Person.email is unique where present; staff log-ins always have one
    "security.W021",  # entering the browsers' preload list is the domain owner's decision
]

# -- log ----------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},  # its warnings name addresses, and some open a door
        "django.security.DisallowedHost": {
            "level": "CRITICAL"
        },  # a wrong Host is answered with 400; scanners send many
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
