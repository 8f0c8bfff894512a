// The engine's thread: what holds the keys runs here, where no script of the page reaches. Its start listens for requests
// and says "ready".

import init from "{{asset:engine.js}}";

await init({ module_or_path: new URL("{{asset:engine.wasm}}", import.meta.url) });
