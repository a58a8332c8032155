/* The SPARQL editor: YASGUI over this server's endpoint, with this archive's words.

   Nothing that a visitor writes is kept: YASGUI gets no place to store it, queries go out by POST, so that they stand in
   no address, and a permalink carries its query behind the "#", which browsers send to nobody. YASGUI 4.6.2 is relied on
   for the names of some of its methods; tests/browser/test_editor.py fails when they change. */

const { Yasgui } = window;
const { Yasqe, Yasr, Tab } = Yasgui;

const form = document.getElementById("form");
const place = document.getElementById("editor");
const endpoint = form.action;
const MOST_SUGGESTIONS = 100;
const MOST_ROWS = 10_000; // more make a table that no browser moves
const LONG_TEXT = 60; // characters, from which a column is made wide
const LONGEST_RESPONSE = 2_000_000; // characters, for the same reason
const TABS_WITH_EXAMPLES = 3;
const STRING = "http://www.w3.org/2001/XMLSchema#string";

/* ---- the archive's words ---- */

/** What the archive calls things; `terms` is the document /sparql/terms.json. */
class Words {
  constructor(terms) {
    this.base = terms.base;
    this.classes = terms.classes;
    this.properties = terms.properties;
    // The longest first: a namespace may lie in another.
    this.prefixes = Object.entries(terms.prefixes).sort(([, one], [, other]) => other.length - one.length);
    this.byUri = new Map([...terms.classes, ...terms.properties].map((term) => [term.uri, term]));
  }

  /** Abbreviate a URI with one of the archive's prefixes, where that needs no escapes. */
  shorten(uri, isUsable = () => true) {
    for (const [prefix, namespace] of this.prefixes) {
      const rest = uri.slice(namespace.length);
      if (uri.startsWith(namespace) && /^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(rest) && isUsable(prefix, namespace)) {
        return `${prefix}:${rest}`;
      }
    }
    return null;
  }

  /** Give the address to link to: on this host for the archive's own, none for what is no web address. */
  address(uri) {
    if (uri.startsWith(this.base)) return `${location.origin}/${uri.slice(this.base.length)}`;
    return /^(https?|mailto):/i.test(uri) ? uri : null;
  }
}

/* ---- completion ---- */

let isAskedFor = false; // whether the visitor asked for suggestions, rather than wrote something

/** Let the editor complete the archive's prefixes, classes and properties, and nothing that it would fetch elsewhere. */
function complete(words) {
  const { prefixes, class: classes, property: properties } = Yasqe.Autocompleters;
  const lines = words.prefixes.map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  Yasqe.registerAutocompleter({ ...prefixes, get: () => lines, persistenceId: null });
  Yasqe.registerAutocompleter(ofTerms(words, words.classes, classes));
  Yasqe.registerAutocompleter(ofTerms(words, words.properties, properties));
}

function ofTerms(words, terms, completer) {
  return {
    ...completer,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => completer.isValidCompletionPosition(yasqe) || isAskedForAt(yasqe, completer),
    get: (yasqe, token) => matching(terms, token, yasqe).slice(0, MOST_SUGGESTIONS).map((term) => term.uri),
    preProcessToken: (yasqe, token) => asWord(yasqe, token) ?? completer.preProcessToken(yasqe, token),
    postProcessSuggestion: (yasqe, token, uri) => written(words, yasqe, uri),
    postprocessHints: (yasqe, hints) => hints.map((hint) => withName(words, yasqe, hint)),
  };
}

/** Tell whether properties are asked for where nothing is written yet. */
function isAskedForAt(yasqe, completer) {
  const { type, state } = yasqe.getCompleteToken();
  return isAskedFor && completer.name === "property" && type === "ws" && state.possibleCurrent.includes("a");
}

/** Give what stands before the cursor where it is no token of SPARQL: nothing, or a word in any letters. */
function asWord(yasqe, token) {
  const { line, ch } = yasqe.getDoc().getCursor();
  const [word] = yasqe.getDoc().getLine(line).slice(0, ch).match(/[\p{L}\p{N}_-]*$/u);
  if (token.string.trim() && token.string.length >= word.length) return null;
  return { ...token, string: word, autocompletionString: word, from: { ch: ch - word.length }, to: { ch } };
}

/** Find the terms whose URI begins like a token, or whose name has it in it. */
function matching(terms, token, yasqe) {
  const wanted = (token.autocompletionString ?? token.string).trim().replace(/^<|>$/g, "").toLowerCase();
  if (!wanted) return isAskedFor ? terms : [];
  const isUri = /^https?:/.test(wanted);
  const namespaces = Object.values(yasqe.getPrefixesFromQuery());
  const fits = isUri
    ? (term) => term.uri.toLowerCase().startsWith(wanted)
    : (term) => [localName(term.uri), ...term.names].some((name) => name.toLowerCase().includes(wanted));
  const isWhole = (term) => isUri && term.uri.toLowerCase() === wanted && !namespaces.includes(term.uri);
  return terms.filter((term) => fits(term) && !isWhole(term));
}

