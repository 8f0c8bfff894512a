// What an audit can read off the page itself: returns a list of sentences, empty where all is well.

() => {
  // Layout works in fractions of a pixel.
  const ROUNDING = 0.5;
  const found = [];
  const say = (what, element) => found.push(element ? `${what}: ${name(element)}` : what);
  const all = (selector) => [...document.querySelectorAll(selector)];
  // Behind an open dialog nothing can be reached, so nothing is judged.
  const modal = all("dialog:modal").at(-1);
  const within = (element) => !modal || modal.contains(element);
  const visible = (element) =>
    within(element) &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    [...element.getClientRects()].some((box) => box.width > 0 && box.height > 0);
  // Only told, not shown: the usual ways to hide something from the eye alone.
  const clipped = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return (box.width <= 2 && box.height <= 2) || style.clipPath === "inset(50%)" || style.opacity === "0";
  };

  document_wide();
  references();
  fields();
  pictures();
  targets();
  nested();
  contrasts();
  borders();
  overflow();
  return [...new Set(found)];

  function name(element) {
    const text = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    const id = element.id ? `#${element.id}` : "";
    const kind = element.getAttribute("class")?.trim().split(/\s+/).slice(0, 2).map((word) => `.${word}`).join("") ?? "";
    return `<${element.localName}${id}${kind}>${text ? ` “${text}”` : ""}`;
  }

  function document_wide() {
    if (!/^(en|hi)(-[A-Z]{2})?$/.test(document.documentElement.lang)) {
      say(`the page is in the language “${document.documentElement.lang}”`);
    }
    if (!document.title.trim()) {
      say("the page has no title");
    }
    const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
    if (!viewport.includes("width=device-width")) {
      say("the page is not laid out for the width of the device");
    }
    if (/user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*[01](\.|,|$)/.test(viewport)) {
      say("the page cannot be zoomed");
    }
    const seen = new Set();
    for (const { id } of all("[id]")) {
      if (seen.has(id)) {
        say(`the id “${id}” is there twice`);
      }
      seen.add(id);
    }
  }

  function references() {
    for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "for"]) {
      for (const element of all(`[${attribute}]`)) {
        for (const id of element.getAttribute(attribute).split(/\s+/).filter(Boolean)) {
          // What a button opens may not be there before it is pressed.
          const later = attribute === "aria-controls" && element.ariaExpanded === "false";
          if (!document.getElementById(id) && !later) {
            say(`${attribute} names “${id}”, which is not there`, element);
          }
        }
      }
    }
    for (const element of all("[tabindex]")) {
      if (element.tabIndex > 0) {
        say("comes before its turn by its tabindex", element);
      }
    }
    for (const element of all("[aria-hidden=true] :is(a[href], button, input, select, textarea, [tabindex='0'])")) {
      if (visible(element)) {
        say("can be reached and is hidden from screen readers", element);
      }
    }
  }

  function fields() {
    for (const field of all("input:not([type=hidden]), select, textarea")) {
      const button = ["button", "submit", "reset", "image"].includes(field.type);
      const labelled = field.labels?.length || field.ariaLabel?.trim() || field.hasAttribute("aria-labelledby");
      if (within(field) && field.checkVisibility() && !button && !labelled) {
        say("a field without a label", field);
      }
    }
    for (const group of all("fieldset")) {
      if (visible(group) && !group.querySelector(":scope > legend") && !group.ariaLabel && !group.hasAttribute("aria-labelledby")) {
        say("a group of fields without a legend", group);
      }
    }
    for (const table of all("table")) {
      if (visible(table) && !table.querySelector("th")) {
        say("a table without headings", table);
      }
    }
  }

  function pictures() {
    for (const picture of all("img")) {
      if (!picture.hasAttribute("alt")) {
        say("a picture without alt", picture);
      }
    }
    for (const drawing of all("svg")) {
      const hidden = drawing.closest("[aria-hidden=true]");
      const named = drawing.ariaLabel?.trim() || drawing.hasAttribute("aria-labelledby") || drawing.querySelector(":scope > title");
      const within_picture = drawing.parentElement.closest("svg, [role=img]");
      if (visible(drawing) && !hidden && !named && !within_picture) {
        say("a drawing that is neither named nor hidden from screen readers", drawing);
      }
    }
  }

  function targets() {
    const interactive = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], " +
      "[role=switch], [role=checkbox], [role=radio], [role=menuitem], [role=option], [role=link]";
    for (const element of all(interactive)) {
      const field = element.labels?.length && ["checkbox", "radio", "file"].includes(element.type);
      const parts = [element, ...(field ? element.labels : [])].filter((part) => visible(part) && !clipped(part));
      if (!parts.length || element.matches(":disabled")) {
        continue;
      }
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
      const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
      if (within_text(element)) {
        const line = Math.max(height, parseFloat(getComputedStyle(element).lineHeight) || 0);
        if (line < 24 - ROUNDING) {
          say(`a link of ${line.toFixed(0)} px in a text, where 24 are needed`, element);
        }
      } else if (width < 44 - ROUNDING || height < 44 - ROUNDING) {
        say(`a target of ${width.toFixed(0)} × ${height.toFixed(0)} px, where 44 are needed`, element);
      }
    }
  }

  // A link between words of a sentence, which gives it its height.
  function within_text(element) {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") {
      return false;
    }
    const own = element.textContent.trim().length;
    return element.parentElement.textContent.trim().length > own;
  }

  function nested() {
    for (const element of all(":is(a[href], button, summary, [role=button]) :is(a[href], button, input, select, textarea, [role=button])")) {
      if (visible(element)) {
        say("a control within a control", element);
      }
    }
  }

  function contrasts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const judged = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || judged.has(element)) {
        continue;
      }
      judged.add(element);
      if (["script", "style", "noscript", "title", "desc", "option"].includes(element.localName)) {
        continue;
      }
      if (!visible(element) || clipped(element) || element.closest(":disabled, [aria-disabled=true]")) {
        continue;
      }
      const style = getComputedStyle(element);
      const drawn = element instanceof SVGElement;
      text_contrast(element, style, drawn ? style.fill : style.color);
    }
    for (const field of all("input:not([type=checkbox], [type=radio]), textarea")) {
      if (visible(field) && !clipped(field) && !field.disabled && field.placeholder && !field.value) {
        text_contrast(field, getComputedStyle(field), getComputedStyle(field, "::placeholder").color);
      } else if (visible(field) && !clipped(field) && !field.disabled && field.value) {
        text_contrast(field, getComputedStyle(field), getComputedStyle(field).color);
      }
    }
  }

  function text_contrast(element, style, colour) {
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const needed = large ? 3 : 4.5;
    const ratio = Math.min(...backdrops(element).map((backdrop) => contrast(over(faded(colour, element), backdrop), backdrop)));
    if (ratio < needed - 0.005) {
      say(`text in a contrast of ${ratio.toFixed(2)} : 1, where ${needed} are needed`, element);
    }
  }

  function borders() {
    for (const field of all("input:not([type=hidden], [type=range], [type=file]), select, textarea")) {
      const style = getComputedStyle(field);
      const drawn_by_browser = ["checkbox", "radio"].includes(field.type) && style.appearance !== "none";
      if (!visible(field) || clipped(field) || field.disabled || drawn_by_browser) {
        continue;
      }
      const box = framed(field);
      const drawn = getComputedStyle(box);
      const ratio = Math.min(
        ...backdrops(box.parentElement).map((backdrop) => {
          const lines = edges(drawn).map((side) => contrast(over(faded(drawn[`border${side}Color`], box), backdrop), backdrop));
          const surface = contrast(over(faded(drawn.backgroundColor, box), backdrop), backdrop);
          return Math.max(surface, ...lines);
        }),
      );
      if (ratio < 3 - 0.005) {
        say(`a field whose edge has a contrast of ${ratio.toFixed(2)} : 1, where 3 are needed`, field);
      }
    }
  }

  function edges(style) {
    return ["Top", "Right", "Bottom", "Left"].filter((side) => parseFloat(style[`border${side}Width`]) > 0);
  }

  // What draws a field's edge: the field, or the box it shares with a unit or an icon.
  function framed(field) {
    const boxes = [field, field.parentElement, field.parentElement?.parentElement].filter(Boolean);
    return boxes.find((box) => edges(getComputedStyle(box)).length === 4) ?? field;
  }

  function overflow() {
    const wide = document.documentElement.scrollWidth;
    if (wide <= innerWidth) {
      return;
    }
    const scrolls = (element) => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (getComputedStyle(above).overflowX !== "visible" && above !== document.body && above !== document.documentElement) {
          return true;
        }
      }
      return false;
    };
    const culprits = all("body *").filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element));
    say(`the page is ${wide} px wide on a screen of ${innerWidth}`, culprits.at(-1));
  }

  // The colours that can lie behind an element's text: what its ancestors paint, one over the other, on the page's white.
  function backdrops(element) {
    const chain = [];
    for (let above = element; above; above = above.parentElement) {
      chain.unshift(above);
    }
    const canvas = getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
    let behind = [canvas ? [18, 18, 18, 1] : [255, 255, 255, 1]];
    for (const layer of chain) {
      const style = getComputedStyle(layer);
      const painted = faded(style.backgroundColor, layer);
      behind = behind.map((colour) => over(painted, colour));
      const stops = style.backgroundImage.match(/(?:rgba?|color|oklch|oklab|hsla?|lab|lch)\([^()]*\)/g) ?? [];
      if (stops.length) {
        behind = stops.flatMap((stop) => behind.map((colour) => over(faded(stop, layer), colour)));
      }
    }
    return behind;
  }

  // A colour with the opacity of all that it lies in.
  function faded(colour, element) {
    const [red, green, blue, alpha] = parse(colour);
    let opacity = alpha;
    for (let above = element; above; above = above.parentElement) {
      opacity *= Number(getComputedStyle(above).opacity);
    }
    return [red, green, blue, opacity];
  }

  function over([red, green, blue, alpha], under) {
    const mix = (above, below) => above * alpha + below * (1 - alpha);
    return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2]), 1];
  }

  // Whatever notation the browser uses, painted once and read again.
  function parse(colour) {
    const plain = colour.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/);
    if (plain) {
      return [Number(plain[1]), Number(plain[2]), Number(plain[3]), Number(plain[4] ?? 1)];
    }
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = colour === "none" ? "transparent" : colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  // WCAG 2.2's relative luminance and contrast ratio.
  function contrast(one, other) {
    const luminance = ([red, green, blue]) => {
      const linear = (value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
}
