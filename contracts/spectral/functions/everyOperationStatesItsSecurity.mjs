const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** DOK.21: every operation has `security`, an empty list where it is open, and names schemes that there are. */
export default function everyOperationStatesItsSecurity(document) {
  const schemes = document.components?.securitySchemes ?? {};
  const faults = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((name) => item[name])) {
      const stated = item[method].security ?? document.security;
      const unknown = (stated ?? []).flatMap(Object.keys).filter((name) => !(name in schemes));
      if (!stated) faults.push({ message: 'security is not stated', path: ['paths', path, method] });
      for (const name of unknown) faults.push({ message: `unknown scheme ${name}`, path: ['paths', path, method, 'security'] });
    }
  }
  return faults;
}
