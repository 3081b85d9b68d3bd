// <sql-editor>: a field for one statement, with colours and completion, used as a text field is; it tells each change by the
// event `input`. It lives in a shadow tree, where the editor's styles are no inline ones, which the pages do not allow.

import {
  Compartment,
  Decoration,
  EditorView,
  HighlightStyle,
  MatchDecorator,
  Prec,
  SQLDialect,
  ViewPlugin,
  autocompletion,
  bracketMatching,
  completeFromList,
  defaultKeymap,
  history,
  historyKeymap,
  ifNotIn,
  keymap,
  placeholder,
  schemaCompletionSource,
  syntaxHighlighting,
  syntaxTree,
  tags,
} from "/lib/codemirror.js";
import { quoted } from "./names.js";

/** What a statement that reads is made of; ClickHouse has more keywords, which are names of columns as often. */
const KEYWORDS =
  "all and anti any array as asc asof between by case collate cross cube descending desc describe distinct else end except exists " +
  "explain fill final first format from full global group having ilike in inner intersect interpolate interval into is join last left " +
  "like limit not nulls offset on or order outer over partition paste prewhere qualify recursive right rollup sample select semi " +
  "settings show step then ties to totals union using values when where window with";

const DIALECT = SQLDialect.define({
  keywords: KEYWORDS,
  types: "",
  backslashEscapes: true,
  identifierQuotes: '`"',
  operatorChars: "*+-%<>!=&|~^/?",
  specialVar: "",
});

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--meta)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", color: "inherit" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px", borderRadius: "12px 12px 0 0" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "0.875rem", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "0.9rem 0", caretColor: "currentColor" },
  ".cm-line": { padding: "0 1rem" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-function": { color: "var(--warn)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-tooltip": { border: "1px solid var(--line)", borderRadius: "8px", backgroundColor: "var(--surface)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "0.8125rem", maxHeight: "14rem" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.15rem 0.6rem" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
});

/** A name before a bracket, unless it stands in a text or a comment. */
const calls = new MatchDecorator({
  regexp: /\b[A-Za-z_]\w*(?=\()/g,
  decorate: (add, from, to, match, view) => {
    if (syntaxTree(view.state).resolveInner(from, 1).name === "Identifier") add(from, to, Decoration.mark({ class: "cm-function" }));
  },
});

const FUNCTIONS = ViewPlugin.define(
  (view) => ({
    marks: calls.createDeco(view),
    update(update) {
      // What was an identifier may stand in a comment now, whose begin is lines before.
      if (update.docChanged || update.viewportChanged) this.marks = calls.createDeco(update.view);
    },
  }),
  { decorations: (plugin) => plugin.marks },
);

const keywords = KEYWORDS.split(" ").map((word) => ({ label: word.toUpperCase(), type: "keyword" }));

class SqlEditor extends HTMLElement {
  #completion = new Compartment();
  #view;

  connectedCallback() {
    const root = this.attachShadow({ mode: "open" });
    const told = EditorView.contentAttributes.of({ "aria-label": this.getAttribute("label"), autocapitalize: "off", spellcheck: "false" });
    const run = () => {
      this.closest("form").requestSubmit();
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        history(),
        bracketMatching(),
        autocompletion({ icons: false }),
        this.#completion.of(completion([], [])),
        syntaxHighlighting(COLOURS),
        FUNCTIONS,
        THEME,
        EditorView.lineWrapping,
        placeholder("SELECT …"),
        told,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    });
  }

  get value() {
    return this.#view.state.doc.toString();
  }

  /** Another statement, with the cursor at its begin. */
  set value(text) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
  }

  get selectionStart() {
    return this.#view.state.selection.main.from;
  }

  setSelectionRange(from, to) {
    const most = this.#view.state.doc.length;
    this.#view.dispatch({ selection: { anchor: Math.min(from, most), head: Math.min(to, most) }, scrollIntoView: true });
  }

  /** Writes a text at the cursor, in place of what is selected. */
  insert(text) {
    this.#view.dispatch(this.#view.state.replaceSelection(text));
  }

  focus() {
    this.#view.focus();
  }

  /**
   * What is offered while one types, beside keywords.
   *
   * @param tables with name and columns, each with name and type
   * @param functions their names
   */
  offer(tables, functions) {
    this.#view.dispatch({ effects: this.#completion.reconfigure(completion(tables, functions)) });
  }
}

function completion(tables, functions) {
  const columns = (table) => table.columns.map(({ name, type }) => ({ label: name, apply: quoted(name), type: "property", detail: type }));
  const schema = Object.fromEntries(tables.map((table) => [table.name, { self: { label: table.name, apply: quoted(table.name), type: "type", detail: table.engine }, children: columns(table) }]));
  const words = [...keywords, ...functions.map((name) => ({ label: name, apply: `${name}(`, type: "function", boost: -1 }))];
  // Columns are offered before it is written which table they are of.
  const everywhere = new Map(tables.flatMap(columns).map((column) => [column.label, column]));
  return [
    DIALECT.language.extension,
    ...[
      schemaCompletionSource({ dialect: DIALECT, schema }),
      ifNotIn(["QuotedIdentifier", "String", "LineComment", "BlockComment", "."], completeFromList([...words, ...everywhere.values()])),
    ].map((autocomplete) => DIALECT.language.data.of({ autocomplete })),
  ];
}

customElements.define("sql-editor", SqlEditor);
