// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// What is shown follows the address.

let lastView = "";
let lastHash = "";
const places = {}; // where the reader was in each view

// render shows the view. With arrive, focus and place follow it as they would on
// a new page.
function render(arrive) {
  select();
  showGroupView();
  showToolbar();
  showStatus(showGroups());
  showFailures();
  showFailure();
  const view = only ? "report" : state.failure ? "failure" : isGroupView() && !$("group-view").hidden ? "group" : "report";
  $("overview").hidden = view !== "report";
  $("browse").hidden = only || view === "failure";
  if (view !== "group") $("group-view").hidden = true;
  const title = view === "failure" ? $("failure-title") : view === "group" ? $("group-title") : null;
  document.title = `${title ? title.textContent : firstTitle} – otelfail`;
  if (arrive) place(view, title);
  lastView = view;
  lastHash = location.hash;
}

// A single failure is shown at once.
const only = raw.total === 1 && total === 1;
const firstTitle = document.title.replace(/ – otelfail$/, "");

// place moves focus and scroll: to the title of what was opened, or back to where
// the reader came from.
function place(view, title) {
  const from = [...document.querySelectorAll("#browse .row")].find((row) => row.hash === lastHash && row.checkVisibility());
  if (view === "failure" || (view === "group" && lastView === "report") || (title && !lastView)) {
    title.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
  } else if (lastView && lastView !== view) {
    scrollTo({ top: places[view] || 0, behavior: "instant" });
    from?.focus({ preventScroll: true });
    from?.scrollIntoView({ block: "nearest", behavior: "instant" });
  } else if (view === "report" && isFiltered()) {
    const top = $("browse").getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2) $("browse").scrollIntoView({ behavior: lastView ? "auto" : "instant" });
  }
}

// localTimes shows the times of the page in the reader's zone.
function localTimes() {
  for (const node of document.querySelectorAll("time[datetime]")) node.textContent = minute.format(new Date(node.dateTime));
  const axis = [...document.querySelectorAll("#axis time")].map((node) => [node, new Date(node.dateTime)]);
  for (const [node, at] of axis) node.textContent = within(axis[0][1], axis[2][1]).format(at);
  for (const node of document.querySelectorAll("[data-from]")) {
    const [from, to] = [new Date(node.dataset.from), new Date(node.dataset.to)];
    node.textContent = `${period(from, to)}: ${plural(Number(node.dataset.count), "failure")}`;
  }
}

document.querySelector(".tools").hidden = false;
localTimes();
buildKeys();
if (total > 0) {
  $("app").hidden = false;
  buildToolbar();
  buildFailures();
  // The table of the chart has the same links for the keyboard.
  for (const column of document.querySelectorAll("[data-href]")) column.addEventListener("click", () => { location.hash = column.dataset.href; });
  $("skip").addEventListener("click", (event) => {
    event.preventDefault();
    $("browse").focus();
  });
  $("main").addEventListener("click", () => {
    places[lastView] = scrollY;
  });
  addEventListener("hashchange", () => {
    readState();
    shownFailures = state.failure ? shownFailures : Math.max(PAGE, lastView === "failure" ? shownFailures : PAGE);
    render(true);
  });
  readState();
  render(true);
}
