"""
Opening an account and getting back into one.

Whether an address is known is nobody's business: every answer here is the same for known and
unknown addresses, does the same work, and sends one mail. What differs is in the mail.
"""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance

from .models import User, UserProfile
from .signals import account_message, address_confirmed

VERIFY_SALT = "accounts.verify"
VERIFY_SECONDS = 3 * 24 * 3600


class LinkExpired(DomainError):
    message = _("This link has been used or has run out. Ask for a new one.")


class WrongPassword(DomainError):
    message = _("This is not the password this account was opened with.")


@transaction.atomic
def sign_up(*, email, password, full_name, language=settings.LANGUAGE_CODE):
    """
    Open an account that waits for its address to be confirmed, and mail the link.

    Returns the new person, or None where the address has an account already: its owner is told by
    mail. Uniqueness is the database's to know, since nobody may look.
    """
    user = User(email=email, full_name=full_name, preferences={"language": language})
    user.set_password(password)
    try:
        with transaction.atomic(), acting_as("accounts.signup"):
            user.save(force_insert=True)
            UserProfile(user=user).save(force_insert=True)
        opened = user
    except IntegrityError:
        opened = None
    known = _find(email)  # the new one too, so that known and unknown cost as many statements
    if known is not None and known.status == User.Status.PENDING:
        _mail_verification(known)
    else:
        _mail("already_registered", email, known, {
            "login_url": _url("accounts:login"), "reset_url": _url("accounts:reset"),
        })  # fmt: skip
    return opened


def remember_language(user, language):
    """Speak to this person in this language from now on, in mails too."""
    user.preferences = user.preferences | {"language": language}
    user.save(update_fields=["preferences", "updated_at"])


def read_verification(token):
    """The id of the person a confirmation link was made for. Raises LinkExpired."""
    try:
        return signing.loads(token, salt=VERIFY_SALT, max_age=VERIFY_SECONDS)
    except signing.BadSignature as error:
        raise LinkExpired from error


@transaction.atomic
def confirm_address(user_id, *, password, at):
    """
    Open the account whose link was followed. Returns the person, active now.

    Asks for the password the account was opened with, unless it is None because this browser
    opened it: else somebody could open an account on another's address and wait for its owner to
    confirm it. Raises LinkExpired and WrongPassword.
    """
    with acting_as("accounts.verify"):
        user = User.objects.filter(pk=user_id, status=User.Status.PENDING).first()
        if user is None:
            raise LinkExpired
        if password is not None and not user.check_password(password):
            raise WrongPassword
        advance(user, User.Status.ACTIVE, at=at)
    address_confirmed.send(sender=User, user=user)
    return user


@transaction.atomic
def ask_for_reset(email):
    """Mail an address a link to set a new password, or word that it has no account."""
    user = _find(email)
    if user is None:
        _mail("no_account", email, None, {"signup_url": _url("accounts:signup")})
        return
    token = f"{user.pk.hex}-{default_token_generator.make_token(user)}"
    url = _url("accounts:reset_confirm", token)
    _mail("reset", user.email, user, {"url": url, "name": user.get_short_name()})


def read_reset(token):
    """The person a reset link was made for. Raises LinkExpired for used, old and made-up ones."""
    user_id, _dash, rest = token.partition("-")
    try:
        user_id = UUID(user_id)
    except ValueError as error:
        raise LinkExpired from error
    with acting_as("accounts.verify"):
        user = User.objects.filter(pk=user_id).first()
    if user is None or not default_token_generator.check_token(user, rest):
        raise LinkExpired
    return user


@transaction.atomic
def set_new_password(token, password, *, at):
    """
    Set the password of the person a reset link was made for; their other sessions end.

    The link came by mail, so it confirms the address too. Raises LinkExpired.
    """
    user = read_reset(token)
    with acting_as("accounts.reset"):
        user.set_password(password)
        user.updated_at = at
        user.save(update_fields=["password", "updated_at"])
    if user.status == User.Status.PENDING:
        confirm_address(user.pk, password=None, at=at)
    return user


def _find(email):
    with acting_as("accounts.verify"):
        return User.objects.filter(email=email).first()


def _mail_verification(user):
    token = signing.dumps(str(user.pk), salt=VERIFY_SALT)
    url = _url("accounts:verify", token)
    _mail("verify", user.email, user, {"url": url, "name": user.get_short_name()})


def _mail(kind, address, user, context):
    account_message.send(
        sender=User,
        kind=kind,
        address=address,
        user_id=user and user.pk,
        language=user.language if user else "",
        context=context,
    )


def _url(name, *args):
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
