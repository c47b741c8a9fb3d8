"""How allauth writes letters and signs people in: through the outbox, without sign-up of its own."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import get_language

from conference.models import Person
from conference.models.people import PersonManager
from conference.services import mail

LETTERS = {
    "account/email/login_code": "login-code",
    "account/email/unknown_account": "unknown-account",
    "account/email/password_reset_key": "password-reset",
    "account/email/password_changed": "password-changed",
    "account/email/password_set": "password-changed",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Registering for a conference makes the account; there is no sign-up beside it."""
        return False

    def clean_email(self, email: str) -> str:
        return PersonManager.normalize_email(super().clean_email(email))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        key = LETTERS.get(template_prefix)
        if key is None:  # e.g. allauth's notices about features this site does not offer
            return
        person = Person.objects.filter(email=PersonManager.normalize_email(email)).first()
        values = {"code": context.get("code", ""), "link": context.get("password_reset_url", "")}
        mail.queue(
            key, to=email, language=get_language() or (person.language if person else None), is_secret=True, **values
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("my_page")


def send_login_code(request: HttpRequest, person: Person) -> None:
    """Write *person* a log-in code; the visitor then enters it at ``account_confirm_login_code``."""
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
