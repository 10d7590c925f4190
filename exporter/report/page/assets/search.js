// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Search and filters. Both are decided once for each text, kind and run, so that
// a failure costs a few look-ups however many there are.

let lower = null; // texts in lower case, made when first searched

// valuesOf returns the words that row has in a field.
function valuesOf(field, row) {
  const kind = rows.kind[row];
  switch (field) {
    case "outcome": return [outcomeOf(row)];
    case "run": return [texts[runs.id[rows.run[row]]]];
    case "tag": return kinds.tags[kind].map((at) => texts[at]);
    default: return kindValues(field, kind);
  }
}

function kindValues(field, kind) {
  if (field === "severity") return [SEVERITIES[kinds.severity[kind]]];
  if (field === "category") return [CATEGORIES[kinds.category[kind]]];
  if (field === "tag") return kinds.tags[kind].map((at) => texts[at]);
  return [texts[kinds[field][kind]]];
}

// matcher returns a function that tells whether a row is chosen, leaving out the
// filter of one field.
function matcher(s, without) {
  const fields = Object.keys(s.where).filter((field) => field !== without);
  const kindFields = fields.filter((field) => field !== "outcome" && field !== "run");
  const kindOK = Uint8Array.from(kinds.group, (_, kind) =>
    Number(kindFields.every((field) => kindValues(field, kind).some((value) => s.where[field].includes(value)))));
  const outcomeOK = OUTCOMES.map((outcome) => !fields.includes("outcome") || s.where.outcome.includes(outcome));
  const runOK = Uint8Array.from(runs.id, (id) => Number(!fields.includes("run") || s.where.run.includes(texts[id])));
  const from = s.from === null ? -Infinity : s.from;
  const to = s.to === null ? Infinity : s.to;
  const terms = s.q.toLowerCase().split(/\s+/).filter(Boolean).map(termMatcher);
  return (row) =>
    kindOK[rows.kind[row]] === 1 && outcomeOK[rows.outcome[row] >> 1] && runOK[rows.run[row]] === 1 &&
    rows.time[row] >= from && rows.time[row] < to && terms.every((term) => term(row));
}

// termMatcher returns a function that tells whether a word is in what is said of
// a row.
function termMatcher(term) {
  lower = lower || texts.map((text) => text.toLowerCase());
  const hit = Uint8Array.from(lower, (text) => Number(text.includes(term)));
  const kindHit = Uint8Array.from(kinds.group, (group, kind) => Number(
    hit[group] || hit[kinds.reason[kind]] || hit[kinds.operation[kind]] || hit[kinds.node[kind]] ||
    hit[kinds.tool[kind]] || hit[kinds.model[kind]] || hit[kinds.type[kind]] || hit[kinds.service[kind]] ||
    hit[kinds.user[kind]] || kinds.tags[kind].some((tag) => hit[tag]) ||
    CATEGORIES[kinds.category[kind]].includes(term) || SEVERITIES[kinds.severity[kind]].includes(term)));
  const runHit = Uint8Array.from(runs.id, (id, run) => Number(hit[id] || hit[runs.trace[run]]));
  const outcomeHit = OUTCOMES.map((outcome) => outcome.includes(term));
  const isID = term.length >= 4;
  return (row) =>
    kindHit[rows.kind[row]] === 1 || (rows.message[row] > 0 && hit[rows.message[row]] === 1) || runHit[rows.run[row]] === 1 ||
    outcomeHit[rows.outcome[row] >> 1] || (isID && rows.id[row].includes(term));
}

let selected = new Uint32Array(0); // rows chosen, oldest first

function select() {
  const matches = matcher(state);
  const found = new Uint32Array(total);
  let n = 0;
  for (let row = 0; row < total; row++) if (matches(row)) found[n++] = row;
  selected = found.subarray(0, n);
}

// inOrder returns the chosen rows as they are listed.
function inOrder() {
  const list = Array.from(selected);
  if (state.order === "severity") {
    const harm = (row) => ({ failed: 3, unknown: 2, degraded: 1, recovered: 0 })[outcomeOf(row)];
    return list.sort((a, b) => severityOf(b) - severityOf(a) || harm(b) - harm(a) || b - a);
  }
  if (state.order === "latency") return list.sort((a, b) => rows.latency[b] - rows.latency[a] || b - a);
  return state.order === "old" ? list : list.reverse();
}

// facet counts the values of a field among the rows that the other filters
// choose, most frequent first.
function facet(field) {
  const matches = matcher(state, field);
  const counts = new Map((state.where[field] || []).map((value) => [value, 0]));
  for (let row = 0; row < total; row++) {
    if (matches(row)) for (const value of valuesOf(field, row)) counts.set(value, (counts.get(value) || 0) + 1);
  }
  counts.delete("");
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
