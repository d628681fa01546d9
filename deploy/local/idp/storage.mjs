// What the provider must remember (sessions, grants, codes, tokens) in one SQLite file, so that logged-in users
// stay logged in when the process is killed.

import { DatabaseSync } from 'node:sqlite';

const SWEEP_EVERY_MS = 10 * 60 * 1000;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS entry (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
    expires_at INTEGER, uid TEXT, user_code TEXT, grant_id TEXT,
    PRIMARY KEY (model, id)
  );
  CREATE INDEX IF NOT EXISTS entry_by_grant ON entry (grant_id);
  CREATE INDEX IF NOT EXISTS entry_by_uid ON entry (model, uid);
`;

const now = () => Math.floor(Date.now() / 1000);
const payloadOf = (row) => (row && (!row.expires_at || row.expires_at > now()) ? JSON.parse(row.payload) : undefined);

/** Open the file and return the adapter class that oidc-provider makes one of per model. */
export function openStorage(path) {
  const database = new DatabaseSync(path);
  database.exec(SCHEMA);

  const put = database.prepare(`INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const byId = database.prepare(`SELECT * FROM entry WHERE model = ? AND id = ?`);
  const byUid = database.prepare(`SELECT * FROM entry WHERE model = ? AND uid = ?`);
  const byUserCode = database.prepare(`SELECT * FROM entry WHERE model = ? AND user_code = ?`);
  const markUsed = database.prepare(
    `UPDATE entry SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
  );
  const remove = database.prepare(`DELETE FROM entry WHERE model = ? AND id = ?`);
  const removeGrant = database.prepare(`DELETE FROM entry WHERE grant_id = ?`);
  const sweep = database.prepare(`DELETE FROM entry WHERE expires_at < ?`);

  sweep.run(now());
  setInterval(() => sweep.run(now()), SWEEP_EVERY_MS).unref();

  return class Storage {
    constructor(model) {
      this.model = model;
    }

    async upsert(id, payload, lifetime) {
      const expiresAt = lifetime ? now() + lifetime : null;
      const { uid = null, userCode = null, grantId = null } = payload;
      put.run(this.model, id, JSON.stringify(payload), expiresAt, uid, userCode, grantId);
    }

    async find(id) {
      return payloadOf(byId.get(this.model, id));
    }

    async findByUid(uid) {
      return payloadOf(byUid.get(this.model, uid));
    }

    async findByUserCode(code) {
      return payloadOf(byUserCode.get(this.model, code));
    }

    async consume(id) {
      markUsed.run(now(), this.model, id);
    }

    async destroy(id) {
      remove.run(this.model, id);
    }

    async revokeByGrantId(grantId) {
      removeGrant.run(grantId);
    }
  };
}
