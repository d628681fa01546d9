/** FNS.07: `limit` and one of `page` and `offset` come together. */
export default function pagingIsWhole(parameters) {
  const names = new Set(parameters.filter((one) => one.in === 'query').map((one) => one.name));
  const has = { limit: names.has('limit'), place: names.has('page') || names.has('offset') };
  return has.limit === has.place ? [] : [{ message: has.limit ? 'limit without page or offset' : 'page or offset without limit' }];
}
