// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0
//
// ClickHouse's Native format comes in two dialects: as a file, which is what the
// engine writes here, and as clients read it, with block information ahead of
// each block and a serialization mark in each column.
// https://clickhouse.com/docs/interfaces/formats/Native

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  get done() {
    return this.at >= this.bytes.length;
  }
  varint() {
    let n = 0;
    for (let shift = 0; ; shift += 7) {
      const b = this.bytes[this.at++];
      n += (b & 0x7f) * 2 ** shift;
      if (b < 0x80) return n;
    }
  }
  skip(n) {
    this.at += n;
  }
  string() {
    const n = this.varint();
    this.at += n;
    return this.bytes.toString("utf8", this.at - n, this.at);
  }
  uint64() {
    this.at += 8;
    return Number(this.bytes.readBigUInt64LE(this.at - 8));
  }
}

// parts returns the types within the brackets of a type.
function parts(type) {
  const inner = type.slice(type.indexOf("(") + 1, -1);
  const list = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === "(") depth++;
    if (inner[i] === ")") depth--;
    if (inner[i] === "," && depth === 0) {
      list.push(inner.slice(from, i).trim());
      from = i + 1;
    }
  }
  list.push(inner.slice(from).trim());
  return list;
}

const widths = { UInt8: 1, UInt32: 4, UInt64: 8, Int64: 8, DateTime64: 8 };

function skipPrefix(r, type) {
  if (type.startsWith("LowCardinality(")) r.skip(8);
  else if (type.startsWith("Array(") || type.startsWith("Map(")) parts(type).forEach((t) => skipPrefix(r, t));
}

function skipData(r, type, rows) {
  if (rows === 0) return;
  const name = type.split("(")[0];
  if (name === "String") {
    for (let i = 0; i < rows; i++) r.skip(r.varint());
  } else if (name === "LowCardinality") {
    const keyWidth = 1 << (r.uint64() & 0xff);
    skipData(r, parts(type)[0], r.uint64());
    r.skip(r.uint64() * keyWidth);
  } else if (name === "Array" || name === "Map") {
    r.skip(8 * (rows - 1));
    const total = r.uint64();
    parts(type).forEach((t) => skipData(r, t, total));
  } else if (name in widths) {
    r.skip(widths[name] * rows);
  } else {
    throw new Error(`a column of type ${type}`);
  }
}

function varint(n) {
  const out = [];
  for (; n > 0x7f; n = Math.floor(n / 128)) out.push((n & 0x7f) | 0x80);
  return Buffer.from([...out, n]);
}

// toClient returns a file's blocks as a client reads them.
export function toClient(bytes) {
  const r = new Reader(bytes);
  const out = [];
  while (!r.done) {
    out.push(Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0]));
    const columns = r.varint();
    const rows = r.varint();
    out.push(varint(columns), varint(rows));
    for (let i = 0; i < columns; i++) {
      const from = r.at;
      r.string();
      const type = r.string();
      out.push(bytes.subarray(from, r.at), Buffer.from([0]));
      const data = r.at;
      skipPrefix(r, type);
      skipData(r, type, rows);
      out.push(bytes.subarray(data, r.at));
    }
  }
  return Buffer.concat(out);
}
