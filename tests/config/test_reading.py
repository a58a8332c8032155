from __future__ import annotations

from pathlib import Path

import pytest

from kgpub import config
from kgpub.archive import GraphFiles, TextFile
from kgpub.archive.withholding import Withholding
from kgpub.errors import ConfigError
from kgpub.identity import Kind

WHOLE = """\
[archive]
base = "https://example.org/letters/"
title = "Letters"
languages = ["en", "be-tarask"]
dataset = "about"
entities = ["ex:Person", "http://xmlns.com/foaf/0.1/Group"]
labels = ["ex:name"]
noindex = ["ex:Person"]
contact = "about/us"

[prefixes]
ex = "https://example.org/letters/ns#"

[[graphs]]
uri = "graph/letters"
files = ["data/*.ttl", "./more/**/*.trig"]

[[graphs]]
uri = "https://elsewhere.example/shapes"
files = ["shapes.ttl"]
kind = "shapes"

[[texts]]
source = "source/1"
file = "texts/1.txt"
property = "ex:text"
graph = "graph/letters"

[withhold]
graphs = ["graph/notes"]
files = ["more/private/*.trig"]
resources = ["person/k5d8fc3z"]
property = "ex:withheld"
needs = ["ex:about"]
parts = ["ex:name"]

[identity]
ledger = "ids/ledger.txt"

[identity.kinds.person]
path = "person/"
class = "ex:Person"

[engine]
deadline_seconds = 5

[server]
hosts = ["letters.example"]
public_address = "https://letters.example/"
"""


def test_every_section_is_read_and_every_uri_is_absolute() -> None:
    base = "https://example.org/letters/"
    found = config.parse(WHOLE.encode(), Path("somewhere"))
    assert (found.root, found.base, found.title) == (Path("somewhere"), base, "Letters")
    assert found.languages == ("en", "be-tarask")
    assert found.dataset == base + "about"
    assert found.entities == (base + "ns#Person", "http://xmlns.com/foaf/0.1/Group")
    assert found.labels == (base + "ns#name",)
    assert found.noindex == (base + "ns#Person",)
    assert found.contact == base + "about/us"
    assert found.prefixes == {"ex": base + "ns#"}
    assert found.graphs == (
        GraphFiles(base + "graph/letters", ("data/*.ttl", "more/**/*.trig")),
        GraphFiles("https://elsewhere.example/shapes", ("shapes.ttl",), "shapes"),
    )
    assert found.texts == (TextFile(base + "source/1", "texts/1.txt", base + "ns#text", base + "graph/letters"),)
    assert found.withholding == Withholding(
        graphs=(base + "graph/notes",),
        files=("more/private/*.trig",),
        resources=(base + "person/k5d8fc3z",),
        property=base + "ns#withheld",
        needs=(base + "ns#about",),
        parts=(base + "ns#name",),
    )
    kinds = (Kind("person", "person/", base + "ns#Person"),)
    assert found.identity == config.Identity(Path("ids/ledger.txt"), kinds, base + "graph/ledger")
    assert found.engine.deadline_seconds == 5.0
    assert found.server == config.ServerSettings(hosts=("letters.example",), public_address="https://letters.example")
    assert found.source == WHOLE.encode()


SMALL = """\
[archive]
base = "https://example.org/"
title = "Small"
[[graphs]]
uri = "graph/all"
files = ["*.ttl"]
"""


def test_what_is_left_out_has_defaults() -> None:
    found = config.parse(SMALL.encode(), Path())
    assert found.languages == ("en",)
    assert found.dataset == "https://example.org/dataset"
    assert found.labels[0] == "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert found.identity == config.Identity(Path("ledger.txt"), (), "https://example.org/graph/ledger")
    assert found.withholding == Withholding()
    assert found.releases.keep == 10
    assert (found.noindex, found.contact) == ((), "")


CONTACTS = [
    ("an e-mail address", "mailto:archive@example.org", "mailto:archive@example.org"),
    ("a web address", "https://example.net/us", "https://example.net/us"),
    ("a page of the archive's own", "about/us", "https://example.org/about/us"),
    ("nobody", "", ""),
]


