"""Words of the chair's desk."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from workshops.models import Stage

register = template.Library()
ABSTRACTS = {
    "reviewers": _("too few reviewers"),
    "late": _("reviews are late"),
    "ready": _("ready to be decided"),
    "staged": _("staged and not released"),
    "revised": _("back after a revision"),
    "confirm": _("not confirmed by the author"),
    "authors": _("somebody says not to be the author"),
}


@register.simple_tag
def need_title(need: str, stage: str = Stage.ABSTRACT) -> str:
    """What the papers of a list are waiting for."""
    return str(ABSTRACTS.get(need, ""))
