// Jobs that do nothing, all due at once, by a scheduler on PostgreSQL: how many it ends in a second.
//   node run.mjs graphile-worker|graphile-worker-batched|pg-boss JOBS     the database as libpq's PG… variables name it
// Prints one number.
import { run, runMigrations, makeWorkerUtils, Logger } from "graphile-worker";
import PgBoss from "pg-boss";
import pg from "pg";

const [scheduler, count] = [process.argv[2], Number(process.argv[3])];
const connection = { host: process.env.PGHOST, port: Number(process.env.PGPORT), user: process.env.PGUSER, password: process.env.PGPASSWORD,
  database: process.env.PGDATABASE };
const Clients = 10;

/** Resolves when as many have ended. */
function counting() {
  let left = count;
  let finish;
  const all = new Promise(resolve => { finish = resolve; });
  return { all, ended: some => { if ((left -= some) === 0) finish(); } };
}

async function graphileWorker(batched) {
  const pool = new pg.Pool({ ...connection, max: Clients + 2 });
  const silent = new Logger(() => () => {});
  await runMigrations({ pgPool: pool, logger: silent });
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent });
  await utils.addJobs(Array.from({ length: count }, () => ({ identifier: "nothing", payload: {} })));
  const { all, ended } = counting();
  const preset = batched ? { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } } : {};
  const began = performance.now();
  const runner = await run({ pgPool: pool, logger: silent, concurrency: Clients, noHandleSignals: true, preset,
    taskList: { nothing: async () => ended(1) } });
  await all;
  // Stopping waits until what ended is written.
  await runner.stop();
  return performance.now() - began;
}

async function pgBoss() {
  const boss = new PgBoss({ ...connection, max: Clients, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue("nothing");
  for (let from = 0; from < count; from += 10_000) {
    await boss.insert(Array.from({ length: Math.min(10_000, count - from) }, () => ({ name: "nothing" })));
  }
  // As many at a time as a worker can fetch by one query, each batch completed by another: its quickest way by its own methods.
  const began = performance.now();
  let left = count;
  await Promise.all(Array.from({ length: Clients }, async () => {
    while (left > 0) {
      const jobs = await boss.fetch("nothing", { batchSize: 50 });
      if (jobs.length === 0) break;
      await boss.complete("nothing", jobs.map(job => job.id));
      left -= jobs.length;
    }
  }));
  const took = performance.now() - began;
  await boss.stop({ graceful: false });
  return took;
}

const took = scheduler === "pg-boss" ? await pgBoss() : await graphileWorker(scheduler === "graphile-worker-batched");
console.log((count / took * 1000).toFixed(0));
process.exit(0);
