// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Keys, the list of them, and the theme.

const typing = (node) => node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName));

function moveFocus(step) {
  if (state.failure) {
    const to = neighbour(byAddress(state.failure), step);
    if (to >= 0) go({ failure: addressOf(to) });
    return;
  }
  const links = [...document.querySelectorAll("#browse .row")].filter((link) => link.offsetParent !== null);
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function back() {
  if (state.failure) go({});
  else if (isGroupView()) go(withValue("group", state.where.group[0], false));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("help").open) return;
  const active = document.activeElement;
  if (event.key === "Escape") {
    if (active === $("q")) {
      if (state.q) go({ q: "" }, true);
      else active.blur();
    } else if (!typing(active)) back();
    return;
  }
  if (typing(active)) {
    if (active === $("q") && (event.key === "ArrowDown" || event.key === "Enter")) {
      event.preventDefault();
      moveFocus(1);
    }
    return;
  }
  const onRow = active?.classList.contains("row");
  const actions = {
    "/": () => {
      if (state.failure) go({});
      $("q")?.focus();
      $("q")?.select();
    },
    j: () => moveFocus(1), k: () => moveFocus(-1),
    ArrowDown: onRow && (() => moveFocus(1)), ArrowUp: onRow && (() => moveFocus(-1)),
    "?": () => $("help").showModal(), t: switchTheme,
  };
  const action = Object.hasOwn(actions, event.key) && actions[event.key];
  if (!action || (!total && event.key !== "?" && event.key !== "t")) return;
  event.preventDefault();
  action();
}

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

function showTheme() {
  $("theme").textContent = isDark() ? "Light" : "Dark";
  $("theme").setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
}

function switchTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
  try {
    localStorage.setItem("otelfail-theme", document.documentElement.dataset.theme);
  } catch {
    // Without storage the choice is for this visit.
  }
}

function buildKeys() {
  try {
    const chosen = localStorage.getItem("otelfail-theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch {
    // Then the system's colours.
  }
  showTheme();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
  $("theme").addEventListener("click", switchTheme);
  $("help-open").addEventListener("click", () => $("help").showModal());
  document.addEventListener("keydown", onKey);
}
