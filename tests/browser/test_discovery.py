"""What strangers' programs read in pages, in a real browser: its policy lets data be, and runs nothing of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By

from tests.browsers import browsing, console
from tests.publications import copy_thesaurus
from tests.servers import Server, copy_archive, eventually, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.chrome.webdriver import WebDriver

HOSTILE = """
<https://thesaurus.example/weather/sleet> a <http://www.w3.org/2004/02/skos/core#Concept> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel>
        "</script><script>document.title = 'taken'</script><img src=x onerror=\\"document.title='taken'\\">"@en .
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_archive(tmp_path_factory.mktemp("archive") / "kgpub")) as running:
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = copy_thesaurus(tmp_path_factory.mktemp("hostile") / "archive")
    with (folder / "data" / "notes.ttl").open("a") as file:
        file.write(HOSTILE)
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browsing(tmp_path_factory.mktemp("profile")) as running:
        yield running


def embedded(browser: WebDriver) -> dict[str, object]:
    found: str = browser.execute_script(
        "return document.querySelector('script[type=\"application/ld+json\"]').textContent"
    )
    document: dict[str, object] = json.loads(found)
    return document


@pytest.mark.parametrize("path", ["iccpr/article/19/3/b", "ns", "dataset"])
def test_a_page_holds_its_data_and_the_browser_has_nothing_against_it(
    browser: WebDriver, server: Server, path: str
) -> None:
    browser.get(f"{server.url}{path}.html")
    assert embedded(browser) == server.get(f"{path}.jsonld").json()
    assert console(browser) == []


def test_no_text_of_the_data_is_run(browser: WebDriver, hostile: Server) -> None:
    browser.get(f"{hostile.url}weather/sleet.html")
    assert "taken'</script>" in browser.title
    assert "</script><script>" in json.dumps(embedded(browser))
    assert browser.find_elements(By.CSS_SELECTOR, "main img") == []
    assert console(browser) == []


@pytest.mark.parametrize("path", ["about/ontology", "about/persistence", "dataset.html"])
@pytest.mark.parametrize("width", [420, 1100])
def test_a_page_fits_its_window(browser: WebDriver, server: Server, path: str, width: int) -> None:
    browser.set_window_size(width, 1200)
    browser.get(server.url + path)
    assert browser.find_element(By.TAG_NAME, "h1").text
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.execute_script(overflow) == 0
    assert console(browser) == []


def test_the_diagram_leads_to_its_classes(browser: WebDriver, server: Server) -> None:
    browser.set_window_size(1100, 1200)
    browser.get(f"{server.url}about/ontology")
    box = browser.find_element(By.CSS_SELECTOR, "svg.diagram a[href='#class-Passage']")
    fill = browser.execute_script("return getComputedStyle(arguments[0].querySelector('rect')).fill", box)
    assert fill.startswith("rgb(2")  # the style sheet reaches it: else it would be black
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
    box.click()
    eventually(lambda: browser.current_url.endswith("#class-Passage"))
    assert console(browser) == []


def test_the_files_are_found_from_the_first_page(browser: WebDriver, server: Server) -> None:
    browser.get(server.url)
    browser.find_element(By.LINK_TEXT, "About the data").click()
    eventually(lambda: browser.find_elements(By.CSS_SELECTOR, "#downloads a[href='/dumps/dataset.nq.gz']"))
    assert console(browser) == []
