// Counts visits on a phone: each tap is kept here with an id of its own and sent when there is a network. The server
// counts an id once, so that a tap may be sent twice; several phones add up. A tap that it refuses is forgotten here
// and named to whoever counts, so that it hinders no other.
const KINDS = ["adults", "children", "families", "firstVisits"];
const AT_ONCE = 200;
const RETRY_MS = 20000;
const place = document.querySelector(".counter");
const centre = place.dataset.centre;
const counts = `/statistics/v1/centres/${centre}/counts`;
const home = `/statistics/pages/counter/${centre}`;

const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(new Date());

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open("slussen-counter", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("taps", { keyPath: "id" });
    request.result.createObjectStore("days", { keyPath: "key" });
  };
  return done(request);
}

const store = await opened();
const table = (name, mode) => store.transaction(name, mode).objectStore(name);
const waiting = async () => (await done(table("taps", "readonly").getAll())).filter((tap) => tap.centre === centre);
const keyOf = (day) => `${centre}:${day}`;

// What the server has counted comes in with the taps that it counted going out, so that none shows twice.
function keep(days, taps = []) {
  const both = store.transaction(["days", "taps"], "readwrite");
  for (const day of days) both.objectStore("days").put({ key: keyOf(day.on), ...day });
  for (const one of taps) both.objectStore("taps").delete(one.id);
  return new Promise((resolve, reject) => {
    both.oncomplete = resolve;
    both.onerror = () => reject(both.error);
  });
}

async function totals() {
  const day = today();
  const known = (await done(table("days", "readonly").get(keyOf(day)))) ?? {};
  const taps = (await waiting()).filter((tap) => tap.on === day);
  return Object.fromEntries(
    KINDS.map((kind) => [kind, Math.max(taps.reduce((sum, tap) => sum + (tap[kind] ?? 0), known[kind] ?? 0), 0)]),
  );
}

async function show(state) {
  const found = await totals();
  for (const kind of KINDS) {
    place.querySelector(`[data-shown="${kind}"]`).value = found[kind];
    place.querySelector(`[data-kind="${kind}"][data-by="-1"]`).setAttribute("aria-disabled", found[kind] === 0);
  }
  place.querySelector("[data-day-shown]").textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "full",
    timeZone: "Europe/Stockholm",
  }).format(new Date());
  const left = (await waiting()).length;
  const said = left ? place.dataset.waiting.replace("{n}", left) : place.dataset.sent;
  const text = state && left ? `${place.dataset[state]} ${said}` : said;
  const line = place.querySelector("[data-state]");
  if (line.textContent !== text) line.textContent = text;
  line.dataset.left = left;
}

function tell(refused) {
  const language = document.documentElement.lang;
  const found = new Map();
  for (const one of refused) {
    const key = `${one.on} ${one.rule}`;
    found.set(key, { ...one, n: (found.get(key)?.n ?? 0) + 1 });
  }
  for (const { on, reason, n } of found.values()) {
    const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(new Date(`${on}T12:00`));
    const line = document.createElement("p");
    line.textContent = `${place.dataset.notTaken.replace("{n}", n).replace("{day}", day)} ${reason[language] ?? reason.sv}.`;
    place.querySelector("[data-not-taken-shown]").append(line);
  }
}

async function ask(method, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "Slussen-Request": "1" };
  return fetch(counts, { method, headers, body: body && JSON.stringify(body) });
}

let isSending = false;

async function send() {
  if (isSending) return;
  isSending = true;
  let state = null;
  try {
    for (let taps = await waiting(); taps.length; taps = await waiting()) {
      const part = taps.slice(0, AT_ONCE);
      const answer = await ask("POST", { taps: part.map(({ centre: _, ...tap }) => tap) });
      if (!answer.ok) {
        state = answer.status === 401 ? "login" : "refused";
        break;
      }
      const { days, refused } = await answer.json();
      await keep(days, part);
      tell(refused);
    }
  } catch {
    state = "offline";
  } finally {
    isSending = false;
  }
  await show(state);
}

async function tap(kind, by) {
  if (by < 0 && (await totals())[kind] === 0) return;
  await done(table("taps", "readwrite").add({ id: crypto.randomUUID(), centre, on: today(), [kind]: by }));
  await show(null);
  await send();
}

// Keep what the page needs where there is no network: a copy without names, the style and the scripts.
async function keepPage() {
  const cache = await caches.open("slussen-counter");
  const copy = await fetch(`${home}/offline`);
  if (!copy.ok || copy.redirected) return;
  const linked = [...document.querySelectorAll('link[rel="stylesheet"]')].map((one) => one.href);
  const scripts = [...document.querySelectorAll("script[src]")].map((one) => one.src);
  await cache.addAll([...linked, ...scripts]);
  await cache.put(home, copy);
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-kind]");
  if (button) tap(button.dataset.kind, Number(button.dataset.by));
});
addEventListener("online", send);
setInterval(send, RETRY_MS);

place.hidden = false;
await show(null);
await send();
try {
  const known = await ask("GET");
  if (known.ok) await keep((await known.json()).days);
  await show(null);
  if ("serviceWorker" in navigator) {
    await navigator.serviceWorker.register("/statistics/pages/counter/worker.js");
    await keepPage();
  }
} catch {
  await show("offline");
}
place.dataset.ready = "yes";
