// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// The list of failures.

const PAGE = 25;
const PRINTED = 500;
let shownFailures = PAGE;
let listed = []; // rows in the order of the list

const MARKS = { recovered: "✓", degraded: "◐", failed: "✕", unknown: "?" };

function outcomeMark(row) {
  const name = outcomeOf(row);
  return el("span", { className: `outcome ${name}` }, el("span", { "aria-hidden": "true" }, `${MARKS[name]} `), name);
}

function failureRow(row) {
  const kind = rows.kind[row];
  return el("li", {}, el("a", { className: "row failure", href: linkTo({ failure: addressOf(row) }) },
    el("span", { className: "when" }, time(rows.time[row], listFormat)),
    el("span", {},
      el("span", { className: "title", dir: "auto" }, messageOf(row)),
      el("span", { className: "sub" },
        // The failures of one group have these in common.
        !isGroupView() && [el("code", {}, texts[kinds.operation[kind]] || "(none)"), el("span", {}, why(kinds, kind).join(" · ")),
          el("span", {}, SEVERITIES[severityOf(row)])],
        isGroupView() && [el("span", {}, texts[runs.id[rows.run[row]]] || "(none)"), el("span", {}, span(rows.latency[row]))],
        rows.attempt[row] > 1 && el("span", {}, `attempt ${rows.attempt[row]}`))),
    outcomeMark(row)));
}

function showFailures() {
  listed = inOrder();
  const shown = listed.slice(0, shownFailures);
  fill($("failures-list"), ...shown.map(failureRow));
  $("failures-sort").value = state.order;
  $("failures-title").textContent = isGroupView() ? "Failures of this group" : "Failures";
  const more = listed.length - shown.length;
  $("failures-more").hidden = more <= 0;
  $("failures-more").textContent = `Show ${count(Math.min(more, PAGE * 2))} more of ${count(more)}`;
  if (!listed.length) {
    const clear = el("button", { type: "button" }, "Clear all filters");
    clear.addEventListener("click", () => go({ where: {}, from: null, to: null, q: "" }));
    fill($("failures-list"), el("li", { className: "none" }, "No failure is like that. ", clear));
  }
}

function buildFailures() {
  const grow = (list, show) => {
    const next = list.children.length;
    show();
    list.children[next]?.firstChild.focus();
  };
  $("failures-more").addEventListener("click", () => {
    shownFailures += PAGE * 2;
    grow($("failures-list"), showFailures);
  });
  $("groups-more").addEventListener("click", () => {
    allGroups = true;
    grow($("groups-list"), showGroups);
  });
  $("failures-sort").addEventListener("change", () => go({ order: $("failures-sort").value }));
  $("groups-sort").addEventListener("change", () => go({ sort: $("groups-sort").value }));
  let before = null;
  addEventListener("beforeprint", () => {
    if (before || state.failure) return;
    before = { shownFailures, allGroups };
    shownFailures = Math.max(shownFailures, PRINTED);
    allGroups = true;
    showGroups();
    showFailures();
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    ({ shownFailures, allGroups } = before);
    before = null;
    render(false);
  });
}
