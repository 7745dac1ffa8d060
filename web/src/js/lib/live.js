// Live updates: <body data-live="/events">. Events carry ids; what changed is fetched, so rights are asked anew.
//
// One stream per browser: HTTP/1.1 allows six connections to a host, and a stream per tab would hang the
// seventh tab. In secure contexts the tabs elect a leader (Web Locks) which tells the others; over plain http
// each visible tab has its own stream, and hidden tabs close theirs.
import { fetchPartials, refresh } from "./htmx.js";
import { text } from "./text.js";
import { toast } from "./toast.js";

const patience = 150; // ms in which events of one change are gathered
let source, build, bus, timer, opened = false;
const changed = new Map(), fresh = new Map();

export function live() {
  const url = document.body.dataset.live;
  if (!url) return;
  bus = new BroadcastChannel("live");
  bus.onmessage = (e) => take(e.data);
  const open = () => { if (!source) listen(url); };
  const close = () => { source?.close(); source = null; };
  if (navigator.locks) navigator.locks.request("live", () => { open(); return new Promise(() => {}); });
  else {
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
    addEventListener("pageshow", open);
    if (!document.hidden) open();
  }
  addEventListener("pagehide", close);
  document.addEventListener("click", showNew);
}

function listen(url) {
  source = new EventSource(url);
  source.onopen = () => say({ state: "on" });
  source.onerror = () => say({ state: source.readyState === EventSource.CLOSED ? "off" : "retry" });
  source.addEventListener("hello", (e) => say({ hello: JSON.parse(e.data) }));
  source.addEventListener("behind", () => say({ behind: true }));
  source.addEventListener("change", (e) => say({ change: JSON.parse(e.data) }));
}

function say(m) { take(m); bus.postMessage(m); }

function take(m) {
  if (m.state) return state(m.state);
  if (m.hello) return hello(m.hello);
  if (m.behind) return catchUp();
  const { topic, id, made } = m.change;
  const into = made && !document.querySelector(`[data-live-rows="${topic}"] [data-id="${id}"]`) ? fresh : changed;
  if (!into.has(topic)) into.set(topic, new Set());
  into.get(topic).add(id);
  timer ??= setTimeout(flush, patience);
}

// hello comes with every connection. Another build means that this page is old; after a lost connection
// something may have been missed.
function hello(h) {
  if (build && build !== h.build) toast(text("newer"), { action: text("reload"), run: () => location.reload() });
  build = h.build;
  if (opened) catchUp();
  opened = true;
}

async function flush() {
  timer = null;
  for (const [topic, ids] of changed) await tell(topic, [...ids]);
  changed.clear();
  for (const topic of fresh.keys()) pill(topic);
  const frame = document.body.dataset.frame;
  if (frame) await fetchPartials(frame);
}

async function tell(topic, ids) {
  for (const rows of document.querySelectorAll(`[data-live-rows="${topic}"]`)) {
    const shown = ids.filter((id) => rows.querySelector(`[data-id="${id}"]`));
    if (!shown.length) continue;
    await fetchPartials(rows.dataset.liveFrom + "?ids=" + shown.join());
    for (const id of shown) flash(rows.querySelector(`[data-id="${id}"]`));
  }
  for (const region of document.querySelectorAll(`[data-live-region="${topic}"]`))
    if (ids.includes(+region.dataset.liveId)) await refresh(location.href, "#" + region.id);
}

// catchUp refreshes what is shown, since nobody knows what was missed.
function catchUp() {
  for (const el of document.querySelectorAll("[data-live-region]")) refresh(location.href, "#" + el.id);
  const frame = document.body.dataset.frame;
  if (frame) fetchPartials(frame);
}

// pill says that there is more, and moves nothing.
function pill(topic) {
  const n = fresh.get(topic)?.size ?? 0;
  for (const el of document.querySelectorAll(`[data-live-new="${topic}"]`)) {
    el.hidden = n === 0;
    el.querySelector("[data-n]").textContent = n;
  }
}

function showNew(e) {
  const el = e.target.closest?.("[data-live-new]");
  if (!el) return;
  fresh.delete(el.dataset.liveNew);
  el.hidden = true;
}

function state(name) {
  for (const el of document.querySelectorAll("[data-live-state]")) el.dataset.liveState = name;
}

function flash(row) {
  if (!row) return;
  row.classList.remove("flash");
  void row.offsetWidth; // starts the animation anew
  row.classList.add("flash");
}
