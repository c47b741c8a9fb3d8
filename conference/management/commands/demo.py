"""Load the demonstration: ``manage.py demo`` (idempotent)."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from conference.demo import World
from conference.demo.accounts import ACCOUNTS
from conference.extensions import ask
from conference.models import Conference, Person
from conference.services.jobs import ensure_schedules


class Command(BaseCommand):
    help = "Load the demonstration conferences through the services and print its addresses and accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        if Conference.objects.filter(is_demonstration=False).exists():
            raise CommandError("This database holds real conferences. The demonstration needs one of its own.")
        with translation.override("ru"):
            loader, _created = Person.objects.get_or_create(
                email="demo-loader@example.org",
                defaults={
                    "full_name": "Загрузчик демонстрации",
                    "latin_name": "Demo loader",
                    "is_superuser": True,
                    "is_active": False,
                },
            )
            world = World(by=loader, say=self.stdout.write)
            for _answer in ask("demo", world):
                pass
        ensure_schedules()
        self.report(time.monotonic() - started)

    def report(self, seconds: float) -> None:
        say = self.stdout.write
        say(f"Demonstration loaded in {seconds:.0f} s.\n")
        say(f"  Site          {settings.SITE_URL}/ru/   {settings.SITE_URL}/en/")
        for slug in Conference.objects.values_list("slug", flat=True):
            say(f"                {settings.SITE_URL}/ru/{slug}/")
        say(f"                {settings.SITE_URL}/ru/library/")
        say(f"  Administration {settings.SITE_URL}/admin/ (enter as organiser first)")
        say(f"  Mail          {settings.SITE_URL}/ru/demo/mail/ shows every letter, log-in codes included")
        say("  Accounts      (no passwords: one click in the strip of every page, or a code by mail)")
        for account in ACCOUNTS.values():
            with translation.override("en"):
                say(f"                {account.email:<26} {account.title}")
        book = settings.VAR_DIR / "demo" / "proceedings.pdf"
        if book.exists():
            shown = book.relative_to(settings.BASE_DIR) if book.is_relative_to(settings.BASE_DIR) else book
            say(f"  Proceedings   {shown}")
