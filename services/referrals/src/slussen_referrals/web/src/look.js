// The look: Designsystemet's measures and Slussen's colours, which a page changes by the custom properties below.

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host {
  --accent: var(--slussen-accent, var(--ds-color-accent-base-default, #12505b));
  --accent-text: var(--slussen-accent-text, var(--ds-color-accent-base-contrast-default, #ffffff));
  --ink: var(--slussen-ink, var(--ds-color-neutral-text-default, #1b2a33));
  --quiet: var(--slussen-quiet, #4a5b66);
  --paper: var(--slussen-paper, var(--ds-color-neutral-background-default, #ffffff));
  --tint: var(--slussen-tint, #f1f6f5);
  --line: var(--slussen-line, #6b7b84);
  --late: var(--slussen-late, #9b2c1a);
  --round: var(--slussen-radius, var(--ds-border-radius-md, 4px));
  display: block;
  color: var(--ink);
  background: var(--paper);
  font-family: var(--slussen-font, inherit);
  line-height: 1.5;
  overflow-wrap: anywhere;
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.root { max-width: 44rem; }
h2, h3 { line-height: 1.25; margin: 0 0 0.5rem; }
h2 { font-size: 1.375rem; }
h3 { font-size: 1.0625rem; }
h4 { font-size: 1rem; margin: 0 0 0.375rem; }
[hidden] { display: none !important; }
p { margin: 0 0 0.75rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: 0.25rem; }
.step { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1.25rem; }
.field { margin-bottom: 1rem; }
label { font-weight: 600; }
.field > label { display: block; }
.tick { display: flex; gap: 0.5rem; align-items: start; padding: 0.25rem 0; }
.tick label { font-weight: 400; }
.tick input { width: 1.25rem; height: 1.25rem; flex: none; margin: 0.125rem 0 0; accent-color: var(--accent); }
.hint, .quiet { color: var(--quiet); font-size: 0.9375rem; margin: 0; }
.error:empty { display: none; }
.error { color: var(--late); font-weight: 600; margin: 0.25rem 0 0; }
input:not([type="checkbox"]):not([type="radio"]), select {
  font: inherit; color: inherit; background: var(--paper); width: 100%; max-width: 26rem; min-height: 2.75rem;
  padding: 0.375rem 0.75rem; border: 1px solid var(--line); border-radius: var(--round);
}
[aria-invalid="true"] { border: 2px solid var(--late) !important; }
button {
  font: inherit; font-weight: 600; min-height: 2.75rem; padding: 0.375rem 1.125rem; cursor: pointer;
  border: 2px solid var(--accent); border-radius: var(--round); background: var(--paper); color: var(--ink);
}
button.first { background: var(--accent); color: var(--accent-text); }
button[aria-disabled="true"] { cursor: progress; }
:focus-visible { outline: 3px solid var(--slussen-focus, #b4421a); outline-offset: 2px; }
.bar { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin: 0.75rem 0; }
.note { background: var(--tint); border: 1px solid var(--line); border-inline-start: 0.375rem solid var(--accent);
  border-radius: var(--round); padding: 0.75rem 1rem; margin: 0 0 1rem; }
.note.wrong { border-inline-start-color: var(--late); }
.note > :last-child { margin-bottom: 0; }
fieldset.note { border-inline-start-width: 1px; border-inline-start-color: var(--line); }
fieldset[data-wrong] { border-inline-start: 0.25rem solid var(--late); padding-inline-start: 0.75rem; }
ul { margin: 0 0 0.75rem; padding-inline-start: 1.25rem; }
ul.plain { list-style: none; padding: 0; }
.item { border: 1px solid var(--line); border-radius: var(--round); padding: 0.875rem 1rem; margin-bottom: 0.75rem; }
.late { color: var(--late); font-weight: 700; }
a { color: var(--accent); }
details { margin-bottom: 0.75rem; } summary { cursor: pointer; font-weight: 600; padding: 0.5rem 0; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.25rem 1rem; margin: 0 0 0.75rem; }
dt { color: var(--quiet); } dd { margin: 0; }
.choice { display: flex; gap: 0.5rem; align-items: start; border: 1px solid var(--line); border-radius: var(--round);
  padding: 0.625rem 0.75rem; margin-bottom: 0.5rem; }
.choice input { width: 1.25rem; height: 1.25rem; flex: none; margin: 0.125rem 0 0; accent-color: var(--accent); }
.choice label { font-weight: 400; } .choice strong { display: block; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } }
@media (forced-colors: active) { .note, .item, .choice, button { border-color: CanvasText; } }
`);

/** @param {ShadowRoot} root */
export function dress(root) {
  root.adoptedStyleSheets = [SHEET];
}
