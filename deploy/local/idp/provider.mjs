// The OpenID provider of a development machine: `node provider.mjs settings.json`.
//
// It is certified software (oidc-provider) with made-up people. It stands in for the identity providers of
// regions and municipalities and speaks as they do: claims in the manner of Inera's IdP, RFC 9068 access tokens,
// private_key_jwt, PKCE, PAR and DPoP. For the demonstration's custodians it stands in for a national eID: the claims
// of the Swedish OpenID Connect profile (oidc.se), in the ID token alone. It must never face real users; production names its own issuer.
//
// The settings file is written by slussen_local.identity:
//   issuer, host (127.0.0.1), port, database, resource, scopes, clients, signingKeys, cookieKeys, registrationToken, users

import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Provider } from 'oidc-provider';

import * as pages from './pages.mjs';
import { openStorage } from './storage.mjs';

const LARGEST_FORM = 4096;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const SIGNING_ALGORITHM = 'ES256';
const NUMBER_SCOPE = 'https://id.oidc.se/scope/naturalPersonNumber';
const NUMBER_CLAIM = 'https://id.oidc.se/claim/personalIdentityNumber';
const USER_CLAIMS = ['name', 'employeeHsaId', 'healthCareUnitHsaId', 'profession', 'roles', 'allCommissions'];

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const usersByName = new Map(settings.users.map((user) => [user.username, user]));
const usersBySubject = new Map(settings.users.map((user) => [user.sub, user]));
const stylesheet = readFileSync(fileURLToPath(new URL('./pages.css', import.meta.url)));
const hash = promisify(scrypt);
const scopes = settings.scopes.join(' ');

// ---- what a token says -------------------------------------------------------------------------------------

/** Claims of the person behind an access token; a machine client has none, its rights come from its grant. */
function claimsInAccessToken(ctx, token) {
  const user = usersBySubject.get(token.accountId);
  const login = ctx.oidc.entities.RefreshToken ?? ctx.oidc.entities.AuthorizationCode; // RFC 9068, 2.2.1
  return user && { ...user.claims, acr: user.acr, amr: login?.amr, auth_time: login?.authTime };
}

function findAccount(_ctx, subject) {
  const user = usersBySubject.get(subject);
  const claims = () => ({ sub: subject, ...user.claims, ...user.identity });
  return user && { accountId: subject, claims };
}

/** Every client here is our own or registered by a developer, so nobody is asked to consent to scopes. */
async function grantWithoutAsking(ctx) {
  const { client, session, provider } = ctx.oidc;
  const known = session.grantIdFor(client.clientId);
  const found = known && (await provider.Grant.find(known));
  if (found) return found;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(`openid profile offline_access ${NUMBER_SCOPE} ${scopes}`);
  grant.addResourceScope(settings.resource, scopes);
  await grant.save();
  return grant;
}

const resourceServer = () => ({
  audience: settings.resource,
  scope: scopes,
  accessTokenFormat: 'jwt',
  accessTokenTTL: 5 * MINUTE,
  jwt: { sign: { alg: SIGNING_ALGORITHM } },
});

// ---- what it asks others --------------------------------------------------------------------------------------

const ownAddresses = new Set(settings.clients.map((client) => client.backchannel_logout_uri));

/** Tell our own gateway of a logout on this very machine, which the library's guard against private addresses forbids. */
function ask(url, { dispatcher, ...options }) {
  return fetch(url, ownAddresses.has(String(url)) ? options : { dispatcher, ...options });
}

// ---- the provider ------------------------------------------------------------------------------------------

