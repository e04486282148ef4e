// HTTP by hand: what no client library would send.
import { connect } from "node:net";

/** Sends the text as it stands; gives {status, head, body} of the answer, or status 0 when the other end
 *  closed without one. Not `whole`: everything that comes until the other end closes or the patience is
 *  over. */
export function send(port, text, { host = "127.0.0.1", patience = 15_000, whole = true } = {}) {
  return new Promise((done) => {
    const socket = connect(port, host, () => socket.write(text));
    const parts = [];
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      const all = Buffer.concat(parts).toString("latin1"),
        at = all.indexOf("\r\n\r\n");
      done({
        status: Number(/^HTTP\/1\.[01] (\d+)/.exec(all)?.[1] ?? 0),
        head: at < 0 ? all : all.slice(0, at),
        body: at < 0 ? "" : all.slice(at + 4),
      });
    };
    const timer = setTimeout(end, patience);
    socket.on("data", (bytes) => {
      parts.push(bytes);
      if (whole && isWhole(Buffer.concat(parts).toString("latin1"))) end();
    });
    socket.on("close", end);
    socket.on("error", () => {}); // closing tells
  });
}
function isWhole(text) {
  const at = text.indexOf("\r\n\r\n"),
    length = /\r\ncontent-length: *(\d+)/i.exec(text);
  return at >= 0 && Boolean(length) && text.length >= at + 4 + Number(length[1]);
}

export const request = (method, path, headers = [], body = "") =>
  [`${method} ${path} HTTP/1.1`, "Host: hub.test", ...headers, "", body].join("\r\n");

/** A client that never finishes its request: one byte of a header each second. `connected` once its first
 *  bytes are out; `cut` is when, in ms since it began, the other end had enough of it. */
export function slowClient(port) {
  const began = Date.now();
  const client = { connected: false, cut: undefined };
  const socket = connect(port, "127.0.0.1", () => {
    socket.write("GET /healthz HTTP/1.1\r\nX-Slow: ");
    client.connected = true;
  });
  const drip = setInterval(() => socket.writable && socket.write("a"), 1000);
  socket.on("close", () => {
    clearInterval(drip);
    client.cut = Date.now() - began;
  });
  socket.on("error", () => {}); // closing tells
  socket.resume();
  return client;
}
