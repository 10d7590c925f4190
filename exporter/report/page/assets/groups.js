// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Groups: the same thing going wrong.

const GROUPS_SHOWN = 8;
let allGroups = false;

// tallies returns the figures of each group that has chosen failures. Without a
// filter they are those of all failures, listed or not.
function tallies() {
  if (!isFiltered()) {
    return groups.name.map((_, group) => ({
      group, count: groups.count[group], runs: groups.runs[group], first: groups.first[group], last: groups.last[group],
      outcomes: groups.outcomes[group], timeline: groups.timeline[group],
    }));
  }
  const found = new Map();
  const seen = new Set();
  for (const row of selected) {
    const group = groupOf.get(kinds.group[rows.kind[row]]);
    if (group === undefined) continue;
    let tally = found.get(group);
    if (!tally) {
      tally = { group, count: 0, runs: 0, first: rows.time[row], last: 0, outcomes: [0, 0, 0, 0], timeline: new Array(raw.columns || 0).fill(0) };
      found.set(group, tally);
    }
    tally.count++;
    tally.last = rows.time[row];
    tally.outcomes[rows.outcome[row] >> 1]++;
    const column = Math.floor((rows.time[row] - raw.start) / raw.column);
    if (column >= 0 && column < tally.timeline.length) tally.timeline[column]++;
    const key = group * runs.id.length + rows.run[row];
    if (!seen.has(key)) {
      seen.add(key);
      tally.runs++;
    }
  }
  return [...found.values()];
}

const lost = (tally) => tally.outcomes[2] + tally.outcomes[3];
const SORTERS = {
  count: (a, b) => b.count - a.count,
  harm: (a, b) => lost(b) - lost(a) || b.outcomes[1] - a.outcomes[1],
  last: (a, b) => b.last - a.last,
  first: (a, b) => b.first - a.first,
  runs: (a, b) => b.runs - a.runs,
};

const groupTitle = (group) => texts[groups.message[group]] || texts[groups.type[group]] || texts[groups.operation[group]] || "(no text)";

// sparkline draws counts over time. The figures are in words beside it.
function sparkline(counts, height) {
  const highest = Math.max(1, ...counts);
  const node = svg("svg", { class: "spark", width: "100%", height, "aria-hidden": "true", focusable: "false" });
  counts.forEach((n, i) => {
    const h = n ? Math.max(2, (n / highest) * (height - 1)) : 1;
    node.append(svg("rect", {
      class: n ? "fill-bar" : "rail", x: `${(100 * (i + 0.1)) / counts.length}%`, width: `${80 / counts.length}%`, y: height - h, height: h,
    }));
  });
  return node;
}

// strip draws the shares of outcomes.
function strip(outcomes) {
  const sum = outcomes.reduce((a, b) => a + b, 0) || 1;
  const node = svg("svg", { class: "strip", width: "100%", height: 5, "aria-hidden": "true", focusable: "false" });
  let before = 0;
  outcomes.forEach((n, i) => {
    if (n) node.append(svg("rect", { class: `fill-${OUTCOMES[i]}`, x: `${(100 * before) / sum}%`, width: `${(100 * n) / sum}%`, height: 5 }));
    before += n;
  });
  return node;
}

const became = (outcomes) => OUTCOMES.map((name, i) => outcomes[i] && `${count(outcomes[i])} ${name}`).filter(Boolean).join(", ");

function groupRow(tally) {
  const { group } = tally;
  return el("li", {}, el("a", { className: "row group", href: linkTo(withValue("group", texts[groups.name[group]], true)) },
    el("span", { className: "count" }, count(tally.count), el("small", {}, `in ${plural(tally.runs, "run")}`)),
    el("span", {},
      el("span", { className: "title", dir: "auto" }, groupTitle(group)),
      el("span", { className: "sub" },
        el("code", {}, texts[groups.operation[group]] || "(none)"),
        el("span", {}, why(groups, group).join(" · ")),
        el("span", {}, SEVERITIES[groups.severity[group]] || ""),
        el("span", {}, became(tally.outcomes)))),
    el("span", { className: "shape" }, sparkline(tally.timeline, 22), strip(tally.outcomes)),
    el("span", { className: "when" }, el("span", {}, "last "), time(tally.last, listFormat))));
}

// showGroups lists the groups and returns how many there are.
function showGroups() {
  const list = tallies().sort((a, b) => SORTERS[state.sort](a, b) || b.count - a.count || a.group - b.group);
  const shown = allGroups ? list : list.slice(0, GROUPS_SHOWN);
  fill($("groups-list"), ...shown.map(groupRow));
  $("groups").hidden = list.length === 0 || isGroupView();
  $("groups-sort").value = state.sort;
  $("groups-more").hidden = shown.length === list.length;
  $("groups-more").textContent = `Show all ${count(list.length)} groups`;
  return isFiltered() ? list.length : raw.groupCount;
}

const isGroupView = () => (state.where.group || []).length === 1;

// showGroupView shows what is known of the one group that is chosen.
function showGroupView() {
  const view = $("group-view");
  const group = isGroupView() ? groups.name.findIndex((name) => texts[name] === state.where.group[0]) : -1;
  view.hidden = group < 0;
  if (group < 0) return;
  const fact = (name, ...value) => el("div", {}, el("dt", {}, name), el("dd", {}, ...value));
  const recovered = groups.outcomes[group][0] + groups.outcomes[group][1];
  fill(view,
    el("p", { className: "crumbs" }, el("a", { href: linkTo(withValue("group", state.where.group[0], false)) }, "← All groups")),
    el("p", { className: "eyebrow" }, [...why(groups, group), SEVERITIES[groups.severity[group]]].join(" · ")),
    el("h1", { id: "group-title", tabIndex: -1 }, el("code", {}, texts[groups.operation[group]] || "(none)")),
    el("p", { className: "message unknown", dir: "auto" },
      texts[groups.type[group]] && el("span", { className: "type" }, texts[groups.type[group]]), groupTitle(group)),
    el("dl", { className: "figures" },
      fact("Failures", count(groups.count[group])),
      fact("Runs hit", count(groups.runs[group])),
      fact("Recovery", percent(recovered, groups.count[group])),
      fact("Became", became(groups.outcomes[group])),
      texts[groups.usual[group]] && fact("Usually", spaced(texts[groups.usual[group]])),
      fact("Lost", [span(groups.latency[group]), groups.tokens[group] && plural(groups.tokens[group], "token")].filter(Boolean).join(", ")),
      fact("First seen", time(groups.first[group])),
      fact("Last seen", time(groups.last[group]))),
    raw.columns > 1 && el("div", { className: "part history" }, el("h2", {}, "Over time"), sparkline(groups.timeline[group], 56),
      el("p", { className: "axis" }, time(raw.start, listFormat), time(raw.start + raw.columns * raw.column, listFormat))));
}
