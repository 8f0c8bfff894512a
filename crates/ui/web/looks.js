// Light or dark and the size of the text, as chosen on this device: before anything is drawn in others. The page waits for
// this script, so it is short and asks for nothing.
try {
  const chosen = { theme: ["light", "dark"], text: ["large", "largest"] };
  const kept = { theme: localStorage.getItem("theme"), text: localStorage.getItem("text-size") };
  for (const [name, values] of Object.entries(chosen)) {
    if (values.includes(kept[name])) {
      document.documentElement.dataset[name] = kept[name];
    }
  }
} catch {
  // Where nothing can be kept, nothing was chosen.
}
