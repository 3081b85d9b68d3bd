// What the page of queries takes from CodeMirror, as one module.
export { autocompletion, completeFromList, ifNotIn } from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { SQLDialect, schemaCompletionSource } from "@codemirror/lang-sql";
export { HighlightStyle, bracketMatching, syntaxHighlighting, syntaxTree } from "@codemirror/language";
export { Compartment, Prec } from "@codemirror/state";
export { Decoration, EditorView, MatchDecorator, ViewPlugin, keymap, placeholder } from "@codemirror/view";
export { tags } from "@lezer/highlight";
