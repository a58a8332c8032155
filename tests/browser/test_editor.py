"""The SPARQL editor in a real browser: what a researcher writes, sees and takes away, and what leaves the page."""

from __future__ import annotations

import tomllib
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import requests
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browsers import browsing, console, requested, unavailable
from tests.servers import REPOSITORY, Server, copy_archive, eventually, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

INSTALLED = REPOSITORY / "src" / "kgpub" / "web" / "assets" / "yasgui" / "yasgui.min.js"
BASE = "https://w3id.org/kgpub/"
KG, SKOS = f"PREFIX kg: <{BASE}ns#>\n", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
PEOPLE = (
    f"{KG}{SKOS}SELECT ?person ?name {{ ?person a kg:Person ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') }} "
    "ORDER BY ?name"
)
# It begins at once, and each of its many rows costs so much that the deadline comes before the end.
BREAKS_OFF = 'SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(REPLACE(CONCAT(STR(?c), STR(?f)), "(.)", "$1$1")) > 0) }'
NEVER_BEGINS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DEADLINE = "[engine]\ndeadline_seconds = 4"
# Chromium says on its console that an answer had another status than 200.
STATUSES = "Failed to load resource"

VALUE = "return document.querySelector('.tabPanel.active .yasqe .CodeMirror').CodeMirror.getValue()"
SET_VALUE = "document.querySelector('.tabPanel.active .yasqe .CodeMirror').CodeMirror.setValue(arguments[0])"
PLACE = "const at = document.querySelector('.tabPanel.active .yasqe .CodeMirror').CodeMirror.getCursor(); "
PUT = (
    "const editor = document.querySelector('.tabPanel.active .yasqe .CodeMirror').CodeMirror; "
    "editor.focus(); editor.setCursor(arguments[0], arguments[1])"
)
ROWS = (
    "return [...document.querySelectorAll('.tabPanel.active .yasr_results tbody tr')]"
    ".map((row) => [...row.cells].slice(1).map((cell) => cell.innerText.trim()))"
)


