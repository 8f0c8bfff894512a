// The viewer's thread: strangers' files are looked at here, away from every key.

import init, * as viewer from "{{asset:viewer.js}}";

await init({ module_or_path: new URL("{{asset:viewer.wasm}}", import.meta.url) });
