"""Pages in a real browser: what a reader sees and clicks, without an error in its console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By

from tests.browsers import browsing
from tests.servers import Server, copy_archive, eventually, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.chrome.webdriver import WebDriver


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_archive(tmp_path_factory.mktemp("archive") / "kgpub")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browsing(tmp_path_factory.mktemp("profile")) as running:
        yield running


def heading(browser: WebDriver) -> str:
    return browser.find_element(By.TAG_NAME, "h1").text


def follow(browser: WebDriver, by: str, what: str) -> None:
    """Click on something that leads to another page, and wait for that page."""
    before = browser.current_url
    browser.find_element(by, what).click()
    eventually(lambda: browser.current_url != before)
    eventually(lambda: browser.execute_script("return document.readyState") == "complete")


def assert_console_is_empty(browser: WebDriver) -> None:
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_a_reader_comes_from_the_first_page_to_the_sentence(browser: WebDriver, server: Server) -> None:
    browser.get(server.url)
    assert heading(browser) == "Statements on political prisoners in Belarus"
    follow(browser, By.PARTIAL_LINK_TEXT, "person")
    follow(browser, By.CSS_SELECTOR, ".members a")
    person = heading(browser)
    assert browser.find_element(By.CSS_SELECTOR, ".uri code").text.startswith("https://w3id.org/kgpub/person/")
    follow(browser, By.CSS_SELECTOR, "a[href^='/passage/']")
    assert person in browser.find_element(By.TAG_NAME, "main").text
    follow(browser, By.CSS_SELECTOR, "a[href='/source/7cace155']")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".text .passage")) == 14
    assert browser.current_url == f"{server.url}source/7cace155.html"
    assert_console_is_empty(browser)


@pytest.mark.parametrize("path", ["ns.html", "shapes.html", "graph/seed.html", "dataset.html", "sparql", "nothing"])
def test_a_page_has_a_heading_its_style_and_no_scrollbar_below_it(
    browser: WebDriver, server: Server, path: str
) -> None:
    browser.get(server.url + path)
    assert heading(browser)
    assert browser.execute_script("return getComputedStyle(document.body).maxWidth") == "992px"
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.execute_script(overflow) == 0
    errors = [entry for entry in browser.get_log("browser") if "404" not in entry["message"]]  # type: ignore[no-untyped-call]
    assert errors == []
