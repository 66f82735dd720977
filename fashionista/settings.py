"""Everything a deployment decides comes from the environment: see .env.example."""

from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[1]
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env("SECRET_KEY")
AUTHZ_KEY = env("AUTHZ_KEY")
ENCRYPTION_KEYS = env.dict("ENCRYPTION_KEYS")  # k1=<32 bytes, urlsafe base64>,k2=...
ENCRYPTION_ACTIVE_KEY = env("ENCRYPTION_ACTIVE_KEY")
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY")
TICKET_SIGNING_KEYS = env.dict("TICKET_SIGNING_KEYS")  # k1=<Ed25519 seed, urlsafe base64>
TICKET_SIGNING_ACTIVE_KEY = env("TICKET_SIGNING_ACTIVE_KEY")
# Tickets on phones. Certificates and keys are PEM, or the path of such a file.
WALLET_APPLE_CERTIFICATE = env("WALLET_APPLE_CERTIFICATE", default="")
WALLET_APPLE_KEY = env("WALLET_APPLE_KEY", default="")
WALLET_APPLE_AUTHORITY = env("WALLET_APPLE_AUTHORITY", default="")  # Apple's intermediate
WALLET_APPLE_PASS_TYPE = env("WALLET_APPLE_PASS_TYPE", default="")
WALLET_APPLE_TEAM = env("WALLET_APPLE_TEAM", default="")
WALLET_GOOGLE_ISSUER = env("WALLET_GOOGLE_ISSUER", default="")
WALLET_GOOGLE_ACCOUNT = env("WALLET_GOOGLE_ACCOUNT", default="")
WALLET_GOOGLE_KEY = env("WALLET_GOOGLE_KEY", default="")
SANDBOX_WEBHOOK_SECRET = env("SANDBOX_WEBHOOK_SECRET")

DEBUG = env.bool("DEBUG", False)
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
SECURE = SITE_URL.startswith("https://")

ROOT_URLCONF = "fashionista.urls"
WSGI_APPLICATION = "fashionista.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "fashionista.demo",
    "feedback",
    "production",
    "ticketing",
    "sponsorship",
    "staffing",
    "media",
    "vendors",
    "events",
    "industry",
    "communications",
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "fashionista.apps.AdminConfig",
    "django_celery_beat",
    "django.forms",  # its templates, beside ours
    "csp",
    "fashionista.common",  # after auth, whose login signal it replaces
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "fashionista.common.headers.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fashionista.common.headers.CompressTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fashionista.common.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fashionista.common.identity.IdentityMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Widgets may have templates among ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database: prepared statements need both settings, psycopg's and Django's.
DATABASES = {"default": env.db("DATABASE_URL") | {"ENGINE": "fashionista.common.db"}}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    pool={"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 10},
    server_side_binding=True,
    prepare_threshold=3,
)
if env("DATABASE_OWNER_URL", default=""):  # tests, and commands that need the owner
    owner = env.db("DATABASE_OWNER_URL")
    DATABASES["default"]["TEST"] = {"OWNER": {key: owner[key] for key in ("USER", "PASSWORD")}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # uniqueness sits on the blind index beside the address

SESSION_ENGINE = "fashionista.common.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("it", "Italiano")]  # each in its own words
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "fashionista.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "uploads", "base_url": "/uploads/"},
    },
    "private": {
        "BACKEND": "fashionista.common.private_files.SealedStorage",
        "OPTIONS": {"location": VAR_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Valkey: cache and broker, never the truth.
REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        "KEY_PREFIX": "portal",
    }
}
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
# Who sends a task does not wait for a broker that is down: the outbox remembers.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "common.sweep_outbox", "schedule": 5},
    "forget": {"task": "common.forget", "schedule": 3600},
    "sweep-holds": {"task": "ticketing.sweep_holds", "schedule": 15},
    "reconcile": {"task": "ticketing.reconcile", "schedule": 86400},
    "give-up-imports": {"task": "common.give_up_imports", "schedule": 600},
    "sweep-exports": {"task": "common.sweep_exports", "schedule": 3600},
    "sweep-pictures": {"task": "common.sweep_pictures", "schedule": 86400},
}

# Mail. The embedded run writes it to MAIL_DIR, where /dev/mail/ reads it.
MAIL_DIR = env("MAIL_DIR", default="")
DEFAULT_FROM_EMAIL = env(
    "DEFAULT_FROM_EMAIL", default="Fashionista Portal <tickets@fashionista.example>"
)
if MAIL_DIR:
    EMAIL_BACKEND = "communications.mailbox.EmailBackend"
else:
    vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs must not hold the worker

# Payments. Stripe is asked at its address. The sandbox sells without money: for trying out only.
STRIPE_API_BASE = env("STRIPE_API_BASE", default="https://api.stripe.com")
PAYMENT_SANDBOX = env.bool("PAYMENT_SANDBOX", DEBUG or bool(MAIL_DIR))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},  # it would quote what was sent
    },
}
