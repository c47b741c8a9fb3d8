from tests.access.rows import Row, only, thing

EDITORS = ("organiser", "editor")
ROWS: dict[str, Row] = {"proceedings:look": Row(only(*EDITORS), thing("planned build", volume="planned"))}
