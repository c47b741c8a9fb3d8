"""What every admin page of Vmeste shares: tabs per language, scope by role, verbs as actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from conference.models import Conference, Role
from conference.moves import MoveNotAllowed, refusal_words


class ScopedAdmin(admin.ModelAdmin):
    """Rows of the conferences in which the person holds one of ``kinds``, and no others.

    ``conference_path`` is the lookup from the row to its conference (``""`` for the conference itself,
    None for installation-wide rows, which need a superuser).
    """

    conference_path: str | None = "conference"
    kinds: tuple[str, ...] = (Role.Kind.ORGANISER,)
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        if self.conference_path is None:
            return rows.none()
        lookup = f"{self.conference_path}__in" if self.conference_path else "pk__in"
        return rows.filter(**{lookup: self._run(request)})

    def _run(self, request: HttpRequest) -> list[int]:
        """Keys of the conferences in which the person holds one of ``kinds``; of all for a role over everything.

        The roles are asked for once in a request, however many models the page lists.
        """
        roles = request.__dict__.setdefault("_roles", None)
        if roles is None:
            roles = list(Role.objects.filter(person=request.user).values_list("kind", "conference_id"))
            request.__dict__["_roles"] = roles
        mine = {conference for kind, conference in roles if kind in self.kinds}
        if request.user.is_superuser or None in mine:
            return list(Conference.objects.values_list("pk", flat=True))
        return sorted(mine)

    def _mine(self, request: HttpRequest) -> models.QuerySet[Conference]:
        return Conference.objects.filter(pk__in=self._run(request))

    def _works_here(self, request: HttpRequest, obj: Any = None) -> bool:
        if not request.user.is_active or not request.user.is_staff:
            return False
        if request.user.is_superuser:
            return True
        if self.conference_path is None:
            return False
        if obj is None:
            return bool(self._run(request))
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filters by a related row offer only those that the person's own list holds."""
        return [self._own_rows_only(each) for each in super().get_list_filter(request)]

    def _own_rows_only(self, each: Any) -> Any:
        if isinstance(each, str) and get_fields_from_path(self.model, each)[-1].is_relation:
            return (each, admin.RelatedOnlyFieldListFilter)
        return each

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._works_here(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._works_here(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._works_here(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._works_here(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only rows of the person's own conferences."""
        related = db_field.related_model
        if related is Conference:
            kwargs["queryset"] = self._mine(request)
            if not request.user.is_superuser:  # a row without a conference would hold for all of them
                kwargs["required"] = True
        elif not request.user.is_superuser and any(f.name == "conference" for f in related._meta.fields):
            kwargs["queryset"] = related._default_manager.filter(conference__in=self._mine(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only rows of the person's own conferences."""
        related = db_field.related_model
        if not request.user.is_superuser and any(f.name == "conference" for f in related._meta.fields):
            kwargs["queryset"] = related._default_manager.filter(conference__in=self._mine(request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def each(self, request: HttpRequest, rows: Iterable[Any], verb: Callable[..., Any], **kwargs: Any) -> int:
        """Apply *verb* to each row; a refusal becomes a polite message about that row."""
        done = 0
        for row in rows:
            try:
                verb(row, by=request.user, **kwargs)
            except (MoveNotAllowed, ValidationError) as refusal:
                self.message_user(request, f"{row}: {refusal_words(refusal)}", messages.WARNING)
            else:
                done += 1
        if done:
            text = ngettext("Done: %(count)d row.", "Done: %(count)d rows.", done) % {"count": done}
            self.message_user(request, text, messages.SUCCESS)
        return done


class BilingualAdmin(ScopedAdmin, TranslationAdmin):
    """A scoped admin page with both languages of each translated field, side by side."""


class OfItsOwner:
    """Rows edited on the page of the row they belong to: who may change that one may change them too."""

    admin_site: Any
    parent_model: Any

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.admin_site._registry[self.parent_model].has_change_permission(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)


class ReadOnly:
    """Rows that verbs and workers write, and people only read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
