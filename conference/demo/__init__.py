"""The demonstration: real content of invented people, made through the services."""

from .world import World

__all__ = ["World"]
