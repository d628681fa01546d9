// Validates an AsyncAPI document: prints what the parser finds, ends with 1 where it finds an error.
//
//     node asyncapi_validate.mjs ../asyncapi.yaml
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];

const [path] = process.argv.slice(2);
const { document, diagnostics } = await new Parser().parse(await readFile(path, 'utf8'));

for (const { severity, code, message, path: place } of diagnostics) {
  console.log(`${SEVERITIES[severity]}: ${code}: ${message} (at ${place.join('.') || 'the document'})`);
}
if (document === undefined) process.exit(1);
console.log(`valid AsyncAPI ${document.version()}: ${document.channels().length} channels, ${document.operations().length} operations`);
