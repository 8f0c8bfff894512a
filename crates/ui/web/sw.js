// Keeps the app on the device, so that it opens without a network. It never sees to a request outside its own folder:
// what the server's interface says is not kept here.

const app = "{{app}}";
const version = "{{version}}";
// What the app cannot start without, and what it may need one day.
const shell = {{shell}};
const ahead = {{ahead}};

const root = `/${app}/`;
const own = `sehat-${app}-`;
const current = own + version;

self.addEventListener("install", (event) => {
  event.waitUntil(fill(shell));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clean());
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "update") {
    self.skipWaiting();
  } else if (event.data?.type === "rest") {
    const used = event.data.used.filter(named);
    event.waitUntil(fill(event.data.ahead ? [...used, ...ahead] : used));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode === "navigate" && `${url.pathname}/` === root) {
    event.respondWith(Response.redirect(root + url.search));
    return;
  }
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(root)) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(kept(root, request));
  } else {
    event.respondWith(kept(url.pathname, request));
  }
});

// From what is kept; what is not comes from the network, and files that never change are kept then.
async function kept(path, request) {
  const found = await find(path);
  if (found) {
    return found;
  }
  const response = await fetch(request);
  if (response.ok && named(path)) {
    const cache = await caches.open(current);
    await cache.put(path, response.clone()).catch(() => {});
  }
  return response;
}

// Whether a file has its content's hash in its name.
function named(path) {
  return path.startsWith(`${root}assets/`);
}

async function find(path) {
  const cache = await caches.open(current);
  const found = await cache.match(path);
  if (found || !named(path)) {
    return found;
  }
  // A page of the version before may still ask for its own files; their names hold their content.
  return caches.match(path);
}

// Takes over what an older version has already: files named by their content do not change.
async function fill(paths) {
  const cache = await caches.open(current);
  await Promise.all(
    paths.map(async (path) => {
      if (await cache.match(path)) {
        return;
      }
      const had = named(path) ? await caches.match(path) : undefined;
      const response = had ?? (await fetch(path, { cache: named(path) ? "default" : "no-cache" }));
      if (!response.ok || response.redirected) {
        throw new Error(`${path}: ${response.status}`);
      }
      await cache.put(path, response);
    }),
  );
}

// Leaves the version before to pages that still run on it, and nothing older.
async function clean() {
  const names = await caches.keys();
  const before = names.filter((name) => name.startsWith(own) && name !== current);
  await Promise.all(before.slice(0, -1).map((name) => caches.delete(name)));
}
