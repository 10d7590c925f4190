// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// One failure.

const HEX = /^[0-9a-f]{16,32}$/;

function spanOf(row) {
  const detail = detailOf.get(row);
  if (detail !== undefined && details.span[detail]) return texts[details.span[detail]];
  return rows.id[row].replace(/-\d+$/, "");
}

// jaegerLink returns the address of the failed span in Jaeger, if it has one.
function jaegerLink(row) {
  const trace = texts[runs.trace[rows.run[row]]];
  if (!/^https?:\/\//.test(raw.jaeger) || !HEX.test(trace)) return "";
  const found = spanOf(row);
  return `${raw.jaeger}/trace/${trace}${HEX.test(found) ? `?uiFind=${found}` : ""}`;
}

function becameOf(row) {
  const detail = detailOf.get(row);
  const action = spaced(texts[rows.action[row]]);
  const by = action ? ` by ${action === "handled" ? "the operation around it" : action}` : "";
  const after = rows.after[row] > 0 ? ` after ${span(rows.after[row])}` : "";
  const outcome = outcomeOf(row);
  const words = {
    recovered: `Recovered${by}${after}`,
    degraded: `The run went on without it${action && action !== "handled" ? ` (${action})` : ""}${after}`,
    failed: "It ended the run",
    unknown: "What became of it is not known",
  }[outcome];
  const basis = outcome === "unknown" ? "No outcome was recorded." :
    declared(row) ? "The program said so." : "Inferred from the spans.";
  const said = detail !== undefined && texts[details.recovery[detail]];
  return el("div", { className: "became" },
    el("span", { className: `outcome ${outcome}` }, el("span", { "aria-hidden": "true" }, `${MARKS[outcome]} `), words),
    el("small", { dir: "auto" }, said && said !== texts[rows.action[row]] ? `${said} · ${basis}` : basis));
}

function neighbour(row, step) {
  const at = listed.indexOf(row) + step;
  return at >= 0 && at < listed.length && listed.includes(row) ? listed[at] : -1;
}

function crumbs(row) {
  const at = listed.indexOf(row);
  const link = (step, text) => {
    const to = neighbour(row, step);
    return to < 0 ? null : el("a", { href: linkTo({ failure: addressOf(to) }), rel: step < 0 ? "prev" : "next" }, text);
  };
  return el("nav", { className: "crumbs", "aria-label": "Failures" },
    el("a", { href: linkTo({}), id: "back" }, isFiltered() ? "← Back to the failures chosen" : "← Back to the report"),
    el("span", {}, at < 0 ? null : el("span", {}, `${count(at + 1)} of ${count(listed.length)}`), link(-1, "Previous"), link(1, "Next")));
}

function facts(row) {
  const kind = rows.kind[row];
  const detail = detailOf.get(row);
  const value = (name) => (detail === undefined ? "" : texts[details[name][detail]]);
  const filter = (field, text, shown) => text && el("a", { className: "value", href: linkToOnly(field, text) }, shown || text);
  const id = (text) => text && el("span", { className: "id" }, text);
  const retry = { 1: "trying again can help", 0: "trying again unchanged cannot help" }[kinds.retryable[kind]];
  const step = [value("stepTitle"), value("stepID") && `(${value("stepID")})`].filter(Boolean).join(" ");
  const cause = value("cause");
  const causeRow = cause ? byID(texts[runs.trace[rows.run[row]]], cause) : -1;
  const tokens = detail === undefined ? 0 : details.input[detail] + details.output[detail];
  const run = rows.run[row];
  const group = groupOf.get(kinds.group[kind]);
  const alike = group === undefined ? "" : groups.count[group] > 1 ? `one of ${count(groups.count[group])} alike` : "the only one of its kind";
  const list = [
    ["When", time(rows.time[row], second)],
    ["Group", !only && filter("group", texts[kinds.group[kind]], alike)],
    ["Attempt", rows.attempt[row] ? String(rows.attempt[row]) : ""],
    ["Retry", retry || "the error alone does not tell"],
    ["Cost", [span(rows.latency[row]), tokens && plural(tokens, "token")].filter(Boolean).join(", ")],
    ["Run", filter("run", texts[runs.id[run]])],
    ["Node", filter("node", texts[kinds.node[kind]])],
    ["Step", [step, texts[kinds.stepType[kind]]].filter(Boolean).join(" · ")],
    ["Tool", filter("tool", texts[kinds.tool[kind]])],
    ["Model", filter("model", texts[kinds.model[kind]])],
    ["Tags", kinds.tags[kind].flatMap((tag, i) => [i ? ", " : "", filter("tag", texts[tag])])],
    ["Caused by", causeRow >= 0 ? el("a", { href: linkTo({ failure: addressOf(causeRow) }) }, messageOf(causeRow)) : id(cause || value("causeSpan"))],
    ["User", filter("user", texts[kinds.user[kind]])],
    ["Service", filter("service", texts[kinds.service[kind]])],
    ["Trace", id(texts[runs.trace[run]])],
    ["Failure id", id(rows.id[row])],
    ["Fingerprint", id(texts[kinds.group[kind]])],
  ];
  return el("dl", { className: "facts" }, list.filter(([, v]) => (Array.isArray(v) ? v.length : v)).map(([name, v]) =>
    el("div", {}, el("dt", {}, name), el("dd", { className: "value", dir: "auto" }, v))));
}

const part = (title, ...content) => el("section", { className: "part" }, el("h2", {}, title), ...content);

function showFailure() {
  const view = $("failure-view");
  view.hidden = !state.failure && !only;
  if (view.hidden) return;
  const row = only ? 0 : byAddress(state.failure);
  if (row < 0) {
    fill(view,
    el("nav", { className: "crumbs", "aria-label": "Failures" }, el("a", { href: linkTo({}), id: "back" }, "← Back to the report")),
      el("h1", { id: "failure-title", tabIndex: -1 }, "This failure is not in this file"),
      el("p", { className: "none" }, "It may be in another report, or too many others told more."));
    return;
  }
  const kind = rows.kind[row];
  const detail = detailOf.get(row);
  const path = kinds.path[kind].map((at) => texts[at]);
  const jaeger = jaegerLink(row);
  const pre = (name) => detail !== undefined && texts[details[name][detail]] && el("pre", { tabIndex: 0, dir: "auto" }, texts[details[name][detail]]);
  const message = detail !== undefined && texts[details.message[detail]] || messageOf(row);
  const stack = pre("stack");
  const context = pre("context");
  fill(view,
    !only && crumbs(row),
    el("p", { className: "eyebrow" }, [...why(kinds, kind), SEVERITIES[severityOf(row)]].join(" · ")),
    el(only ? "h2" : "h1", { id: "failure-title", tabIndex: -1 }, el("code", {}, texts[kinds.operation[kind]] || "(none)")),
    el("p", { className: `message ${outcomeOf(row)}`, dir: "auto" },
      texts[kinds.type[kind]] && message !== texts[kinds.type[kind]] && el("span", { className: "type" }, texts[kinds.type[kind]]), message),
    becameOf(row),
    jaeger && el("p", { className: "actions" },
      el("a", { className: "button", href: jaeger, target: "_blank", rel: "noreferrer noopener" }, "Open the trace in Jaeger")),
    !only && traceOf(row),
    part("Facts", facts(row)),
    path.length > 1 && part("Path", el("p", {}, "from where it began, outwards"),
      el("p", { className: "value" }, path.flatMap((name, i) => [i ? " ‹ " : "", el("code", {}, name)]))),
    context && part("Context", context),
    stack && part("Stack", stack),
    detail === undefined && el("p", { className: "none" },
      "Message, stack and context of this one are not in this file, to keep it small; the failure log has them."));
}
