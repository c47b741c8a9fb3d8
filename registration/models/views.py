from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConferenceQuerySet, Person


class SavedViewQuerySet(ConferenceQuerySet["SavedView"]):
    def mine(self, person: Person) -> Self:
        return self.filter(person=person)


class SavedView(models.Model):
    """A view of the list of registrations that one person comes back to: filters, columns and order of its address."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="saved_views", verbose_name=_("conference"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("person")
    )
    title = models.CharField(_("name of the view"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    created = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "person", "title"],
                name="one_saved_view_per_name",
                violation_error_message=_("You have a view with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def shows(self, query: QueryDict) -> bool:
        """Whether the list is seen through this view now."""
        return sorted(QueryDict(self.query).lists()) == sorted(query.lists())
