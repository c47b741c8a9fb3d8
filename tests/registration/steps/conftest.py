"""What the tests of the steps share."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ..conftest import ANSWERS


def get(client: Client, url: str, language: str = "en") -> Any:
    return client.get(url.replace("/ru/", f"/{language}/", 1))


def up_to(client: Client, address: Any, family: str, step: str) -> str:
    """Answer the steps before *step* in English; returns its address."""
    for slug, answers in ANSWERS[family].items():
        if slug == step:
            break
        client.post(address("step", category=family, step=slug), answers)
    return address("step", category=family, step=step).replace("/ru/", "/en/", 1)
