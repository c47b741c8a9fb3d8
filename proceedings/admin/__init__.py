"""The proceedings in Django’s administration, one module for each journey."""

from . import audits, library, volumes

__all__ = ["audits", "library", "volumes"]
