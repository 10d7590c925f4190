// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0
//
// ClickHouse's engine (chdb, from npm) behind as much of ClickHouse's HTTP
// interface as the Collector's exporter and a test need: the query in the URL or
// the body, the rows of an INSERT in the body.
//
//   node server.mjs CHDB ADDRESS DIRECTORY
//
// CHDB is the folder that has chdb in its node_modules.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toClient } from "./native.mjs";

const [chdb, address, data] = process.argv.slice(2);
const { Session } = createRequire(join(chdb, "package.json"))("chdb");
const [host, port] = address.split(":");
const session = new Session(data);
const scratch = mkdtempSync(join(tmpdir(), "rows-"));
let files = 0;

// insert is an INSERT whose rows follow in the client's Native format.
const insert = /^\s*(INSERT\s+INTO\s+[\s\S]+?)\s*FORMAT\s+Native\s*$/i;

async function run(parameters, body) {
  const query = parameters.get("query") ?? "";
  const rows = query.match(insert);
  if (rows) {
    const file = join(scratch, String(files++));
    writeFileSync(file, body);
    try {
      await session.queryAsync(`${rows[1]} SELECT * FROM file('${file}', 'Native')`);
    } finally {
      rmSync(file);
    }
    return "";
  }
  const format = parameters.get("default_format") ?? "TabSeparated";
  const result = await session.queryAsync(query + body.toString(), { format });
  const bytes = Buffer.from(result.bytes());
  return format === "Native" ? toClient(bytes) : bytes;
}

// One at a time: the engine has one session.
let last = Promise.resolve();
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const url = new URL(request.url, "http://localhost");
    last = last.then(async () => {
      try {
        const bytes = url.pathname === "/ping" ? "Ok.\n" : await run(url.searchParams, Buffer.concat(chunks));
        response.writeHead(200, { "X-ClickHouse-Format": url.searchParams.get("default_format") ?? "TabSeparated" });
        response.end(bytes);
      } catch (error) {
        console.error(request.url, error);
        response.writeHead(500, { "X-ClickHouse-Exception-Code": String(error.clickhouseCode ?? 1) });
        response.end(String(error));
      }
    });
  });
});
server.listen(Number(port), host);
process.on("SIGTERM", () => {
  rmSync(scratch, { recursive: true });
  process.exit(0);
});
