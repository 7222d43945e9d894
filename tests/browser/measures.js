// What people would notice. Each function looks at the whole document and answers with plain values.

/** How many pixels wider the document is than the window. */
function overflow() {
  return Math.max(0, document.documentElement.scrollWidth - window.innerWidth);
}

/** All pieces of text with the element they stand in. */
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replace(/[\u00a0\u034f\u2007]/g, " ").trim();
    if (text) found.push([text, walker.currentNode]);
  }
  return found;
}

function isSeen(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  const style = getComputedStyle(node.parentElement);
  return box.width > 0 && box.height > 0 && style.visibility === "visible" && parseFloat(style.fontSize) >= 11;
}

/** Texts that nobody sees. */
function hidden() {
  return texts().filter(([, node]) => !isSeen(node)).map(([text]) => text);
}

/** Texts of which a part stands outside of the window or is cut off by what they stand in. */
function cut() {
  return texts().filter(([, node]) => isSeen(node) && isCut(node)).map(([text]) => text);
}

function isCut(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const box of range.getClientRects()) {
    if (box.left < -0.5 || box.right > window.innerWidth + 0.5) return true;
    for (let around = node.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflow === "visible") continue;
      const frame = around.getBoundingClientRect();
      if (box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5) return true;
    }
  }
  return false;
}

/** Of each text that is seen: its words, its colour and the colour behind it, as red, green, blue. */
function colours() {
  return texts()
    .filter(([, node]) => isSeen(node))
    .map(([text, node]) => [text.slice(0, 60), rgba(getComputedStyle(node.parentElement).color), behind(node.parentElement)]);
}

/** Of each bar: how long it says it is and how long it is, in per cent of the room that it has. */
function lengths() {
  return [...document.querySelectorAll("td.b[width]")].map((bar) => [
    parseFloat(bar.getAttribute("width")), (100 * bar.offsetWidth) / bar.closest("table").offsetWidth,
  ]);
}

/** Of each bar: its colour and the colour behind it. */
function bars() {
  return [...document.querySelectorAll("td.b[width]")].map((bar) => [
    bar.className, rgba(getComputedStyle(bar).backgroundColor), behind(bar.parentElement),
  ]);
}

function rgba(colour) {
  return colour.match(/[\d.]+/g).map(Number);
}

function behind(element) {
  for (let around = element; around; around = around.parentElement) {
    const colour = rgba(getComputedStyle(around).backgroundColor);
    if (colour.length < 4) return colour;
    if (colour[3] > 0) throw new Error("half transparent: " + around.outerHTML.slice(0, 200));
  }
  return [255, 255, 255];
}

/** Makes all text twice as large, as a person with weak eyes does. */
function enlarge() {
  const sizes = [...document.body.querySelectorAll("*")].map((element) => {
    const style = getComputedStyle(element);
    return [element, parseFloat(style.fontSize), parseFloat(style.lineHeight)];
  });
  for (const [element, size, height] of sizes) {
    if (size < 5) continue; // a bar, not a text
    element.style.fontSize = 2 * size + "px";
    element.style.lineHeight = 2 * height + "px";
  }
}
