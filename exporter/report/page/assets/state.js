// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// The state of the view is the fragment of the address: filters, search, sort
// and the open failure. What is not understood is left out.

const FIELDS = ["outcome", "severity", "category", "reason", "operation", "node", "tool", "model", "tag", "run", "user", "service", "group"];
const SORTS = ["count", "harm", "last", "first", "runs"];
const ORDERS = ["new", "old", "severity", "latency"];

// visible shows characters that hide or reorder text, as the data have them
// already: somebody else may have made the link.
const visible = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) => {
  const code = char.codePointAt(0);
  if (char === "\n" || char === "\t") return char;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "␡" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
});

function parseState(fragment) {
  const params = new URLSearchParams(fragment.replace(/^#/, ""));
  const pick = (name, known) => (known.includes(params.get(name)) ? params.get(name) : known[0]);
  const instant = (name) => (/^-?\d{1,15}$/.test(params.get(name) || "") ? Number(params.get(name)) : null);
  const where = {};
  for (const field of FIELDS) {
    const values = [...new Set(params.getAll(field).map(visible))];
    if (values.length) where[field] = values;
  }
  return {
    q: visible(params.get("q") || ""), where, from: instant("from"), to: instant("to"),
    sort: pick("sort", SORTS), order: pick("order", ORDERS), failure: visible(params.get("failure") || ""),
  };
}

let state = parseState("");

// fragmentOf is the reverse of parseState.
function fragmentOf(s) {
  const params = new URLSearchParams();
  if (s.q) params.set("q", s.q);
  for (const field of FIELDS) for (const value of s.where[field] || []) params.append(field, value);
  if (s.from !== null) params.set("from", s.from);
  if (s.to !== null) params.set("to", s.to);
  if (s.sort !== SORTS[0]) params.set("sort", s.sort);
  if (s.order !== ORDERS[0]) params.set("order", s.order);
  if (s.failure) params.set("failure", s.failure);
  return `#${params}`;
}

// linkTo returns the address of the view with changes, and without the open
// failure unless that is what changes.
const linkTo = (changes) => fragmentOf({ ...state, failure: "", ...changes });
// linkToOnly is the same for a view without the filters there are.
const linkToOnly = (field, value) => fragmentOf({ ...parseState(""), where: { [field]: [value] } });

// go shows another view, so that Back returns; with replace it does not, which
// is for typing.
function go(changes, replace) {
  const next = linkTo(changes);
  if (!replace) {
    location.hash = next;
    return;
  }
  try {
    history.replaceState(null, "", next);
  } catch {
    location.replace(next);
    return;
  }
  readState();
  render(false);
}

function readState() {
  state = parseState(location.hash);
}

const isFiltered = () => Boolean(state.q || state.from !== null || state.to !== null || Object.keys(state.where).length);

function withValue(field, value, on) {
  const values = (state.where[field] || []).filter((v) => v !== value);
  if (on) values.push(value);
  const where = { ...state.where };
  if (values.length) where[field] = values;
  else delete where[field];
  return { where };
}
