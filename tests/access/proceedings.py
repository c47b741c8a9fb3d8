from tests.access.rows import ANYBODY, Row, here, only, thing

EDITORS = ("organiser", "editor")
ROWS: dict[str, Row] = {
    "proceedings:volumes": Row(ANYBODY, here()),
    "proceedings:volume": Row(ANYBODY, here(volume="printed")),
    "proceedings:pdf": Row(ANYBODY, here(volume="printed")),
    "proceedings:article": Row(ANYBODY, here(volume="printed", number=1)),
    "proceedings:figure": Row(ANYBODY, here(volume="printed", number=1, figure=1)),
    "proceedings:desk": Row(only(*EDITORS), here()),
    "proceedings:board": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:collect": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:outcomes": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:compile": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:publish": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:publish_ask": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:job": Row(only(*EDITORS), thing("planned job", volume="planned")),
    "proceedings:job_status": Row(only(*EDITORS), thing("planned job", volume="planned")),
    "proceedings:stop": Row(only(*EDITORS, status=302), thing("planned job", volume="planned"), "post"),
    "proceedings:build": Row(only(*EDITORS), thing("planned build", volume="planned")),
    "proceedings:preview": Row(only(*EDITORS), thing("planned build", volume="planned")),
}
