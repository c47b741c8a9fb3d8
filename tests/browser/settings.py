"""The product's settings, but the static files are not compressed: that takes ten seconds and no page looks other."""

from conference.settings import *  # noqa: F403
from conference.settings import STORAGES as SERVED

STORAGES = {
    **SERVED,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
