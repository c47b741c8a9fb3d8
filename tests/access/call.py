"""The call for papers: who may open what."""

from tests.access.rows import ANYBODY, Row, here

ROWS: dict[str, Row] = {
    "workshops:call": Row(ANYBODY, here()),
    "workshops:information_letter": Row(ANYBODY, here()),
    "workshops:article_template": Row(ANYBODY, here()),
}
