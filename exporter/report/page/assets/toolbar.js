// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Search field, menus of filters, and the filters that are on.

const MENUS = ["outcome", "severity", "category", "reason", "operation", "run"];
const MAX_CHOICES = 200;

const label = (field, value) => {
  if (value === "llm") return "LLM";
  if (field === "reason") return reasonName(value);
  if (field === "group") {
    const group = groups.name.findIndex((name) => texts[name] === value);
    return group < 0 ? value : groupTitle(group);
  }
  return value || "(none)";
};

function buildToolbar() {
  for (const field of MENUS) {
    const list = el("div", { role: "group", "aria-label": `Filter by ${field}` });
    const menu = el("details", { className: "menu" }, el("summary", {}, capital(field)), list);
    menu.dataset.field = field;
    menu.addEventListener("toggle", () => {
      if (!menu.open) return;
      for (const other of document.querySelectorAll(".menu[open]")) if (other !== menu) other.open = false;
      fillMenu(field, list);
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.firstChild.focus();
      event.stopPropagation();
    });
    $("menus").append(menu);
  }
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  $("q").addEventListener("input", () => go({ q: visible($("q").value) }, true));
}

function fillMenu(field, list) {
  const values = facet(field);
  fill(list,
    ...values.slice(0, MAX_CHOICES).map(([value, n]) => {
    const box = el("input", { type: "checkbox", checked: (state.where[field] || []).includes(value) });
    box.addEventListener("change", () => go(withValue(field, value, box.checked)));
    return el("label", {}, box, el("span", { className: "value" }, label(field, value)), el("span", { className: "n" }, count(n)));
  }));
  if (!values.length) list.append(el("p", { className: "none" }, "nothing to choose"));
  if (values.length > MAX_CHOICES) list.append(el("p", {}, `and ${count(values.length - MAX_CHOICES)} more: search for them`));
}

function chip(name, text, changes) {
  const button = el("button", { type: "button", className: "chip", "aria-label": `Remove filter ${name}: ${text}` },
    el("b", {}, `${name} `), text, " ×");
  button.addEventListener("click", () => {
    go(changes);
    $("q").focus({ preventScroll: true });
  });
  return button;
}

function showToolbar() {
  if ($("q").value !== state.q) $("q").value = state.q;
  for (const menu of $("menus").children) menu.classList.toggle("on", menu.dataset.field in state.where);
  const chips = [];
  for (const [field, values] of Object.entries(state.where)) {
    if (field === "group" && !$("group-view").hidden) continue; // its title is above
    for (const value of values) chips.push(chip(field, label(field, value), withValue(field, value, false)));
  }
  if (state.from !== null || state.to !== null) {
    const border = (ms) => (isTime(ms) ? exact.format(ms) : "…");
    const whole = isTime(state.from) && isTime(state.to) && state.from < state.to;
    chips.push(chip("time", whole ? period(state.from, state.to) : `${border(state.from)} – ${border(state.to)}`, { from: null, to: null }));
  }
  if (chips.length > 1) {
    const all = el("button", { type: "button", className: "chip" }, "Clear all");
    all.addEventListener("click", () => go({ where: {}, from: null, to: null, q: "" }));
    chips.push(all);
  }
  fill($("chips"), ...chips);
}

function showStatus(groupCount) {
  const what = isFiltered() ? `${count(selected.length)} of ${plural(total, "failure")}` : plural(total, "failure");
  const listed = total < raw.total ? ` listed, of ${count(raw.total)} in all` : "";
  $("status").textContent = `${what} in ${plural(groupCount, "group")}${listed}`;
}
