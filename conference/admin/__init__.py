"""Records and bulk work of the core in Django's administration."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from . import audit, content, machinery, people, privacy, wording

admin.site.site_header = _("Vmeste: administration")
admin.site.site_title = _("Vmeste")
admin.site.index_title = _("Records")
admin.site.unregister(Group)

__all__ = ["audit", "content", "machinery", "people", "privacy", "wording"]
