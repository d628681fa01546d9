const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

/** DOT.04: every example of a moment or a day, wherever its schema stands, is one by RFC 3339. */
export default function examplesAreMoments(document) {
  const faults = [];
  walk(document.components?.schemas ?? {}, ['components', 'schemas'], faults);
  walk(document.paths ?? {}, ['paths'], faults);
  return faults;
}

function walk(value, path, faults) {
  if (typeof value !== 'object' || value === null) return;
  const format = FORMATS[value.format];
  if (format && value.type === 'string') {
    const shown = [...(Array.isArray(value.examples) ? value.examples : []), ...('example' in value ? [value.example] : [])];
    for (const one of shown) if (!format.test(one)) faults.push({ message: `an example is no ${value.format}`, path: [...path] });
  }
  for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name], faults);
}
