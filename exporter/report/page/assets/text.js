// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Elements and words. Texts become text nodes, never markup.

const $ = (id) => document.getElementById(id);

// el makes an element. Properties with a dash, and role, are attributes.
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "role" || name.includes("-")) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...present(children));
  return node;
}

// present leaves out what there is not.
const present = (children) => children.flat(2).filter((child) => child !== null && child !== undefined && child !== "" && child !== false);

const fill = (node, ...children) => node.replaceChildren(...present(children));

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const plural = (n, noun) => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
const percent = (n, of) => `${of ? String(Math.round((1000 * n) / of) / 10) : "–"}\u202f%`;
const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);
const spaced = (word) => word.replaceAll("_", " ");
const reasonName = (reason) => (Object.hasOwn(raw.words, reason) ? raw.words[reason] : spaced(reason));

function span(ms) {
  const unit = (v, name) => `${v >= 10 ? Math.round(v) : Math.round(v * 10) / 10}\u202f${name}`;
  if (ms >= 172800000) return unit(ms / 86400000, "days");
  if (ms >= 3600000) return unit(ms / 3600000, "h");
  if (ms >= 60000) return unit(ms / 60000, "min");
  if (ms >= 1000) return unit(ms / 1000, "s");
  return unit(ms, "ms");
}

// Times are shown in the reader's zone, and in UTC on hover.
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const ticking = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const dayTime = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
const second = new Intl.DateTimeFormat(undefined, {
  year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit",
  fractionalSecondDigits: 3, timeZoneName: "short",
});
const utc = (ms) => new Date(ms).toISOString().replace("T", " ").replace("Z", " UTC");
// A log may lack times; those of the year 1 stand for none.
const isTime = (ms) => Number.isFinite(ms) && ms > -62e12 && ms !== 0 && Math.abs(ms) < 8.6e15;

// period writes from when to when.
const period = (from, to) => (to - from < 600000 ? exact : minute).formatRange(from, to);

// within chooses how times are written that lie between two.
function within(from, to) {
  if (to - from < 600000) return ticking;
  if (new Date(from).toDateString() === new Date(to).toDateString()) return clock; // of one day
  return to - from < 10 * 86400000 ? minute : day;
}

function time(ms, format) {
  if (!isTime(ms)) return el("span", {}, "–");
  return el("time", { dateTime: new Date(ms).toISOString(), title: utc(ms) }, (format || minute).format(ms));
}
