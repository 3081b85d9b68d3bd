// The parameters of a statement, such as {hours:UInt16}, and a field for each of them.

import { chosen, remember } from "../address.js";
import { byId, make } from "../dom.js";

/** Texts and comments are passed over, as braces in them mean nothing. */
const PARAMETER = /'(?:[^'\\]|\\.)*'|--[^\n]*|\/\*[\s\S]*?\*\/|\{\s*(\w+)\s*:([^}]+)\}/g;
const ADDRESS = "param_";

export function parametersOf(sql) {
  const types = new Map();
  for (const [, name, type] of sql.matchAll(PARAMETER)) {
    if (name && !types.has(name)) types.set(name, type.trim());
  }
  return types;
}

export class Parameters {
  #fields = new Map();
  #frame = byId("parameters");

  /** Shows those of a statement; what was filled in stays. */
  show(sql, usual = {}) {
    const types = parametersOf(sql);
    for (const [name, { line }] of this.#fields) {
      if (!types.has(name)) {
        line.remove();
        this.#fields.delete(name);
      }
    }
    for (const [name, type] of types) {
      const field = this.#fields.get(name) ?? this.#add(name);
      field.input.placeholder = type;
      if (usual[name] != null) field.input.value = usual[name];
    }
    this.#frame.replaceChildren(...[...types.keys()].map((name) => this.#fields.get(name).line));
  }

  #add(name) {
    const input = make("input", "");
    input.name = name;
    input.autocomplete = "off";
    input.spellcheck = false;
    input.value = chosen(ADDRESS + name) ?? "";
    const line = make("label", "", make("code", "", name), input);
    const field = { line, input };
    this.#fields.set(name, field);
    return field;
  }

  values() {
    return Object.fromEntries([...this.#fields].map(([name, { input }]) => [name, input.value]));
  }

  /** Takes the values into the address, and those of former statements out of it. */
  remember() {
    for (const name of [...new URLSearchParams(location.search).keys()]) {
      if (name.startsWith(ADDRESS)) remember(name, null);
    }
    for (const [name, { input }] of this.#fields) remember(ADDRESS + name, input.value);
  }
}
