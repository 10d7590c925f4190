// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// What is shown follows the address.

let lastView = "";
let listAt = 0; // where the reader was when a failure was opened

// render shows the view. With arrive, focus and place follow it as they would on
// a new page.
function render(arrive) {
  select();
  showToolbar();
  showGroupView();
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
}

// A single failure is shown at once.
const only = raw.total === 1 && total === 1;
const firstTitle = document.title.replace(/ – otelfail$/, "");
let opened = ""; // the failure that was open last

function place(view, title) {
  if (title && (view === "failure" || lastView !== view)) {
    title.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
  } else if (view === "report" && lastView && lastView !== "report") {
    const link = [...document.querySelectorAll("#browse .row")].find((row) => row.hash.includes(opened) && opened);
    scrollTo({ top: listAt, behavior: "instant" });
    link?.focus({ preventScroll: true });
  } else if (view === "report" && isFiltered()) {
    const top = $("browse").getBoundingClientRect().top;
    if (top < 0 || top > innerHeight / 2) $("browse").scrollIntoView({ behavior: lastView ? "auto" : "instant" });
  }
  opened = state.failure ? new URLSearchParams({ failure: state.failure }).toString() : opened;
}

// localTimes shows the times of the page in the reader's zone.
function localTimes() {
  for (const node of document.querySelectorAll("time[datetime]")) node.textContent = minute.format(new Date(node.dateTime));
  const axis = [...document.querySelectorAll("#axis time")].map((node) => [node, new Date(node.dateTime)]);
  for (const [node, at] of axis) node.textContent = within(axis[0][1], axis[2][1]).format(at);
  for (const node of document.querySelectorAll("[data-from]")) {
    const [from, to] = [new Date(node.dataset.from), new Date(node.dataset.to)];
    node.textContent = `${minute.formatRange(from, to)}: ${plural(Number(node.dataset.count), "failure")}`;
  }
}

document.querySelector(".tools").hidden = false;
localTimes();
buildKeys();
if (total > 0) {
  $("app").hidden = false;
  buildToolbar();
  buildFailures();
  $("skip").addEventListener("click", (event) => {
    event.preventDefault();
    $("browse").focus();
  });
  $("main").addEventListener("click", () => {
    if (!state.failure && !isGroupView()) listAt = scrollY;
  });
  addEventListener("hashchange", () => {
    readState();
    shownFailures = state.failure ? shownFailures : Math.max(PAGE, lastView === "failure" ? shownFailures : PAGE);
    render(true);
  });
  readState();
  render(true);
}
