// Holds OpenAPI documents to a Spectral rule set: prints {file: [{rule, severity, message, path}]} as JSON.
//
//     node spectral.mjs ../spectral/rest-api-profile.yaml ../openapi/consent.json ...
//
// Spectral's core is what the AsyncAPI parser stands on; its command line would bring half as many packages again for
// what these lines do: read the rule set, put functions in place of their names, run it.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import core from '@stoplight/spectral-core';
import functions from '@stoplight/spectral-functions';
import parsers from '@stoplight/spectral-parsers';
import yaml from 'js-yaml';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];
const { Document, Ruleset, Spectral } = core;

/** The rule set of a file, its functions put in place of their names. */
async function rulesetOf(path) {
  const { functions: own = [], functionsDir = 'functions', ...ruleset } = yaml.load(await readFile(path, 'utf8'));
  const known = { ...functions };
  for (const name of own) {
    const file = resolve(dirname(path), functionsDir, `${name}.mjs`);
    known[name] = (await import(pathToFileURL(file))).default;
  }
  for (const [id, rule] of Object.entries(ruleset.rules)) {
    for (const then of [rule.then].flat()) {
      if (!known[then.function]) throw new Error(`${id}: no function ${then.function}`);
      then.function = known[then.function];
    }
  }
  return new Ruleset(ruleset, { source: path });
}

const [rules, ...paths] = process.argv.slice(2);
const spectral = new Spectral();
spectral.setRuleset(await rulesetOf(rules));
const found = {};
for (const path of paths) {
  const document = new Document(await readFile(path, 'utf8'), parsers.Json, path);
  const faults = await spectral.run(document, { ignoreUnknownFormat: true });
  found[path] = faults.map(({ code, severity, message, path: place }) => ({
    rule: String(code),
    severity: SEVERITIES[severity],
    message,
    path: place,
  }));
}
console.log(JSON.stringify(found));
