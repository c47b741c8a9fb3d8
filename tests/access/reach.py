"""Access to the statistics of a season: the page for everybody, the workbook for its organisers."""

from tests.access.rows import ANYBODY, Row, in_season, only

ROWS = {
    "workshops:statistics": Row(ANYBODY, in_season()),
    "workshops:statistics_table": Row(only("organiser"), in_season()),
}
