// Building the page: elements alone, never markup, so that no text can become code and no policy has to allow it.

/**
 * @param {string} tag
 * @param {Record<string, any>} [given] attributes; a function is a listener, `false` and `null` are left out
 * @param {...any} children nodes and texts
 * @returns {any}
 */
export function h(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (name === 'value' || name === 'checked') made[name] = value;
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A field with its label, its hint and the place where what is wrong with it is said. */
export function field(id, label, control, { hint = '', required = false, optional = '' } = {}) {
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(' ');
  control.id = id;
  control.setAttribute('aria-describedby', described);
  if (required) control.setAttribute('aria-required', 'true');
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label, optional && ` ${optional}`),
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
    control,
    h('p', { class: 'error', id: `${id}-error` }),
  );
}

/** A list of choices of which one can be made. */
export function select(choices, value, change, empty = '') {
  const options = choices.map(([code, text]) => h('option', { value: code, selected: code === value }, text));
  return h('select', { change }, empty && h('option', { value: '' }, empty), options);
}

/** A box to tick, with its label, and its hint where there is one. */
export function tick(id, label, checked, change, hint = '') {
  const described = hint ? `${id}-hint` : null;
  const box = h('div', { class: 'tick' }, h('input', { type: 'checkbox', id, checked, change, 'aria-describedby': described }), h('label', { for: id }, label));
  return hint ? h('div', {}, box, h('p', { class: 'hint', id: described }, hint)) : box;
}

/** A button that is not pressed twice while it works. */
export function button(text, press, kind = 'second') {
  const made = h('button', { type: 'button', class: kind }, text);
  made.addEventListener('click', async () => {
    if (made.getAttribute('aria-disabled') === 'true') return;
    made.setAttribute('aria-disabled', 'true');
    try {
      await press();
    } finally {
      made.removeAttribute('aria-disabled');
    }
  });
  return made;
}
