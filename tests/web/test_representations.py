"""What HTTP says around documents and pages: codings, tags, languages."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from tests.servers import Server

ARTICLE = "iccpr/article/19"
DOCUMENTS = [f"{ARTICLE}.{extension}" for extension in ("html", "ttl", "jsonld", "nt", "rdf", "trig", "nq", "csv")]

PERSON, TYPE = "https://w3id.org/kgpub/ns%23Person", "http://www.w3.org/1999/02/22-rdf-syntax-ns%23type"
MEMBERS = f"links.ttl?to={PERSON}&by={TYPE}"


def get(server: Server, path: str, *, method: str = "GET", **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.request(
        method, server.url + path, headers={"Accept-Encoding": "identity", **named}, stream=True, timeout=60
    )


def body(response: requests.Response) -> bytes:
    """Give the bytes as they were sent."""
    data: bytes = response.raw.read(decode_content=False)
    return data


@pytest.mark.parametrize("path", [*DOCUMENTS, "", MEMBERS])
def test_a_document_is_compressed_under_a_tag_of_its_own(server: Server, path: str) -> None:
    plain, coded = get(server, path), get(server, path, Accept_Encoding="gzip")
    assert (coded.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert gzip.decompress(body(coded)) == body(plain)
    assert plain.headers["ETag"] != coded.headers["ETag"]
    for response in (plain, coded):
        assert "Accept-Encoding" in response.headers["Vary"].split(", ")


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", DOCUMENTS)
def test_who_holds_a_representation_gets_304(server: Server, path: str, coding: str) -> None:
    tag = get(server, path, Accept_Encoding=coding).headers["ETag"]
    for method in ("GET", "HEAD"):
        again = get(server, path, method=method, Accept_Encoding=coding, If_None_Match=f'"other", {tag}')
        assert (again.status_code, body(again), again.headers["ETag"]) == (304, b"", tag)
    assert get(server, path, Accept_Encoding=coding, If_None_Match='"other"').status_code == 200
    assert get(server, path, If_Modified_Since="Fri, 31 Dec 2100 00:00:00 GMT").status_code == 200


# The archive's languages are en, be and ru, in this order.
NAMES = {
    "en": "Belarusian Helsinki Committee",
    "be": "Беларускі Хельсінкскі Камітэт",
    "ru": "Белорусский Хельсинкский Комитет",
}
HEADERS = [
    ("", "en"),
    ("be", "be"),
    ("ru", "ru"),
    ("BE", "be"),
    ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
    ("be-Latn, be;q=0.5", "be"),
    ("de, fr;q=0.9", "en"),
    ("en;q=0.1, be;q=0.9", "be"),
    ("be;q=0, ru", "ru"),
    ("*", "en"),
    ("nonsense;;;=,,", "en"),
]


@pytest.mark.parametrize(("header", "language"), HEADERS)
def test_pages_name_things_in_the_language_of_the_reader(server: Server, header: str, language: str) -> None:
    page = get(server, "org/bhc.html", **({"Accept_Language": header} if header else {}))
    assert f"<bdi>{NAMES[language]}</bdi></h1>" in page.text
    assert "Accept-Language" in page.headers["Vary"].split(", ")


def test_a_reader_of_each_language_has_a_tag_of_their_own(server: Server) -> None:
    tags = {get(server, "org/bhc.html", Accept_Language=language).headers["ETag"] for language in ("en", "be", "ru")}
    assert len(tags) == 3
