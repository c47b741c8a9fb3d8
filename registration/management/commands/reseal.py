"""Seal passport data anew after FIELD_KEYS got a new first key: ``manage.py reseal``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.sealed import current_key, new_key, reseal, sealed_models


class Command(BaseCommand):
    help = "Seals every sealed value under the first key of FIELD_KEYS; then the old keys may be taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="print a fresh key and do nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self.stdout.write(new_key())
            return
        closed: list[str] = []
        for model in sealed_models():
            changed, unread = reseal(model)
            self.stdout.write(f"{model._meta.label}: {changed} rows sealed under key {current_key()}")
            closed += [f"{model._meta.label} {pk}" for pk in unread]
        if closed:
            raise CommandError("No key of FIELD_KEYS opens: " + ", ".join(closed) + ". Add their key and run again.")
