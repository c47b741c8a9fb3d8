"""Who may open what, one module of rows for each journey; ``TABLE`` is all of them.

A module may also have ``build(world)``, which adds to the world what its addresses need.
"""

from . import core, delegations, door, invitations, office, papers, people, proceedings, registering, travel, workshops

JOURNEYS = (core, registering, delegations, invitations, door, people, workshops, proceedings, office, papers, travel)
TABLE = {name: row for journey in JOURNEYS for name, row in journey.ROWS.items()}