const provider = new Provider(settings.issuer, {
  adapter: openStorage(settings.database),
  clients: settings.clients,
  jwks: settings.signingKeys,
  cookies: { keys: settings.cookieKeys },
  scopes: ['openid', 'offline_access', ...settings.scopes],
  claims: { openid: ['sub'], profile: USER_CLAIMS, [NUMBER_SCOPE]: [NUMBER_CLAIM], acr: null, auth_time: null, sid: null },
  acrValues: [...new Set(settings.users.map((user) => user.acr))],
  conformIdTokenClaims: false, // the gateway reads the ID token and never calls userinfo
  responseTypes: ['code'],
  pkce: { required: () => true },
  clientAuthMethods: ['private_key_jwt'],
  clientDefaults: {
    id_token_signed_response_alg: SIGNING_ALGORITHM,
    token_endpoint_auth_method: 'private_key_jwt',
  },
  enabledJWA: {
    clientAuthSigningAlgValues: ['ES256', 'PS256', 'EdDSA'],
    idTokenSigningAlgValues: [SIGNING_ALGORITHM],
    dPoPSigningAlgValues: ['ES256', 'EdDSA'],
  },
  fetch: ask,
  findAccount,
  extraTokenClaims: claimsInAccessToken,
  loadExistingGrant: grantWithoutAsking,
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  interactions: { url: (_ctx, interaction) => `/login/${interaction.uid}` },
  renderError: (ctx, out) => show(ctx, pages.failure(pages.language(ctx.req), out)),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    dPoP: { enabled: true, nonceSecret: createHash('sha256').update(settings.cookieKeys[0]).digest() },
    introspection: { enabled: true },
    revocation: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => show(ctx, pages.logout(pages.language(ctx.req), form)),
      postLogoutSuccessSource: (ctx) => show(ctx, pages.loggedOut(pages.language(ctx.req))),
    },
    registration: { enabled: true, initialAccessToken: settings.registrationToken },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => settings.resource,
      useGrantedResource: () => true,
      getResourceServerInfo: resourceServer,
    },
  },
  ttl: {
    AccessToken: 5 * MINUTE,
    ClientCredentials: 5 * MINUTE,
    IdToken: 5 * MINUTE,
    Interaction: 10 * MINUTE,
    Session: 8 * HOUR,
    Grant: 8 * HOUR,
    RefreshToken: 8 * HOUR,
  },
});
provider.on('server_error', (_ctx, error) => console.error(error.stack));
provider.on('backchannel.error', (_ctx, error) => console.error(`a logout could not be told: ${error.message} ${error.cause ?? ''}`));

// ---- login -------------------------------------------------------------------------------------------------

/** Where a form may lead: Chromium holds `form-action` also against the redirects that follow. */
const formTargets = ["'self'", ...new Set(settings.clients.flatMap(originsOf))].join(' ');

function originsOf(client) {
  const addresses = [...(client.redirect_uris ?? []), ...(client.post_logout_redirect_uris ?? [])];
  return addresses.map((address) => new URL(address).origin);
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; style-src 'self'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
};

/** Answer with a page inside the provider, which still adds its cookies. */
function show(ctx, html) {
  ctx.set(pageHeaders);
  ctx.body = html;
}

/** Answer with a page of our own. */
function answer(res, status, html) {
  res.writeHead(status, pageHeaders).end(html);
}

async function readForm(req) {
  let body = '';
  for await (const chunk of req) {
    body += chunk;
    if (body.length > LARGEST_FORM) throw new Error('form too large');
  }
  return new URLSearchParams(body);
}

/** The user whose password this is. An unknown name costs the same time as a wrong password. */
async function userWith(username, password) {
  const user = usersByName.get(username);
  const given = await hash(password, user?.salt ?? 'nobody', 32);
  const right = Buffer.from(user?.hash ?? ''.padEnd(64, '0'), 'hex');
  return timingSafeEqual(given, right) && user ? user : undefined;
}

async function login(req, res) {
  const { params } = await provider.interactionDetails(req, res);
  const language = pages.language(req, params.ui_locales);
  if (req.method !== 'POST') return answer(res, 200, pages.login(language, settings.users));
  const form = await readForm(req);
  const username = (form.get('username') ?? '').trim();
  const user = await userWith(username, form.get('password') ?? '');
  if (!user) return answer(res, 401, pages.login(language, settings.users, { username, failed: true }));
  const result = { login: { accountId: user.sub, acr: user.acr, amr: ['pwd'] } };
  return provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

// ---- the server --------------------------------------------------------------------------------------------

const callback = provider.callback();

const server = createServer((req, res) => {
  if (req.url === '/health') return res.end('{"status":"ok"}');
  if (req.url === '/pages.css') {
    res.setHeader('content-type', 'text/css; charset=utf-8');
    return res.end(stylesheet);
  }
  if (!req.url.startsWith('/login/')) return callback(req, res);
  const tooLate = (error) => answer(res, 400, pages.failure(pages.language(req), { error: error.name }));
  return login(req, res).catch(tooLate);
});

function stop() {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdin.on('end', stop).resume(); // whoever started us is gone
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(settings.port, settings.host ?? '127.0.0.1', () => console.log('ready'));