class Editor:
    """The page at /sparql, as somebody uses it."""

    def __init__(self, browser: WebDriver, server: Server) -> None:
        self.browser = browser
        self.server = server

    def open(self, fragment: str = "") -> None:
        """Load the page anew, and wait for the editor."""
        self.browser.get("about:blank")
        self.browser.get(f"{self.server.url}sparql{fragment}")
        self.find(".tabPanel.active .yasqe")

    def find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """Give what can be read in all elements that a selector finds."""
        script = "return [...document.querySelectorAll(arguments[0])].map((found) => found.innerText.trim())"
        found: list[str] = self.browser.execute_script(script, selector)
        return found

    @property
    def tabs(self) -> list[str]:
        return self.texts("#editor .tab a > span")

    @property
    def tab(self) -> str:
        return self.texts("#editor .tab.active a > span")[0]

    @property
    def query(self) -> str:
        text: str = self.browser.execute_script(VALUE)
        return text

    @query.setter
    def query(self, text: str) -> None:
        self.browser.execute_script(SET_VALUE, text)

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def press_with_control(self, key: str) -> None:
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def write(self, text: str, *, at: str) -> None:
        """Write where a bar stands in a query."""
        before, bar, after = at.partition("|")
        assert bar
        self.query = before + after
        self.browser.execute_script(PUT, before.count("\n"), len(before.rpartition("\n")[2]))
        self.press(text)

    @property
    def suggestions(self) -> list[str]:
        return self.texts(".CodeMirror-hint")

    def click_run(self) -> None:
        self.find(".tabPanel.active .yasqe_queryButton").click()

    def run(self, query: str) -> None:
        """Run a query, and wait for its answer."""
        self.query = query
        self.click_run()
        self.wait()

    def wait(self) -> None:
        """Wait until no query runs and what came is shown."""
        eventually(lambda: not self.texts(".tabPanel.active .yasqe_queryButton.busy"))
        eventually(lambda: self.texts(".tabPanel.active .yasr_results > *"))

    @property
    def rows(self) -> list[list[str]]:
        found: list[list[str]] = self.browser.execute_script(ROWS)
        return found

    def shows(self, column: list[str]) -> bool:
        """Tell whether a table of one column has some rows."""
        return self.rows == [[text] for text in column]

    @property
    def links(self) -> list[str]:
        """Give where the links of an answer lead."""
        script = "return [...document.querySelectorAll('.tabPanel.active .yasr_results td a')].map((link) => link.href)"
        found: list[str] = self.browser.execute_script(script)
        return found

    def share(self) -> str:
        """Give the link to the query."""
        self.find(".tabPanel.active .yasqe_share").click()
        return self.find(".tabPanel.active .yasqe_sharePopup input").get_attribute("value") or ""

    @property
    def kept(self) -> list[Any]:
        """Give all that the browser keeps for the site."""
        script = "return [...Object.entries(localStorage), ...Object.entries(sessionStorage), ...document.cookie]"
        found: list[Any] = self.browser.execute_script(script)
        return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_archive(tmp_path_factory.mktemp("archive") / "kgpub", settings=DEADLINE)) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    if not INSTALLED.exists():
        unavailable("no editor here; `make editor` installs it")
    with browsing(tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def editor(browser: WebDriver, server: Server) -> Iterator[Editor]:
    """The editor, freshly loaded; whatever a test does, nothing fails, nothing asks elsewhere and nothing is kept."""
    requested(browser)
    page = Editor(browser, server)
    page.open()
    yield page
    assert [message for message in console(browser) if STATUSES not in message] == []
    assert {origin(url) for url in requested(browser)} <= {origin(server.url), "blob://", "about://"}
    assert page.kept == []


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A browser without JavaScript."""
    with browsing(tmp_path_factory.mktemp("plain"), javascript=False) as running:
        yield running


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def answer(server: Server, query: str) -> list[dict[str, dict[str, str]]]:
    rows: list[dict[str, dict[str, str]]] = server.query(query).json()["results"]["bindings"]
    return rows


# ---- what is there at first ----


def test_the_editor_replaces_the_form_and_begins_with_its_query(editor: Editor) -> None:
    assert not editor.find("#form").is_displayed()
    assert editor.query == editor.find("#query").get_attribute("value")
    assert editor.query.startswith(KG)
    assert "nobody else" in editor.texts("#hints")[0]


def test_the_first_examples_are_in_tabs_and_each_runs_in_one(editor: Editor) -> None:
    examples = editor.texts(".examples li a")
    questions = editor.texts(".examples .question")
    assert len(examples) >= 25
    assert (editor.tab, editor.tabs) == ("Query", ["Query", *examples[:3]])
    editor.browser.find_elements(By.CSS_SELECTOR, ".examples li a")[9].click()
    assert (editor.tab, editor.tabs) == (examples[9], ["Query", *examples[:3], examples[9]])
    address = editor.browser.find_elements(By.CSS_SELECTOR, ".examples li a")[9].get_attribute("href") or ""
    (text,) = parse_qs(urlsplit(address).query)["query"]
    assert editor.query == f"# {questions[9]}\n{text}"
    editor.wait()
    assert editor.rows
    editor.browser.find_elements(By.CSS_SELECTOR, ".examples li a")[1].click()
    assert (editor.tab, editor.tabs) == (examples[1], ["Query", *examples[:3], examples[9]])


def test_a_new_tab_can_be_opened_closed_and_opened_again(editor: Editor) -> None:
    before = editor.tabs
    editor.find("#editor .addTab").click()
    assert editor.tabs == [*before, "Query 1"]
    editor.run("ASK {}")
    assert editor.texts(".tabPanel.active .booleanResult") == ["True"]
    editor.find("#editor .tab.active .closeTab").click()
    assert (editor.tab, editor.tabs) == (before[-1], before)


# ---- completion ----

NAMED = [
    ("a class by its prefixed name", "kg:Per", "SELECT * { ?x a | }", "kg:Person person 9", "kg:Person"),
    ("a class by its label", "perso", "SELECT * { ?x a | }", "kg:Person person 9", "kg:Person"),
    ("a class by its label in another language", "асоба", "SELECT * { ?x a | }", "kg:Person person 9", "kg:Person"),
    ("a class in the middle of a query", "kg:Pers", KG + "SELECT * {\n  ?x a | ; ?p ?o }", "kg:Person person 9",
        "kg:Person"),
    ("a property by its prefixed name", "kg:recogn", "SELECT * { ?x | }", "kg:recognises recognises", "kg:recognises"),
    ("a property by its label", "recognises", "SELECT * { ?x | }", "kg:recognises recognises", "kg:recognises"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "at", "suggestion", "written"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED]
)
def test_a_term_of_the_archive_is_completed(editor: Editor, text: str, at: str, suggestion: str, written: str) -> None:
    editor.write(text, at=at)
    eventually(lambda: any(found.startswith(suggestion) for found in editor.suggestions))
    for _ in range([found.startswith(suggestion) for found in editor.suggestions].index(True)):
        editor.press(Keys.ARROW_DOWN)
    editor.press(Keys.ENTER)
    eventually(lambda: editor.query == KG + at.removeprefix(KG).replace("|", written))


def test_a_class_is_written_out_where_the_query_gives_its_prefix_another_meaning(editor: Editor) -> None:
    other = "PREFIX kg: <https://example.org/>\nSELECT * { ?x a | }"
    editor.write("person", at=other)
    eventually(lambda: editor.suggestions)
    editor.press(Keys.ENTER)
    eventually(lambda: editor.query == other.replace("|", f"<{BASE}ns#Person>"))


def test_a_prefix_is_completed_from_those_of_the_archive_alone(editor: Editor) -> None:
    prefixes = tomllib.loads((REPOSITORY / "kgpub.toml").read_text())["prefixes"]
    expected = sorted(f"{name}: <{iri}>" for name, iri in prefixes.items() if name.startswith("s"))
    editor.write("s", at="PREFIX |")
    eventually(lambda: sorted(editor.suggestions) == expected)


def test_a_prefix_is_declared_when_it_is_used(editor: Editor) -> None:
    editor.write("skos:", at="SELECT * { ?x | }")
    eventually(lambda: editor.query == SKOS + "SELECT * { ?x skos: }")


@pytest.mark.parametrize(
    ("at", "first"),
    [("SELECT * { ?x a | }", "kg:Provision provision 288"), ("SELECT * { ?x | }", "rdf:type ")],
    ids=["classes", "properties"],
)
def test_all_terms_are_listed_the_most_used_first_for_whoever_asks(editor: Editor, at: str, first: str) -> None:
    editor.write("", at=at)
    assert editor.suggestions == []
    editor.press_with_control(" ")
    found = eventually(lambda: editor.suggestions)
    assert found[0].startswith(first)
    assert len(found) > 30
    editor.press(Keys.ESCAPE)


# ---- answers ----


def test_a_query_runs_at_ctrl_enter_and_its_table_has_the_right_rows(editor: Editor, server: Server) -> None:
    editor.write("", at=PEOPLE + "|")
    editor.press_with_control(Keys.ENTER)
    editor.wait()
    expected = answer(server, PEOPLE)
    assert len(expected) == 9
    assert editor.texts(".tabPanel.active thead th") == ["", "person", "name"]
    assert [row[1] for row in editor.rows] == [f"{row['name']['value']} en" for row in expected]
    assert [row[0] for row in editor.rows] == [
        row["person"]["value"].replace(f"{BASE}person/", "person:") for row in expected
    ]


def test_links_lead_to_this_hosts_address_of_the_archives_things(editor: Editor, server: Server) -> None:
    editor.run(PEOPLE)
    expected = [row["person"]["value"] for row in answer(server, PEOPLE)]
    assert editor.links == [uri.replace(BASE, server.url) for uri in expected]
    page = requests.get(editor.links[0], headers={"Accept": "text/html"}, timeout=20)
    assert (page.status_code, expected[0] in page.text) == (200, True)


TERMS = [
    ("a thing of the archive", f"<{BASE}iccpr>", f"<{BASE}iccpr>", "{server}iccpr"),
    ("a thing whose name has a hash", f"<{BASE}ns#Person>", "kg:Person", "{server}ns#Person"),
    ("a thing whose path begins like another host", f"<{BASE}/other.example/>", f"<{BASE}/other.example/>",
        "{server}/other.example/"),
    ("a thing elsewhere", "<https://example.org/a>", "<https://example.org/a>", "https://example.org/a"),
    ("what is no web address", "<javascript:alert(1)>", "<javascript:alert(1)>", None),
    ("markup in a text", '"<b>bold</b> &amp; <img src=x>"', "<b>bold</b> &amp; <img src=x>", None),
    ("braces in a text", '"{{term}} {{x}}"', "{{term}} {{x}}", None),
    ("a language", '"слова"@be', "слова be", None),
    ("a number", "12.5", "12.5 xsd:decimal", None),
    ("a triple", '<<( <urn:a> <urn:b> "c" )>>', "<<( <urn:a> <urn:b> c )>>", None),
    ("nothing", "?unbound", "", None),
]  # fmt: skip


def test_terms_are_shown_as_they_were_sent(editor: Editor, server: Server) -> None:
    names = [f"?term{number}" for number in range(len(TERMS))]
    bound = " ".join(f"BIND({row[1]} AS {name})" for row, name in zip(TERMS, names, strict=True))
    editor.run(f"SELECT {' '.join(names)} {{ {bound} }}")
    assert editor.rows == [[row[2] for row in TERMS]]
    assert editor.links == [row[3].format(server=server.url) for row in TERMS if row[3]]


def test_a_graph_is_shown_as_a_table_and_as_turtle(editor: Editor) -> None:
    editor.run("CONSTRUCT { <urn:a> <urn:b> 'c', <urn:d> } {}")
    assert sorted(editor.rows) == [["<urn:a>", "<urn:b>", "<urn:d>"], ["<urn:a>", "<urn:b>", "c"]]
    editor.find(".tabPanel.active .select_response").click()
    (text,) = eventually(lambda: editor.texts(".tabPanel.active .yasr_results .CodeMirror-code"))
    assert "<urn:a> <urn:b> " in text


def test_of_very_many_rows_the_first_are_shown_and_the_rest_is_told(editor: Editor) -> None:
    editor.run("SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
    eventually(lambda: editor.texts(".tabPanel.active .yasr_response_chip")[0].startswith("20000 results in"))
    assert editor.texts(".left-out") == ["The table has the first 10,000 of 20,000 rows; a download has them all."]
    assert "of 10,000 entries" in editor.texts(".dt-info")[0]
    assert "disabled" in (editor.find(".tabPanel.active .select_response").get_attribute("class") or "")


def test_a_table_is_filtered_by_what_it_shows(editor: Editor) -> None:
    editor.run('SELECT ?a { VALUES ?a { "x & y" "x <b> z" "y" } }')
    for wanted, expected in (("& y", ["x & y"]), ("<b>", ["x <b> z"]), ("y", ["x & y", "y"])):
        field = editor.find(".tabPanel.active .tableFilter")
        field.clear()
        field.send_keys(wanted)
        eventually(partial(editor.shows, expected))


# ---- failures ----


def test_a_syntax_error_is_told_in_the_servers_words_with_its_place(editor: Editor, server: Server) -> None:
    wrong = "SELECT * {\n  ?x ?y\n}"
    editor.run(wrong)
    told = server.query(wrong).json()
    title, detail = editor.texts(".failure > strong, .failure > p")
    assert (title, detail) == (told["title"], told["detail"])
    editor.find(".failure button").click()
    place = editor.browser.execute_script(f"{PLACE} return [at.line + 1, at.ch + 1]")
    assert place == [told["line"], told["column"]]


def test_a_mark_on_a_line_says_what_was_expected(editor: Editor) -> None:
    editor.query = "SELECT * {\n  ?x foo\n}"
    mark = editor.find(".tabPanel.active .parseErrorIcon")
    ActionChains(editor.browser).move_to_element(mark).perform()
    eventually(lambda: (mark.get_attribute("title") or "").startswith("Here was expected: VAR1 "))


def test_an_answer_that_breaks_off_is_not_shown_as_if_it_were_whole(editor: Editor) -> None:
    editor.run(BREAKS_OFF)
    (title,) = eventually(lambda: editor.texts(".failure > strong"))
    assert title == "The answer did not come whole"
    assert editor.rows == []


def test_a_query_over_its_deadline_says_so(editor: Editor) -> None:
    editor.run(NEVER_BEGINS)
    assert eventually(lambda: editor.texts(".failure > strong")) == ["The query took too long"]


def test_a_running_query_can_be_stopped(editor: Editor) -> None:
    editor.query = NEVER_BEGINS
    editor.click_run()
    editor.find(".tabPanel.active .yasqe_queryButton.busy").click()
    assert eventually(lambda: editor.texts(".failure > strong")) == ["Stopped"]


# ---- what is taken away ----


@pytest.mark.parametrize("extension", ["json", "xml", "csv", "tsv"])
def test_rows_are_downloaded_as_the_server_gives_them(
    editor: Editor, server: Server, tmp_path: Path, extension: str
) -> None:
    downloaded = download(editor, PEOPLE, extension, tmp_path)
    expected = requests.post(f"{server.url}sparql", data={"query": PEOPLE, "format": extension}, timeout=20)
    assert (downloaded.name, downloaded.read_bytes()) == (f"query.{extension}", expected.content)


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "nt", "rdf", "trig", "nq"])
def test_graphs_are_downloaded_as_the_server_gives_them(
    editor: Editor, server: Server, tmp_path: Path, extension: str
) -> None:
    query = f"DESCRIBE <{BASE}iccpr/article/19>"
    downloaded = download(editor, query, extension, tmp_path)
    expected = requests.post(f"{server.url}sparql", data={"query": query, "format": extension}, timeout=20)
    assert (downloaded.name, downloaded.read_bytes()) == (f"query.{extension}", expected.content)


def download(editor: Editor, query: str, extension: str, folder: Path) -> Path:
    """Download an answer into a folder; give the file, once it is whole."""
    allow = {"behavior": "allow", "downloadPath": str(folder)}
    editor.browser.execute_cdp_cmd("Browser.setDownloadBehavior", allow)
    editor.query = query
    editor.find(f".downloads button[value={extension}]").click()
    eventually(lambda: editor.texts(".downloads [role=status]")[0].endswith("saved."))
    (file,) = eventually(lambda: [entry for entry in folder.iterdir() if entry.suffix == f".{extension}"])
    return file


def test_a_download_that_breaks_off_is_no_file(editor: Editor, tmp_path: Path) -> None:
    allow = {"behavior": "allow", "downloadPath": str(tmp_path)}
    editor.browser.execute_cdp_cmd("Browser.setDownloadBehavior", allow)
    editor.query = BREAKS_OFF
    editor.find(".downloads button[value=csv]").click()
    assert eventually(lambda: editor.texts(".failure > strong")) == ["The answer did not come whole"]
    assert list(tmp_path.iterdir()) == []


def test_a_permalink_restores_a_query_and_its_answer_in_another_browser(
    editor: Editor, server: Server, tmp_path: Path
) -> None:
    editor.query = PEOPLE
    link = editor.share()
    assert link == f"{server.url}sparql#{urlencode({'query': PEOPLE, 'tabTitle': 'Query'})}"
    with browsing(tmp_path) as other:
        fresh = Editor(other, server)
        fresh.open(link.removeprefix(f"{server.url}sparql"))
        eventually(lambda: len(fresh.rows) == len(answer(server, PEOPLE)))
        assert fresh.query == PEOPLE
        assert other.current_url == f"{server.url}sparql"  # nobody reads the query over a shoulder, or in the history
        assert [url for url in requested(other) if "SELECT" in url and "#" not in url] == []
        assert console(other) == []


def test_a_link_cannot_lead_a_query_to_another_server(editor: Editor) -> None:
    elsewhere = {"query": "ASK {}", "endpoint": "https://example.org/sparql", "requestMethod": "GET"}
    editor.open(f"#{urlencode(elsewhere)}")
    eventually(lambda: editor.texts(".tabPanel.active .booleanResult") == ["True"])
    assert editor.query == "ASK {}"


def test_a_link_that_is_followed_while_the_page_is_open_opens_a_tab(editor: Editor) -> None:
    editor.browser.execute_script("location.hash = arguments[0]", f"query={quote('ASK {}')}&tabTitle=Asked")
    eventually(lambda: editor.texts(".tabPanel.active .booleanResult") == ["True"])
    assert (editor.tab, editor.query) == ("Asked", "ASK {}")


def test_a_query_goes_out_in_no_address_and_is_gone_when_the_page_is_loaded_again(editor: Editor) -> None:
    first = editor.query
    requested(editor.browser)
    editor.run("SELECT ?verySecret { BIND('x' AS ?verySecret) }")
    assert editor.rows == [["x"]]
    assert requested(editor.browser) == [f"{editor.server.url}sparql"]
    assert editor.kept == []
    editor.browser.refresh()
    editor.find(".tabPanel.active .yasqe")
    assert editor.query == first


# ---- for everybody ----


def test_the_keyboard_reaches_everything(editor: Editor) -> None:
    active = "return document.activeElement.closest(arguments[0]) !== null"
    editor.find("#editor .tab.active a").click()
    editor.press(Keys.ARROW_RIGHT, Keys.ENTER)
    assert editor.tab == editor.texts(".examples li a")[0]
    editor.write("", at="|ASK {}")
    assert editor.browser.execute_script(active, ".CodeMirror")
    reached = []
    for selector in (".yasqe_share", ".yasqe_queryButton", ".downloads button[value=json]"):
        editor.press(Keys.TAB)
        reached.append(editor.browser.execute_script(active, selector))
    assert reached == [True, True, True]
    ActionChains(editor.browser).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    editor.press(Keys.ENTER)
    eventually(lambda: editor.texts(".tabPanel.active .booleanResult") == ["True"])


def test_what_has_only_a_sign_has_a_name(editor: Editor) -> None:
    editor.run(PEOPLE)
    script = (
        "return [...document.querySelectorAll('#editor :is(button, textarea, a, input, select)')]"
        ".filter((found) => found.checkVisibility() && !found.closest('[aria-hidden=true]')"
        " && !(found.getAttribute('aria-label') || found.innerText.trim() || found.title || found.labels?.length))"
        ".map((found) => found.outerHTML)"
    )
    assert editor.browser.execute_script(script) == []


@pytest.mark.parametrize("width", [360, 768])
def test_a_narrow_window_shows_all_without_scrolling_sideways(editor: Editor, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    editor.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        editor.open()
        editor.click_run()
        editor.wait()
        assert len(editor.rows) == 9
        assert editor.browser.execute_script("return document.documentElement.scrollWidth") == width
        for selector in (".yasqe_queryButton", ".yasqe_share"):
            place = editor.find(f".tabPanel.active {selector}").rect
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= width
            assert min(place["width"], place["height"]) >= 44  # a finger's, by WCAG 2.5.5
    finally:
        editor.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


# ---- without JavaScript ----


def test_without_javascript_the_page_is_a_form_whose_answer_is_a_page(plain: WebDriver, server: Server) -> None:
    plain.get(f"{server.url}sparql")
    area = plain.find_element(By.NAME, "query")
    assert area.is_displayed()
    assert not plain.find_element(By.ID, "editor").is_displayed()
    area.clear()
    area.send_keys("ASK { ?s ?p ?o }")
    plain.find_element(By.CSS_SELECTOR, "#form button").click()
    eventually(lambda: heading(plain) == "Answer")
    assert "Yes" in plain.find_element(By.TAG_NAME, "main").text


def test_without_javascript_an_example_is_a_link_to_its_answer(plain: WebDriver, server: Server) -> None:
    plain.get(f"{server.url}sparql")
    plain.find_element(By.CSS_SELECTOR, ".examples li a").click()
    eventually(lambda: heading(plain) == "Answer")
    assert len(plain.find_elements(By.CSS_SELECTOR, "tbody tr")) == 5


def heading(browser: WebDriver) -> str | None:
    try:
        return browser.find_element(By.TAG_NAME, "h1").text
    except (NoSuchElementException, StaleElementReferenceException):  # while one page gives way to the next
        return None
