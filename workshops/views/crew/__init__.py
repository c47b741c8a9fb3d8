"""Statements, crew of sessions and their packs, materials."""
