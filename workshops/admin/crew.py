"""Statements, interpreters and their packs, materials in Django’s administration."""
