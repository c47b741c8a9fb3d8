from tests.access.rows import ANYBODY, MINE, NOBODY, Row, here, redirects, thing

REGISTERED = "registration of the participant"
ROWS: dict[str, Row] = {
    "registration:start": Row(ANYBODY, here()),
    "registration:category": Row({**redirects(ANYBODY)}, here(category="listener")),
    "registration:step": Row({**ANYBODY}, here(category="listener", step="about")),
    "registration:check": Row(redirects(ANYBODY), here(category="listener")),
    "registration:send_draft": Row(redirects(ANYBODY), here(category="listener"), "post"),
    "registration:later": Row(redirects(ANYBODY), here(category="listener")),
    "registration:resume": Row(ANYBODY, here()),
    "registration:resume_draft": Row(NOBODY, here(token="forged")),
    "registration:for_another": Row({**NOBODY, "protocol": 302}, here(), "post"),
    "registration:send": Row(redirects(ANYBODY), here()),
    "registration:sent": Row({**redirects(ANYBODY), "participant": 200}, here()),
    "registration:cancel": Row({**MINE, "participant": 200}, thing(REGISTERED)),
    "registration:letter": Row({**MINE, "participant": 200}, thing(REGISTERED)),
}
