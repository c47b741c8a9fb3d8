from tests.access.rows import ANYBODY, Row, here, only, thing

EDITORS = ("organiser", "editor")
ROWS: dict[str, Row] = {
    "proceedings:volumes": Row(ANYBODY, here()),
    "proceedings:volume": Row(ANYBODY, here(volume="printed")),
    "proceedings:pdf": Row(ANYBODY, here(volume="printed")),
    "proceedings:article": Row(ANYBODY, here(volume="printed", number=1)),
    "proceedings:volume_search": Row(ANYBODY, here(volume="printed")),
    "proceedings:volume_card": Row(ANYBODY, here(volume="printed")),
    "proceedings:publications": Row(ANYBODY, here(volume="printed")),
    "proceedings:publication": Row(ANYBODY, here(volume="printed", publication=1)),
    "proceedings:publication_pdf": Row(ANYBODY, here(volume="printed", publication=1)),
    "proceedings:publication_article_pdf": Row(ANYBODY, here(volume="printed", publication=1, number=1)),
    "proceedings:article_pdf": Row(ANYBODY, here(volume="printed", number=1)),
    "proceedings:article_card": Row(ANYBODY, here(volume="printed", number=1)),
    "proceedings:cite": Row(ANYBODY, here(volume="printed", number=1, ending="bib")),
    "proceedings:figure": Row(ANYBODY, here(volume="printed", number=1, figure=1)),
    "proceedings:desk": Row(only(*EDITORS), here()),
    "proceedings:board": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:collect": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:outcomes": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:compile": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:job": Row(only(*EDITORS), thing("planned job", volume="planned")),
    "proceedings:job_status": Row(only(*EDITORS), thing("planned job", volume="planned")),
    "proceedings:stop": Row(only(*EDITORS, status=302), thing("planned job", volume="planned"), "post"),
    "proceedings:build": Row(only(*EDITORS), thing("planned build", volume="planned")),
    "proceedings:preview": Row(only(*EDITORS), thing("planned build", volume="planned")),
}
