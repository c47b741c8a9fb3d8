"""Verbs of the core. Each is one function; every door of the product (site, admin, demo, import) calls it."""
