// The viewer's thread: strangers' files are looked at here, away from every key.
//
// It answers one message after the other. What a message asks for may take the memory or the sanity of the thread with it:
// `why: "broken"` says so, and the page starts another.

import init, { Viewer } from "{{asset:viewer.js}}";

await init({ module_or_path: new URL("{{asset:viewer.wasm}}", import.meta.url) });

const viewer = new Viewer();

// Each gives its answer, and what of it is handed over rather than copied.
const operations = {
  pdf({ bytes, password }) {
    const sizes = viewer.open(bytes, password);
    return [{ pages: sizes.length / 2, sizes }, [sizes.buffer]];
  },
  page({ page, width }) {
    const drawn = viewer.page(page, width);
    const [columns, rows] = [drawn.width, drawn.height];
    const rgba = drawn.rgba();
    return [{ width: columns, height: rows, rgba }, [rgba.buffer]];
  },
  qr({ width, height, luma }) {
    return [{ text: viewer.qr(width, height, luma) ?? null }, []];
  },
};

self.onmessage = ({ data }) => {
  const { id, op } = data;
  try {
    const [answer, handed] = operations[op](data);
    self.postMessage({ id, ok: true, ...answer }, handed);
  } catch (error) {
    self.postMessage({ id, ok: false, why: typeof error === "string" ? error : "broken" });
  }
};

self.postMessage("ready");
