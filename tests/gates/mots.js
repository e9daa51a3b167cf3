// Runs in the page: the places where two words are glued, as « before|after ». Two texts that follow one another on a
// line are glued where the white space between them in the source is not shown (the items of a flex or grid box lose
// theirs), or where nothing but a margin parts two inline elements: what is read aloud or copied has no space there.
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.closest("svg, style, script, sup") && parent.checkVisibility({ checkVisibilityCSS: true })) {
      texts.push(node);
    }
  }
  const box = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getClientRects()[0];
  };
  const inline = (node, to) => {
    for (let e = node.parentElement; e !== to; e = e.parentElement) {
      if (!/^inline/.test(getComputedStyle(e).display)) return false;
    }
    return true;
  };
  const common = (a, b) => {
    let e = a.parentElement;
    while (!e.contains(b)) e = e.parentElement;
    return e;
  };
  const glued = [];
  let last = null;
  let white = true;
  for (const node of texts) {
    const first = node.data.search(/\S/);
    white = white || first !== 0;
    if (first < 0) continue;
    const before = last ? last.data.trimEnd() : "";
    if (/[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(node.data.slice(first))) {
      const [left, right] = [box(last, before.length - 1), box(node, first)];
      const high = Math.min(left.bottom, right.bottom) - Math.max(left.top, right.top);
      if (high > 0.5 * Math.min(left.height, right.height) && right.left >= left.left) {
        const gap = (right.left - left.right) / parseFloat(getComputedStyle(node.parentElement).fontSize);
        const top = common(last, node);
        if (white ? gap < 0.12 : gap > 0.12 && inline(last, top) && inline(node, top)) {
          glued.push(`${before.slice(-30)}|${node.data.slice(first, first + 30)}`);
        }
      }
    }
    last = node;
    white = /\s$/.test(node.data);
  }
  return glued;
};
