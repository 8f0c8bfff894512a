// Starts the app, and looks after its service worker.
//
// Two events on `window` are all that the app and this file share: `sehat-update` says that a new version waits (and
// `<html data-update="waiting">` says so to who comes later), `sehat-update-accept` asks for it.

import init from "{{asset:app.js}}";

const root = "/{{app}}/";
const wasm = new URL("{{asset:app.wasm}}", import.meta.url);

try {
  await init({ module_or_path: wasm });
  document.getElementById("splash")?.remove();
} catch (error) {
  document.getElementById("splash-trouble")?.removeAttribute("hidden");
  throw error;
}

// Without one (a private window, an old browser) the app works all the same, as long as there is a network.
if ("serviceWorker" in navigator) {
  watch().catch(() => {});
}

async function watch() {
  // The folder without its slash belongs to it too: a link may lead there, and be loaded again without a network.
  const options = { scope: root.slice(0, -1), updateViaCache: "none" };
  const registration = await navigator.serviceWorker.register(`${root}sw.js`, options);
  let accepted = false;

  // A first version has nobody to wait for; a later one waits beside the one that serves this page.
  const announce = () => {
    if (registration.waiting && registration.active) {
      document.documentElement.dataset.update = "waiting";
      window.dispatchEvent(new CustomEvent("sehat-update"));
    }
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", announce);
  });
  announce();

  window.addEventListener("sehat-update-accept", () => {
    accepted = true;
    if (registration.waiting) {
      registration.waiting.postMessage({ type: "update" });
    } else {
      location.reload();
    }
  });
  // Only the page that asked is loaded again: another may hold what somebody is writing.
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (accepted) {
      location.reload();
    }
  });

  // What this page has loaded so far, such as the letters of its language, is kept as well; what it may need one day only
  // where the network is not dear.
  const { active } = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  const { saveData = false, effectiveType = "4g" } = navigator.connection ?? {};
  active?.postMessage({ type: "rest", used, ahead: !saveData && effectiveType === "4g" });

  // Whoever leaves the app open for days hears of a new version when coming back to it.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && navigator.onLine) {
      registration.update().catch(() => {});
    }
  });
}