function localName(uri) {
  return uri.split(/[#/]/).pop();
}

/** Write a URI as a query does, with a prefix that the query gives the same meaning. */
function written(words, yasqe, uri) {
  const declared = yasqe.getPrefixesFromQuery();
  return words.shorten(uri, (prefix, namespace) => (declared[prefix] ?? namespace) === namespace) ?? `<${uri}>`;
}

/** Show a suggestion with its name and how often the data use it. */
function withName(words, yasqe, hint) {
  const term = [...words.byUri.values()].find((known) => written(words, yasqe, known.uri) === hint.text);
  const render = (element) => {
    element.append(piece("code", hint.text));
    if (term?.names.length) element.append(" ", piece("span", term.names[0], "name"));
    if (term) element.append(" ", piece("span", term.count.toLocaleString("en"), "number"));
  };
  return { ...hint, render };
}

/* ---- answers ---- */

/** Show answers as they were sent: YASR replaces {{names}} in literals, and stumbles over triple terms. */
function showAsSent() {
  const { draw } = Yasr.prototype;
  Yasr.prototype.draw = function () {
    const { results } = this;
    if (results && !results.json && !results.hasError() && results.getContentType()?.includes("sparql-results+json")) {
      const sent = results.getOriginalResponseAsString();
      Object.assign(results, { json: JSON.parse(sent), type: "json" });
      // The server sends one line.
      results.getOriginalResponseAsString = () =>
        sent.length > LONGEST_RESPONSE ? sent : JSON.stringify(results.json, null, 2);
    }
    return draw.call(this);
  };
}

/** Show a response as text unless it is so long that the browser would stand still. */
class Response extends Yasr.plugins.response {
  helpReference = undefined;

  canHandleResults() {
    return super.canHandleResults() && this.yasr.results.getOriginalResponseAsString().length <= LONGEST_RESPONSE;
  }
}

/** Let no rules be written into the head, where the page's security policy refuses them: sparql.css has them. */
function keepRulesOut() {
  const { head } = document;
  const append = (node) => Node.prototype.appendChild.call(head, node);
  head.appendChild = (node) => append(node.localName === "style" ? document.createElement("template") : node);
}

/** Show terms as SPARQL writes them, with links that dereference on this host. */
function tableOf(words) {
  return class extends Yasr.plugins.table {
    helpReference = undefined;
    download = undefined; // whole answers come from the server, in each of its formats
    persistentConfig = { isEllipsed: false }; // nothing is cut short unless somebody asks for it

    getSizeFirstColumn() {
      return super.getSizeFirstColumn() + 24; // the padding of sparql.css
    }

    draw(config) {
      super.draw(config);
      this.tableResizer.store = {}; // column-resizer would keep widths in the session's storage
      this.yasr.resultsEl.querySelector(".left-out")?.remove();
      const all = this.yasr.results.getBindings()?.length ?? 0;
      if (all > MOST_ROWS) this.yasr.resultsEl.prepend(piece("p", leftOut(all), "hint left-out"));
    }

    getRows() {
      return super.getRows().slice(0, MOST_ROWS);
    }

    getColumns() {
      const [numbers, ...columns] = super.getColumns();
      const render = (term, purpose) => (term && purpose === "display" ? this.getCellContent(term) : escaped(text(term)));
      return [numbers, ...columns.map((column) => ({ ...column, render }))];
    }

    getCellContent(term) {
      const cell = document.createElement("div");
      if (text(term).length > LONG_TEXT) cell.className = "long";
      cell.append(document.createElement("span"));
      cell.firstChild.append(...shown(term, words, this.persistentConfig.compact));
      return cell.outerHTML;
    }
  };
}

function leftOut(all) {
  const count = (number) => number.toLocaleString("en");
  return `The table has the first ${count(MOST_ROWS)} of ${count(all)} rows; a download has them all.`;
}

/** Give what a term is sorted and filtered by. */
function text(term) {
  if (!term) return "";
  return term.type === "triple" ? Object.values(term.value).map(text).join(" ") : term.value;
}

/** DataTables reads what has a "&" in it as HTML. */
function escaped(string) {
  return string.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Give the nodes that show a term; `isSimple` leaves out what stands around its text. */
function shown(term, words, isSimple) {
  switch (term.type) {
    case "uri":
      return [linked(term.value, words)];
    case "bnode":
      return [`_:${term.value}`];
    case "triple": {
      const { subject, predicate, object } = term.value;
      return ["<<( ", ...[subject, predicate, object].flatMap((part) => [...shown(part, words, isSimple), " "]), ")>>"];
    }
    default:
      return literal(term, words, isSimple);
  }
}

function linked(uri, words) {
  const address = words.address(uri);
  const short = words.shorten(uri) ?? `<${uri}>`;
  if (!address) return piece("code", short);
  const link = piece("a", short, uri.startsWith(words.base) ? "" : "external");
  // In a window of its own: leaving the page would lose what was written.
  Object.assign(link, { href: address, title: uri, target: "_blank", rel: "noopener noreferrer" });
  return link;
}

function literal(term, words, isSimple) {
  const language = term["xml:lang"];
  const text = piece("bdi", term.value);
  if (language) text.lang = language;
  if (isSimple) return [text];
  if (language) return [text, " ", piece("span", language, "tag")];
  if (!term.datatype || term.datatype === STRING) return [text];
  const tag = piece("span", words.shorten(term.datatype) ?? term.datatype, "tag");
  tag.title = term.datatype;
  return [text, " ", tag];
}

function piece(name, text, className = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/* ---- failures ---- */

/** Say what failed in the server's words, and lead to the place in the query. */
function failure(yasgui, text) {
  const { title, detail, line, column } = problem(text);
  const element = document.createElement("div");
  element.className = "failure";
  element.setAttribute("role", "alert");
  element.append(piece("strong", title), piece("p", detail, "problem"));
  if (line) element.append(wayTo(yasgui, { line: line - 1, ch: (column ?? 1) - 1 }));
  return element;
}

function problem(text) {
  try {
    const { title, detail, line, column } = JSON.parse(text);
    if (title && detail) return { title, detail, line, column };
  } catch {
    // not a problem document: the browser itself says what failed
  }
  if (/abort/i.test(text)) return { title: "Stopped", detail: "The query was stopped before its answer was there." };
  return {
    title: "The answer did not come whole",
    detail: `What came of it is not shown, since a part could look like the whole. Try again. (${text})`,
  };
}

function wayTo(yasgui, position) {
  const button = piece("button", "Show the place");
  button.type = "button";
  button.addEventListener("click", () => {
    const yasqe = yasgui.getTab().getYasqe();
    yasqe.getDoc().setCursor(position);
    yasqe.focus();
  });
  return button;
}

/** Say why a line is marked. YASQE's own tooltip has a style in its HTML, which the page's security policy refuses. */
function explainMarks(yasgui) {
  const replace = (event) => {
    const mark = event.target.closest?.(".parseErrorIcon");
    if (!mark) return;
    event.stopPropagation();
    mark.title = firstFault(yasgui.getTab().getYasqe());
  };
  place.addEventListener("mouseover", replace, true);
  place.addEventListener("mouseout", replace, true);
}

function firstFault(yasqe) {
  const doc = yasqe.getDoc();
  for (let line = doc.firstLine(); line <= doc.lastLine(); line += 1) {
    const { state } = yasqe.getTokenAt({ line, ch: doc.getLine(line).length }, true);
    if (!state.OK) return state.errorMsg ?? `Here was expected: ${state.possibleCurrent.join(" ")}`;
  }
  return "";
}

/* ---- downloads ---- */

/** Make the buttons that download the whole answer to the query of the tab in front. */
function downloads(yasgui) {
  const bar = document.getElementById("downloads").content.firstElementChild;
  const status = bar.querySelector("[role=status]");
  bar.addEventListener("click", async ({ target }) => {
    if (!target.value) return;
    const tab = yasgui.getTab();
    status.textContent = "The answer is coming …";
    try {
      const answer = await fetched(tab.getQuery(), target.value);
      save(answer, `${fileName(tab.getName())}.${target.value}`);
      status.textContent = `${Math.ceil(answer.size / 1024).toLocaleString("en")} KiB saved.`;
    } catch (error) {
      status.textContent = "";
      tab.getYasr().setResponse(error);
    }
  });
  return bar;
}

/** Fetch an answer; one that breaks off is an error, never a part. */
async function fetched(query, format) {
  const response = await fetch(endpoint, { method: "POST", body: new URLSearchParams({ query, format }) });
  if (!response.ok) throw new Error(await response.text());
  return response.blob();
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function fileName(name) {
  return name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "answer";
}

/* ---- tabs and permalinks ---- */

/** Put the query behind the "#", where no server sees it. YASGUI's own link would name the endpoint, too. */
function share() {
  Tab.prototype.getShareableLink = function () {
    return `${endpoint}#${new URLSearchParams({ query: this.getQuery(), tabTitle: this.getName() })}`;
  };
}

/** Take the query out of the address, as a tab; null where there is none. */
function takeLinked() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const query = parameters.get("query");
  if (query === null) return null;
  history.replaceState(null, "", location.pathname);
  return { name: parameters.get("tabTitle") || "From a link", yasqe: { value: query } };
}

function open(yasgui, tab) {
  yasgui.addTab(true, tab, { avoidDuplicateTabs: true });
}

function run(yasgui) {
  yasgui.getTab().query().catch(() => {}); // what fails is shown with the answers
}

function exampleTab(link) {
  const question = link.parentElement.querySelector(".question")?.textContent;
  const query = new URL(link.href).searchParams.get("query");
  return { name: link.textContent, yasqe: { value: question ? `# ${question}\n${query}` : query } };
}

/** Begin with the form's query, the first examples, and what the address asks. */
function fill(yasgui) {
  const links = [...document.querySelectorAll(".examples li a")];
  const linkedTab = takeLinked();
  open(yasgui, { name: "Query", yasqe: { value: form.elements.query.value } });
  links.slice(0, TABS_WITH_EXAMPLES).forEach((link) => yasgui.addTab(false, exampleTab(link)));
  if (linkedTab) {
    open(yasgui, linkedTab);
    run(yasgui);
  }
}

/** Open examples in tabs, and links to queries that are followed while the page is open. */
function follow(yasgui) {
  document.querySelector(".examples")?.addEventListener("click", (event) => {
    const link = event.target.closest("li a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(yasgui, exampleTab(link));
    run(yasgui);
    place.scrollIntoView();
  });
  window.addEventListener("hashchange", () => {
    const tab = takeLinked();
    if (!tab) return;
    open(yasgui, tab);
    run(yasgui);
  });
}

/* ---- the page ---- */

/** Add to the tab in front what YASGUI has not: downloads, names for what has only a sign. */
function dress(yasgui, bar) {
  const panel = place.querySelector(".tabPanel.active");
  const yasqe = yasgui.getTab()?.getYasqe();
  if (!panel || !yasqe) return;
  panel.querySelector(".editorwrapper").after(bar);
  panel.querySelector(".yasr_response_chip").setAttribute("role", "status");
  const update = () => offer(bar, yasgui.getTab()?.getYasqe()?.getQueryType());
  if (!panel.dataset.dressed) yasqe.on("changes", update);
  panel.dataset.dressed = "yes";
  bar.querySelector("[role=status]").textContent = "";
  update();
}

/** Offer the formats that a kind of query can be answered in. */
function offer(bar, queryType) {
  const isGraph = queryType === "CONSTRUCT" || queryType === "DESCRIBE";
  bar.querySelectorAll("button").forEach((button) => {
    button.hidden = button.classList.contains("graphs") !== isGraph;
  });
}

function settings(words) {
  return {
    persistenceId: null,
    populateFromUrl: false, // see takeLinked: YASGUI would take another endpoint from a link
    autoAddOnInit: false,
    autofocus: false,
    tabName: "Query",
    requestConfig: {
      endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderGraph: "text/turtle",
    },
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: {
      value: "SELECT * WHERE {\n  ?subject ?predicate ?object .\n}\nLIMIT 10\n",
      screenReaderLabel: "SPARQL query",
      editorHeight: "19rem",
      extraKeys: {
        Tab: false, // it moves on, so that nobody is caught in the editor
        "Shift-Tab": false,
        "Ctrl-Space": (yasqe) => {
          isAskedFor = true;
          yasqe.autocomplete();
          isAskedFor = false;
        },
      },
    },
    yasr: { prefixes: Object.fromEntries(words.prefixes) },
  };
}

async function start() {
  const words = new Words(await (await fetch(`${endpoint}/terms.json`)).json());
  complete(words);
  showAsSent();
  keepRulesOut();
  share();
  Yasr.registerPlugin("table", tableOf(words));
  Yasr.registerPlugin("response", Response);
  let yasgui;
  Yasr.defaults.errorRenderers = [async ({ text }) => failure(yasgui, text)];
  place.hidden = false;
  yasgui = new Yasgui(place, settings(words));
  const bar = downloads(yasgui);
  for (const event of ["tabSelect", "tabAdd"]) yasgui.on(event, () => queueMicrotask(() => dress(yasgui, bar)));
  explainMarks(yasgui);
  fill(yasgui);
  follow(yasgui);
  form.hidden = true;
  document.getElementById("hints").hidden = false;
}

start();
