"""Storms over a season: thousands who join in a minute, thousands who watch questions. Bounded, loopback only.

``python -m tests.bench storm joins|questions|sse [--share 0.2] [--seconds N]`` starts PostgreSQL, and gunicorn as
``manage.py serve`` does, with the generator beside them on the same cores. Figures are seen by the client (wall) and
by the kernel (CPU of the server's processes): the arithmetic stands on a machine that has other work too.
"""
