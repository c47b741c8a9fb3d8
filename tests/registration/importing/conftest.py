"""A table of people handed in by an organiser, for the tests of importing."""

from __future__ import annotations

import pytest

from registration.models import ImportBatch, Registration
from registration.services import applying, importing

HEAD = "ФИО\tИмя латиницей\tПочта\tОрганизация\tСтрана\tКатегория\tУчастие\tСекция\tСогласие"


ROWS = (
    "Морозова Елена Сергеевна\tElena Morozova\tmorozova@example.org\tШкола 1\tРоссия\tслушатель\tонлайн\t\tна бумаге",
    "Жук Алеся Петровна\tAlesia Zhuk\tzhuk@example.org\tУниверситет\tBY\tacademic\tв зале\t2\t",
    "Мелконян Арам\tAram Melkonyan\taram@example.org\tМинистерство\tArmenia\tministry\tin the hall\t\tby e-mail",
)


@pytest.fixture
def upload(conference, organiser):
    def make(*rows: str, head: str = HEAD, **fields) -> ImportBatch:
        batch = importing.upload(conference, by=organiser, text="\n".join([head, *rows]))
        for name, value in fields.items():
            setattr(batch, name, value)
        batch.save()
        return batch

    return make


@pytest.fixture
def apply(organiser):
    def run(batch: ImportBatch) -> ImportBatch:
        applying.apply(batch, by=organiser, fingerprint=importing.plan(batch).fingerprint())
        batch.refresh_from_db()
        return batch

    return run


def numbers() -> list[str]:
    return sorted(Registration.objects.values_list("number", flat=True))
