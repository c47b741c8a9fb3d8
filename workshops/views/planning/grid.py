"""The grid of a day: which column and which lines a session takes. Plain arithmetic, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from conference.models import Conference
from workshops.models import Session

STEP = 5
"""Minutes of one line of the grid."""
FIRST_HOUR, LAST_HOUR = 9, 18
EVERYWHERE = frozenset({Session.Format.PLENARY, Session.Format.BREAK, Session.Format.CEREMONY})
"""Formats that are for everybody: they stand across all rooms when nothing else is on."""


@dataclass
class Column:
    """A room, a track, or (key None) what has none."""

    key: int | None
    row: Any = None
    place: int = 0


@dataclass
class Block:
    """A session in the grid: lines are counted from 1 under the heads of the columns."""

    session: Session
    starts: datetime
    ends: datetime
    line: int
    span: int
    column: int = 0
    lane: int = 1
    lanes: int = 1
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_across(self) -> bool:
        return self.column == 0

    @property
    def last_line(self) -> int:
        return self.line + self.span


@dataclass
class Board:
    day: date
    columns: list[Column]
    blocks: list[Block]
    hours: list[tuple[int, time]]
    lines: int
    first: time


def board_of(
    day: date, sessions: Iterable[Session], conference: Conference, *, by: str, columns: Sequence[Any]
) -> Board:
    """The grid of *day*: columns are rooms or tracks (*by*), time goes down; blocks in time order."""
    held = [each for each in sessions if timezone.localdate(each.starts, conference.zone) == day]
    spans = {each.pk: _local(each, conference) for each in held}
    opens, closes = _hours(spans.values())
    blocks = [_block(each, *spans[each.pk], opens) for each in held]
    shown = [Column(row.pk, row, place) for place, row in enumerate(columns, start=1)]
    blocks.sort(key=_in_order)
    for block in blocks:
        if not _stands_across(block, blocks, by):
            block.column = _column_of(block.session, shown, by)
    if any(block.column > len(columns) for block in blocks):
        shown.append(Column(None, None, len(columns) + 1))
    for column in shown:
        _give_lanes([block for block in blocks if block.column == column.place])
    hours = [((hour - opens) * 60 // STEP + 1, time(hour % 24)) for hour in range(opens, closes + 1)]
    return Board(day, shown, blocks, hours, (closes - opens) * 60 // STEP, time(opens))


def _in_order(block: Block) -> tuple[datetime, int, int]:
    track = block.session.track
    return block.starts, track.number if track else 0, block.session.pk


def _local(session: Session, conference: Conference) -> tuple[datetime, datetime]:
    return timezone.localtime(session.starts, conference.zone), timezone.localtime(session.ends, conference.zone)


def _hours(spans: Iterable[tuple[datetime, datetime]]) -> tuple[int, int]:
    """The first and the last full hour that the grid shows."""
    opens, closes = FIRST_HOUR, LAST_HOUR
    for starts, ends in spans:
        opens = min(opens, starts.hour)
        whole = ends + timedelta(minutes=59)
        closes = max(closes, whole.hour if whole.date() == starts.date() else 24)
    return opens, closes


def _block(session: Session, starts: datetime, ends: datetime, opens: int) -> Block:
    minutes = (starts.hour - opens) * 60 + starts.minute
    return Block(session, starts, ends, minutes // STEP + 1, max(1, -(-session.minutes // STEP)))


def _stands_across(block: Block, blocks: Sequence[Block], by: str) -> bool:
    """Whether the session, of no track, is alone at its time: across all tracks; all rooms if it is for everybody."""
    session = block.session
    if session.track_id or (by == "rooms" and session.format not in EVERYWHERE):
        return False
    return not any(_meet(block, other) for other in blocks if other is not block)


def _meet(one: Block, other: Block) -> bool:
    return one.line < other.last_line and other.line < one.last_line


def _column_of(session: Session, columns: Sequence[Column], by: str) -> int:
    key = session.room_id if by == "rooms" else session.track_id
    return next((column.place for column in columns if column.key == key), len(columns) + 1)


def _give_lanes(blocks: list[Block]) -> None:
    """Blocks that meet stand side by side: each cluster is cut into as many lanes as it needs, three at most."""
    cluster: list[Block] = []
    for block in sorted(blocks, key=lambda each: (each.line, each.session.pk)):
        if cluster and block.line >= max(each.last_line for each in cluster):
            _cut(cluster)
            cluster = []
        cluster.append(block)
    _cut(cluster)


def _cut(cluster: list[Block]) -> None:
    ends: list[int] = []
    for block in cluster:
        free = next((place for place, line in enumerate(ends) if line <= block.line), len(ends))
        ends[free : free + 1] = [block.last_line]
        block.lane = min(free + 1, 3)
    for block in cluster:
        block.lanes = min(len(ends), 3)
