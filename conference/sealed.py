"""Values that the database keeps but cannot read: authenticated encryption of single fields.

Each value is sealed with AES-256-GCM under a key from outside the database (settings.FIELD_KEYS: the first key
seals, all of them open), with a nonce of its own. The model, the field and the owner of the row are bound to it
as associated data, so a value moved to another row or column does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterator
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

PREFIX = "sealed1:"
KEY_BYTES, NONCE_BYTES = 32, 12
DOTS = "••••"


class CannotOpen(Exception):
    """The value was sealed under a key this installation does not have, or was altered or moved."""

    def __str__(self) -> str:
        return str(
            _("These data cannot be opened: their key is missing here. Tell the administrator of the installation.")
        )


def new_key() -> str:
    """A fresh key in the form in which FIELD_KEYS holds it: 32 random bytes, base64url."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@cache
def _keys(told: tuple[str, ...]) -> dict[str, AESGCM]:
    """The keys by their short names, the sealing one first. Raises ImproperlyConfigured without repeating a key."""
    found = {}
    for position, text in enumerate(told, start=1):
        try:
            key = base64.urlsafe_b64decode(text)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise ImproperlyConfigured(f"FIELD_KEYS: key {position} is not 32 bytes in base64url.")
        found[hashlib.sha256(b"vmeste field key " + key).hexdigest()[:8]] = AESGCM(key)
    if not found:
        raise ImproperlyConfigured("FIELD_KEYS holds no key.")
    return found


def _installed() -> dict[str, AESGCM]:
    return _keys(tuple(settings.FIELD_KEYS))


def current_key() -> str:
    """The short name of the key that seals now."""
    return next(iter(_installed()))


def seal(text: str, place: str) -> str:
    """*text* sealed for *place*; the same text never looks the same twice."""
    name, cipher = next(iter(_installed().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = nonce + cipher.encrypt(nonce, text.encode(), place.encode())
    return f"{PREFIX}{name}:{base64.urlsafe_b64encode(body).decode()}"


def unseal(token: str, place: str) -> str:
    """What *token* holds, if it was sealed for *place*. Raises CannotOpen."""
    name, _colon, body = token.removeprefix(PREFIX).partition(":")
    cipher = _installed().get(name)
    if cipher is None or not token.startswith(PREFIX):
        raise CannotOpen
    try:
        raw = base64.urlsafe_b64decode(body)
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen from None


class Sealed:
    """A sealed value as the program holds it: whatever prints, logs or serialises it shows dots only."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def __str__(self) -> str:
        return DOTS

    def __repr__(self) -> str:
        return "<Sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)

    @property
    def key(self) -> str:
        """The short name of the key it was sealed under."""
        return self.token.removeprefix(PREFIX).partition(":")[0]


class SealedField(models.TextField):
    """A text that is stored sealed. ``reveal`` opens it; no lookup, no search, no plain text in any query.

    *bound_to* is the attribute of the row to which the value belongs for good, known before the row is written.
    """

    description = "sealed text"

    def __init__(self, *args: Any, bound_to: str = "pk", **kwargs: Any) -> None:
        self.bound_to = bound_to
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"bound_to": self.bound_to, "blank": self.blank, "editable": self.editable}
        return name, path, args, kwargs

    def place_of(self, row: models.Model) -> str:
        """The associated data of the value of *row*."""
        owner = getattr(row, self.bound_to)
        if owner is None:
            raise ValueError(f"{self.name}: the row has no {self.bound_to} yet")
        return f"{row._meta.label_lower}.{self.name}:{owner}"

    def open_in(self, row: models.Model) -> str:
        """The plain text of *row*'s value. Raises CannotOpen."""
        value = getattr(row, self.attname)
        return unseal(value.token, self.place_of(row)) if isinstance(value, Sealed) else str(value or "")

    def from_db_value(self, value: Any, *args: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        return Sealed(value) if isinstance(value, str) and value.startswith(PREFIX) else value

    def pre_save(self, row: models.Model, add: bool) -> Any:
        value = getattr(row, self.attname)
        if isinstance(value, str) and value:
            value = Sealed(seal(value, self.place_of(row)))
            setattr(row, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Only sealed values reach the database: ``update(field="plain")`` is refused."""
        if isinstance(value, Sealed):
            return value.token
        if value in ("", None):
            return ""
        raise FieldError(f"{self.name} is sealed: save the row, so that the value can be bound to it.")

    def value_to_string(self, row: models.Model) -> str:
        value = self.value_from_object(row)
        return value.token if isinstance(value, Sealed) else ""

    def get_lookup(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed and cannot be searched.")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed and cannot be searched.")


def reveal(row: models.Model, name: str) -> str:
    """The plain text of the sealed field *name* of *row*. Who calls it answers for the right to. Raises CannotOpen."""
    field = row._meta.get_field(name)
    assert isinstance(field, SealedField)
    return field.open_in(row)


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.fields if isinstance(field, SealedField)]


def sealed_models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if sealed_fields(model))


def reseal(model: type[models.Model]) -> tuple[int, list[object]]:
    """Seal every value of *model* under the current key, each row in a transaction of its own.

    Returns how many rows changed, and the keys of those with a value that no installed key opens; these stay
    as they are.
    """
    changed, closed = 0, []
    fields = sealed_fields(model)
    rows: models.Manager[Any] = model._base_manager
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=pk).first()
            old = [field for field in fields if row is not None and _is_old(getattr(row, field.attname))]
            if row is None or not old:
                continue
            try:
                for field in old:
                    setattr(row, field.attname, field.open_in(row))
            except CannotOpen:
                closed.append(pk)
                continue
            row.save(update_fields=[field.name for field in old])
            changed += 1
    return changed, closed


def _is_old(value: object) -> bool:
    return isinstance(value, Sealed) and value.key != current_key()