@pytest.mark.parametrize(("written", "uri"), [case[1:] for case in CONTACTS], ids=[case[0] for case in CONTACTS])
def test_a_contact_is_written_to_or_opened(written: str, uri: str) -> None:
    assert config.parse(with_contact(written).encode(), Path()).contact == uri


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("me@example.org", '"me@example.org" looks like an e-mail address; write mailto:me@example.org'),
        ("tel:+375", '"tel:+375" must begin with mailto:, https:// or http://, or be relative to the base'),
    ],
)
def test_a_contact_that_nobody_can_reach_is_told(written: str, message: str) -> None:
    assert problems(with_contact(written)) == [f"kgpub.toml:4:11: contact: {message}"]


def with_contact(written: str) -> str:
    return SMALL.replace('title = "Small"', f'title = "Small"\ncontact = "{written}"')


END = "must end in / or #, with no query and no other fragment"
MISTAKES = [
    ("another scheme", '"ftp://x.org/"', 'the base "ftp://x.org/" must be absolute and begin with https:// or http://'),
    ("no end", '"https://x.org/x"', f'the base "https://x.org/x" {END}'),
    ("no path", '"https://x.org"', f'the base "https://x.org" {END}'),
    ("a query", '"https://x.org/?q=/"', f'the base "https://x.org/?q=/" {END}'),
    ("two fragments", '"https://x.org/#a#"', f'the base "https://x.org/#a#" {END}'),
    ("a space", '"https://x.org/a b/"', '"https://x.org/a b/" is not an absolute IRI'),
    ("a number", "3", "must be a string"),
    ("nothing", '""', "must not be empty"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "message"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_base_that_cannot_stand_is_told_at_its_place(value: str, message: str) -> None:
    text = SMALL.replace('"https://example.org/"', value)
    assert problems(text) == [f"kgpub.toml:2:8: base: {message}"]


ADDITIONS = [
    ("an unknown key", "[engine]\nstor = 'disk'", '8:1: [engine] has no stor; did you mean "store"?'),
    ("an unknown section", "[enigne]", '7:1: kgpub.toml has no enigne; did you mean "engine"?'),
    ("a choice that there is not", "[engine]\nstore = 'mem'",
     '8:9: store: must be one of auto, memory, disk; did you mean "memory"?'),
    ("a number that is no number", "[engine]\ndeadline_seconds = '3'", "8:20: deadline_seconds: must be a number"),
    ("a truth where a number stands", "[server]\nweb_workers = true", "8:15: web_workers: must be a whole number"),
    ("a number below its range", "[server]\nweb_workers = 0", "8:15: web_workers: must be greater than zero"),
    ("a number without end", "[engine]\nstall_seconds = inf", "8:17: stall_seconds: must be greater than zero"),
    ("a list that is none", "[server]\nhosts = 'a'", "8:9: hosts: must be a list, in square brackets"),
    ("a network that is none", "[server]\ntrusted_proxies = ['10.0.0.0/8', 'proxy']",
     '8:34: trusted_proxies: "proxy" is no IP address or network; write one such as 127.0.0.1 or 10.0.0.0/8'),
    ("an address that is none", "[server]\npublic_address = 'here'",
     '8:18: public_address: the address "here" must be absolute and begin with https:// or http://'),
    ("a remote engine that is nowhere", "[engine]\nkind = 'remote'",
     '8:8: kind: "remote" needs an endpoint; name the address of the one to publish from'),
    ("an endpoint that is none", "[engine]\nendpoint = 'localhost:7878'",
     '8:12: endpoint: the address "localhost:7878" must be absolute and begin with https:// or http://'),
    ("a password in an address", "[engine]\nupdate = 'https://me:secret@x.org/'",
     "8:10: update: a password must not stand in an address; it comes from the environment (docs/remote.md)"),
    ("an endpoint with a fragment", "[engine]\nendpoint = 'https://x.org/#a'",
     '8:12: endpoint: the address "https://x.org/#a" must have no fragment'),
    ("a section that is a value", "engine = 3", "7:1: [[graphs]] has no engine"),
    ("two graphs of one name", "[[graphs]]\nuri = 'graph/all'\nfiles = ['a']",
     '8:7: two [[graphs]] are "graph/all"; list all files of a graph in one'),
    ("a graph without files", "[[graphs]]\nuri = 'graph/b'\nfiles = []", "9:9: files: must not be empty"),
    ("files outside the archive", "[[graphs]]\nuri = 'graph/b'\nfiles = ['a', '../b']",
     '9:15: files: "../b" must be relative to the archive\'s folder, with forward slashes and without ".."'),
    ("a missing key", "[[graphs]]\nfiles = ['a']",
     "7:1: [[graphs]] lacks uri: URI of the graph, relative to the base"),
    ("a URI with a space", "[[graphs]]\nuri = 'a b'\nfiles = ['a']",
     '8:7: uri: "a b" is not a URI: it has spaces, quotes or brackets'),
    ("a text of no graph", "[[texts]]\nsource = 's'\nfile = 'f'\nproperty = 'http://x/p'\ngraph = 'graph/al'",
     '11:9: no [[graphs]] is "graph/al"; did you mean "graph/all"?'),
    ("a prefix that is no IRI", "[prefixes]\nex = 'here'", '8:6: the prefix ex: "here" is not an absolute IRI'),
    ("a prefix that is no name", "[prefixes]\n'e x' = 'http://x/'",
     '8:1: "e x" cannot be a prefix; use letters, digits, - and _'),
    ("a kind with an unknown prefix", "[prefixes]\nexa = 'http://x/'\n[identity.kinds.p]\npath = 'p/'\nclass = 'ex:P'",
     '11:9: class: the prefix "ex" of "ex:P" is not declared in [prefixes]; did you mean "exa"?'),
    ("two kinds with one path",
     "[identity.kinds]\na = {path = 'p/', class = 'http://x/A'}\nb = {class = 'http://x/B', path = 'p/'}",
     '9:35: two kinds have the path "p/"; ids could not be told apart'),
    ("the whole as withheld", "[withhold]\nresources = ['a', 'dataset']",
     "8:19: resources: the dataset as a whole cannot be withheld; do not publish it at all"),
    ("a kind that is a value", "[identity.kinds]\na = 'p/'", "8:1: must be a table: [identity.kinds.a]"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "message"), [case[1:] for case in ADDITIONS], ids=[case[0] for case in ADDITIONS])
def test_a_mistake_is_told_at_its_place_with_what_to_do(lines: str, message: str) -> None:
    assert f"kgpub.toml:{message}" in problems(SMALL + lines)


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("title", "titel") + "[[graphs]]\nuri = 'graph/all'\nfiles = ['/etc/passwd']\n[x]\n"
    assert problems(text) == [
        "kgpub.toml:1:1: [archive] lacks title: name of the archive, shown on its pages",
        'kgpub.toml:3:1: [archive] has no titel; did you mean "title"?',
        'kgpub.toml:8:7: two [[graphs]] are "graph/all"; list all files of a graph in one',
        (
            'kgpub.toml:9:10: files: "/etc/passwd" must be relative to the archive\'s folder, with forward slashes and '
            'without ".."'
        ),
        "kgpub.toml:10:1: kgpub.toml has no x",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[archive\n", "kgpub.toml:1:9: not TOML: Expected ']' at the end of a table declaration"),
        (b"[archive]\nbase = '\n", 'kgpub.toml:3: not TOML: Expected "\'"'),
        (b"[archive]\ntitle = '\xff'\n", "kgpub.toml:2: not UTF-8; save the file in UTF-8"),
        (b"", "kgpub.toml:1:1: there are no [[graphs]]; name at least one graph, with its files"),
    ],
    ids=["a header without its end", "a string without its end", "another encoding", "an empty file"],
)
def test_what_is_no_configuration_is_told_as_such(content: bytes, message: str) -> None:
    assert message in problems(content)


def test_a_folder_without_kgpub_toml_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file; give the folder of an archive"):
        config.load(tmp_path)


def test_an_archive_says_where_its_files_are_and_the_copy_in_a_release_does_not(tmp_path: Path) -> None:
    content = SMALL.replace('files = ["*.ttl"]\n', "").encode()
    assert config.parse(content, tmp_path).graphs == (GraphFiles("https://example.org/graph/all", ()),)
    (tmp_path / "kgpub.toml").write_bytes(content)
    with pytest.raises(ConfigError, match="lacks files: globs relative to the archive's folder"):
        config.load(tmp_path)


def test_messages_name_the_file_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "kgpub.toml").write_text(SMALL + "[x]\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'kgpub.toml'}:7:1: kgpub.toml has no x"


def problems(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ConfigError) as caught:
        config.parse(content, Path())
    return [str(problem) for problem in caught.value.problems]
