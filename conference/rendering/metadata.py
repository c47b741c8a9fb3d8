"""What a PDF says about itself: XMP with the mark of PDF/UA, and the older information dictionary."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

from .pdf_file import string

PRODUCER = "Vmeste; WeasyPrint"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{more}<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def xmp(title: str, language: str, author: str, created: datetime | None) -> bytes:
    """The metadata stream: Dublin Core, the producer, PDF/UA part 1; *created* as the only dates."""
    more = ""
    if author:
        more += f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>\n"
    if created:
        day = created.isoformat(timespec="seconds")
        more += f"<xmp:CreateDate>{day}</xmp:CreateDate>\n<xmp:ModifyDate>{day}</xmp:ModifyDate>\n"
    return XMP.format(title=escape(title), language=escape(language), more=more, producer=PRODUCER).encode()


def information(title: str, author: str, created: datetime | None) -> bytes:
    """The information dictionary, saying the same as the metadata."""
    entries = [b"/Title%b/Producer%b" % (string(title), string(PRODUCER))]
    if author:
        entries.append(b"/Author%b" % string(author))
    if created:
        day = _date(created)
        entries.append(b"/CreationDate(%b)/ModDate(%b)" % (day, day))
    return b"<<%b>>" % b"".join(entries)


def _date(moment: datetime) -> bytes:
    offset = f"{moment:%z}"
    zone = f"{offset[:3]}'{offset[3:5]}'" if offset and int(offset) else "Z" if offset else ""
    return f"D:{moment:%Y%m%d%H%M%S}{zone}".encode()
