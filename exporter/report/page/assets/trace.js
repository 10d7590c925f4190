// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// The failures of a trace as a small timeline: each attempt from its start to
// where it failed, and until when it was recovered.

const TRACE_ROWS = 30;

function traceOf(row) {
  const run = rows.run[row];
  let all = [];
  for (let other = 0; other < total; other++) if (rows.run[other] === run && isTime(rows.time[other])) all.push(other);
  if (!all.length) return null;
  const at = Math.max(0, all.indexOf(row) - TRACE_ROWS / 2);
  const left = all.length - TRACE_ROWS;
  if (left > 0) all = all.slice(Math.min(at, left), Math.min(at, left) + TRACE_ROWS);
  const begin = Math.min(...all.map((r) => rows.time[r] - rows.latency[r]));
  const end = Math.max(...all.map((r) => rows.time[r] + settledAfter(r)), begin + 1);
  const x = (ms) => `${Math.max(0, Math.min(100, (100 * (ms - begin)) / (end - begin)))}%`;
  const lines = all.map((r) => {
    const failed = rows.time[r];
    const outcome = outcomeOf(r);
    const after = settledAfter(r);
    const track = svg("svg", { width: "100%", height: 16, "aria-hidden": "true", focusable: "false" },
      svg("rect", { class: "rail", y: 7, width: "100%", height: 2 }));
    if (after > 0) track.append(svg("line", { class: `wait ${outcome}`, x1: x(failed), x2: x(failed + after), y1: 8, y2: 8 }));
    const width = (100 * rows.latency[r]) / (end - begin);
    track.append(svg("rect", { class: `fill-${outcome}`, x: x(failed - rows.latency[r]), y: 3, height: 10, width: `${Math.max(0.6, Math.min(100, width))}%`, rx: 2 }));
    if (after > 0) track.append(svg("circle", { class: `fill-${outcome}`, cx: x(failed + after), cy: 8, r: 4 }));
    const words = `${rows.attempt[r] > 1 ? `attempt ${rows.attempt[r]}, ` : ""}failed after ${span(rows.latency[r])}` +
      (outcome === "recovered" ? `, ${after ? `${span(after)} later ` : ""}recovered${texts[rows.action[r]] ? ` by ${spaced(texts[rows.action[r]])}` : ""}` :
        outcome === "degraded" ? ", the run went on without it" : outcome === "failed" ? ", ended the run" : "");
    return el("li", {}, el("a", { className: "row", href: linkTo({ failure: addressOf(r) }), "aria-current": r === row ? "true" : null },
      el("span", {}, el("span", { className: "title" }, el("code", {}, texts[kinds.operation[rows.kind[r]]] || "(none)")),
        el("span", { className: "sub" }, words)),
      track));
  });
  const only = all.length === 1 ? "The only failure of its trace" : `${plural(all.length, "failure")} of its trace`;
  const more = left > 0 ? `, and ${count(left)} more` : "";
  return part("In its trace",
    el("p", {}, `${only}${more}, over ${span(end - begin)}. A bar is an attempt that failed, a dot is when the run had got over it.`),
    el("ol", { className: "trace" }, lines));
}

// settledAfter is how long after a failure it was made up for.
function settledAfter(row) {
  const outcome = outcomeOf(row);
  return outcome === "recovered" || outcome === "degraded" ? Math.max(0, rows.after[row]) : 0;
}
