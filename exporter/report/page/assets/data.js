// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// The data of the page: columns, and texts by their place in one list.

const raw = JSON.parse($("data").textContent);
const texts = raw.texts;
const CATEGORIES = ["llm", "tool", "memory", "network", "validation", "state", "export", "evaluation", "unknown"];
const SEVERITIES = ["low", "medium", "high", "critical"];
const OUTCOMES = ["recovered", "degraded", "failed", "unknown"];

const columns = (names, table) => Object.fromEntries(names.map((name, i) => [name, table[i]]));

// Of groups all figures are known, also of failures that are not listed.
const groups = columns(
  ["name", "count", "runs", "first", "last", "outcomes", "usual", "severity", "timeline", "latency", "tokens",
    "category", "reason", "operation", "type", "message"], raw.groups);
const kinds = columns(
  ["group", "category", "reason", "severity", "retryable", "operation", "node", "tool", "model", "type", "path", "tags",
    "stepType", "service", "user"], raw.kinds);
const runs = columns(["id", "trace", "began", "state"], raw.runs);
const rows = columns(
  ["time", "kind", "run", "message", "outcome", "action", "latency", "after", "attempt", "id"], raw.rows);
const details = columns(
  ["row", "message", "stack", "context", "stepID", "stepTitle", "span", "cause", "causeSpan", "input", "output",
    "recovery", "recoverySpan", "settled"], raw.details);

const total = rows.kind.length;
for (let i = 1; i < total; i++) rows.time[i] += rows.time[i - 1];
// Times of one day, or one year, are listed without it; the headline and a hover
// tell.
const listFormat = (() => {
  const [from, to] = [rows.time[0], rows.time[total - 1]];
  if (!total || !isTime(from) || new Date(from).getFullYear() !== new Date(to).getFullYear()) return minute;
  return to - from >= 600000 && within(from, to) !== clock ? dayTime : within(from, to);
})();
const declared = (row) => (rows.outcome[row] & 1) === 1;
const outcomeOf = (row) => OUTCOMES[rows.outcome[row] >> 1];
const detailOf = new Map(details.row.map((row, i) => [row, i]));
const groupOf = new Map(groups.name.map((name, i) => [name, i]));
const severityOf = (row) => kinds.severity[rows.kind[row]];

// messageOf says what failed. Where the message is not in the file, another of
// the group stands for it.
function messageOf(row) {
  const kind = rows.kind[row];
  if (rows.message[row]) return texts[rows.message[row]];
  if (detailOf.has(row)) return texts[kinds.type[kind]] || "(no text)";
  const group = groupOf.get(kinds.group[kind]);
  const like = group === undefined ? "" : texts[groups.message[group]];
  return like ? `like: ${like}` : texts[kinds.type[kind]] || "(no text)";
}

const categoryName = (category) => (CATEGORIES[category] === "llm" ? "LLM" : CATEGORIES[category]);

// why says category, reason and severity of a kind or group, in words.
function why(table, i) {
  const reason = texts[table.reason[i]];
  return [categoryName(table.category[i]), reason && reasonName(reason)].filter(Boolean);
}

// byID finds a failure by trace and id, byAddress by both in one, as links have it.
function byID(trace, id) {
  return rows.id.findIndex((known, row) => known === id && texts[runs.trace[rows.run[row]]] === trace);
}
const addressOf = (row) => `${texts[runs.trace[rows.run[row]]]}/${rows.id[row]}`;
const byAddress = (address) => rows.id.findIndex((id, row) => address.endsWith(id) && addressOf(row) === address);
