"""Licences that are asked for and signed."""
