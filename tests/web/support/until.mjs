// For what no page shows: asks until it is so. The limit is for a test that fails; a busy machine may take its time.
import { setTimeout as after } from "node:timers/promises";

export async function until(condition, patience = 60_000) {
  const end = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not so after ${patience} ms: ${condition}`);
    await after(20);
  }
}
