"""How the e-book looks: little, so that a reader's own wishes win."""

CSS = """@charset "UTF-8";
body { margin: 0 1em; line-height: 1.5; }
h1, h2, h3, h4 { line-height: 1.25; text-align: start; hyphens: auto; page-break-after: avoid; break-after: avoid; }
.cover { margin: 0; text-align: center; }
.cover img { max-width: 100%; max-height: 100vh; }
.alt { font-size: 1.1em; font-style: italic; }
.byline { list-style: none; padding: 0; }
.places, .facts, .small { font-size: 0.9em; }
.facts dt { font-weight: bold; }
.facts dd { margin: 0 0 0.4em; }
.abstract { margin: 1em 0; padding-inline-start: 1em; border-inline-start: 3px solid currentcolor; }
.notice { margin: 1em 0; padding: 0.5em 1em; border: 2px solid currentcolor; }
figure { margin: 1.2em 0; page-break-inside: avoid; break-inside: avoid; }
figure img { max-width: 100%; height: auto; }
figcaption, caption { font-size: 0.9em; text-align: start; margin: 0.4em 0; }
.label { font-weight: bold; }
table { border-collapse: collapse; font-size: 0.9em; }
th, td { border: 1px solid currentcolor; padding: 0.25em 0.5em; text-align: start; vertical-align: top; }
td.n, th.n { text-align: end; }
td.c, th.c { text-align: center; }
img.formula { vertical-align: middle; }
.display { text-align: center; }
.footnotes { font-size: 0.9em; border-top: 1px solid currentcolor; margin-top: 2em; }
.refs li, .footnotes li { margin-bottom: 0.4em; }
pre { white-space: pre-wrap; }
blockquote { margin: 1em 1.5em; }
nav ol { list-style: none; padding-inline-start: 1em; }
"""
