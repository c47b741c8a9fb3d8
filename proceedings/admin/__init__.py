"""The proceedings in Django’s administration, one module for each journey."""

from . import audits, volumes

__all__ = ["audits", "volumes"]
