// <slussen-figure figure="flow" county="18" municipality="1880" lang="sv">: a published figure with its table, on any site.
// Nothing is read but the open interface, without cookies; what stands inside the element stays if that fails.
const SOURCE = new URL(import.meta.url).origin;
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host { display: block; font-family: system-ui, sans-serif; line-height: 1.5; color: CanvasText; }
figure { margin: 0; }
img { display: block; max-width: 100%; height: auto; background: #fff; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; margin-block: .5rem; }
th, td { padding: .25rem .75rem .25rem 0; text-align: start; border-bottom: 1px solid GrayText; font-weight: 400; }
thead th, caption { font-weight: 600; text-align: start; }
td { text-align: end; }
p, summary { font-size: .875rem; }
`);
const WORDS = {
  sv: { table: "Visa siffrorna som tabell", narrow: "(max-width: 40rem)" },
  en: { table: "Show the figures as a table", narrow: "(max-width: 40rem)" },
};

function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function table(figure) {
  const names = [...figure.headings, ...figure.columns.map((column) => column.label)];
  const head = made("tr", {}, ...names.map((name) => made("th", { scope: "col" }, name)));
  const rows = figure.rows.map((row) =>
    made(
      "tr",
      {},
      ...row.headings.map((heading) => made("th", { scope: "row" }, heading)),
      ...row.said.map((number) => made("td", {}, number)),
    ),
  );
  const caption = made("caption", {}, `${figure.title}. ${figure.place}`);
  return made("table", {}, caption, made("thead", {}, head), made("tbody", {}, ...rows));
}

function picture(figure, words) {
  const narrow = made("source", { media: words.narrow, srcset: figure.narrowSvg });
  const image = made("img", { src: figure.svg, alt: `${figure.title}. ${figure.finding}`, loading: "lazy" });
  return made("picture", {}, narrow, image);
}

class SlussenFigure extends HTMLElement {
  static observedAttributes = ["figure", "county", "municipality", "centre", "year", "lang"];
  #asked = "";

  connectedCallback() {
    this.#show();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show();
  }

  get #language() {
    return (this.lang || document.documentElement.lang).toLowerCase().startsWith("en") ? "en" : "sv";
  }

  get #address() {
    const address = new URL(`/statistics/v1/figures/${encodeURIComponent(this.getAttribute("figure") ?? "")}`, SOURCE);
    const area = this.getAttribute("centre") || this.getAttribute("municipality");
    address.searchParams.set("county", this.getAttribute("county") ?? "");
    if (area) address.searchParams.set("area", area);
    if (this.getAttribute("year")) address.searchParams.set("year", this.getAttribute("year"));
    address.searchParams.set("lang", this.#language);
    return address;
  }

  async #show() {
    const address = this.#address.href;
    if (address === this.#asked) return;
    this.#asked = address;
    try {
      const answer = await fetch(address, { credentials: "omit", headers: { Accept: "application/json" } });
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new Error(String(answer.status));
      }
      const figure = await answer.json();
      if (address === this.#asked) this.#fill(figure);
    } catch {
      if (address === this.#asked) this.#fallBack();
    }
  }

  #fill(figure) {
    const words = WORDS[this.#language];
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    const frame = made("div", { class: "frame", tabindex: "0", role: "region", "aria-label": figure.title }, table(figure));
    const numbers = made("details", {}, made("summary", {}, words.table), frame);
    const about = made("p", {}, [figure.finding, figure.source, ...figure.notes].join(" "));
    const shown = made("figure", { lang: this.#language }, picture(figure, words), made("figcaption", {}, about), numbers);
    root.replaceChildren(shown);
    this.dispatchEvent(new CustomEvent("slussen-shown"));
  }

  #fallBack() {
    this.shadowRoot?.replaceChildren(document.createElement("slot"));
    this.dispatchEvent(new CustomEvent("slussen-failed"));
  }
}

if (!customElements.get("slussen-figure")) customElements.define("slussen-figure", SlussenFigure);
