// What check.py asks of a page: the functions are put together with the call of one of them.

/** What is wrong with how the page is laid out now: whatever sticks out, is cut, overlaps or is too small to touch. */
function layout() {
  const wrong = [], width = innerWidth, label = node => (node.textContent || '').trim().slice(0, 40);
  if (document.documentElement.scrollWidth > width) wrong.push(`the page is ${document.documentElement.scrollWidth} wide`);
  // What is skipped while it is out of sight has its real size only in sight: it is laid out for the look, and still clips.
  const skipping = new Set([...document.querySelectorAll('*')].filter(
    element => getComputedStyle(element).contentVisibility === 'auto'));
  for (const element of skipping) element.style.contentVisibility = 'visible';
  const clips = new Map(), clip = element => {
    if (!element) return null;
    if (!clips.has(element)) {
      const style = getComputedStyle(element);
      const cuts = style.overflowX !== 'visible' || skipping.has(element)
      || /paint|strict|content/.test(style.contain);
      clips.set(element, cuts && element !== document.documentElement ? element : clip(element.parentElement));
    }
    return clips.get(element);
  };
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest('.skip, title, desc')) continue;
    const range = document.createRange(), holder = clip(parent)?.getBoundingClientRect();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if (box.left < -.5 || box.right > width + .5) wrong.push(`text out of the page: ${label(node)}`);
      if (holder && (box.left < holder.left - .5 || box.right > holder.right + .5 || box.bottom > holder.bottom + 2))
        wrong.push(`text is cut: ${label(node)}`);
      texts.push({node, box});
    }
  }
  texts.sort((a, b) => a.box.top - b.box.top);
  texts.forEach((one, index) => {
    for (let next = index + 1; next < texts.length && texts[next].box.top < one.box.bottom - 3; next++) {
      const other = texts[next];
      const shared = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      if (other.node !== one.node && shared > 2)
        wrong.push(`texts overlap: ${label(one.node)} | ${label(other.node)}`);
    }
  });
  for (const summary of document.querySelectorAll('summary')) {
    const outer = summary.getBoundingClientRect();
    for (const child of summary.children) {
      const box = child.getBoundingClientRect();
      if (box.left < outer.left - .5 || box.right > outer.right + .5
        || box.top < outer.top - .5 || box.bottom > outer.bottom + .5)
        wrong.push(`out of its summary: ${label(child)}`);
    }
  }
  // Whoever cannot hit a dot has the same link in a table. Nothing on paper is touched.
  const targets = matchMedia('print').matches ? [] : document.querySelectorAll('a:not(svg a), summary');
  for (const target of targets) {
    const box = target.getBoundingClientRect();
    if (!target.checkVisibility()) continue;
    if (box.width < 24 || box.height < 24) wrong.push(`too small to touch, ${box.width} x ${box.height}: ${label(target)}`);
  }
  for (const element of skipping) element.style.contentVisibility = '';
  return wrong;
}

/** The contrast of a colour with the ground of the page. */
function contrast(color) {
  const light = color => {
    const part = index => {
      const value = color.match(/[\d.]+/g)[index] / 255;
      return value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
    };
    return .2126 * part(0) + .7152 * part(1) + .0722 * part(2);
  };
  const [one, ground] = [light(color), light(getComputedStyle(document.body).backgroundColor)];
  return (Math.max(one, ground) + .05) / (Math.min(one, ground) + .05);
}

/** The style, width and contrast of an element's outline. */
function outline(element) {
  const style = getComputedStyle(element);
  return [style.outlineStyle, parseFloat(style.outlineWidth), contrast(style.outlineColor)];
}

/** The graphics that are hard to see against the page. */
function faint() {
  const wrong = [], see = (selector, member, pseudo) => document.querySelectorAll(selector).forEach(element => {
    const color = getComputedStyle(element, pseudo)[member];
    if (contrast(color) < 3) wrong.push(`${selector} ${color} has a contrast of ${contrast(color).toFixed(2)}`);
  });
  see('path.dots', 'stroke');
  see('path.line', 'stroke');
  see('path.bars', 'fill');
  see('.bar > span', 'backgroundColor');
  see('.status', 'borderTopColor', '::before');
  see('.key.dots', 'backgroundColor', '::before');
  see('.key.line', 'borderTopColor', '::before');
  see('summary', 'borderRightColor', '::before');
  return wrong;
}

/** How many elements move. */
function moves() {
  return [...document.querySelectorAll('*')].map(element => getComputedStyle(element)).filter(style =>
    parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' || style.scrollBehavior === 'smooth').length;
}

/** Whether the details of a summary are open, and what is in them can be seen. */
function isOpen(summary) {
  return summary.parentElement.open && summary.nextElementSibling.checkVisibility();
}

/** A place of the page around an element. */
function around(element) {
  const box = element.getBoundingClientRect();
  return {x: box.x + scrollX - 8, y: box.y + scrollY - 8, width: box.width + 16, height: box.height + 16, scale: 1};
}

/** Where what a link names begins in the window; null if there is no such thing. */
function target(link) {
  return document.querySelector(link.getAttribute('href'))?.getBoundingClientRect().top ?? null;
}

/** A place in the window that is so close to a dot that a click there follows its link. */
function besideDot(link) {
  link.scrollIntoView({block: 'center'});
  const {x, y} = link.querySelector('.dots').getBoundingClientRect();
  return [Math.round(x) + 8, Math.round(y)];
}

/** What Tab must reach, in its order. */
function reachable() {
  return [...document.querySelectorAll('a, summary, button, input, select, textarea, [tabindex]')].filter(
    element => element.tabIndex >= 0 && element.checkVisibility());
}

/** Where the bars of a column begin, if that is not at one place. */
function ragged() {
  const starts = new Set([...document.querySelectorAll('td .bar')].filter(bar => bar.checkVisibility())
    .map(bar => Math.round(bar.getBoundingClientRect().left)));
  return starts.size > 1 ? [`bars begin at ${[...starts].join(', ')}`] : [];
}

/** Of each interview a turn in Latin letters, which can be found in the text of a PDF. */
function said() {
  return [...document.querySelectorAll('.interview')].map(one => [...one.querySelectorAll('.said')]
    .map(text => text.textContent).find(text => /^[\p{Script=Latin} ,.’]{20,60}/u.test(text))).filter(text => text);
}

/** When the page was loaded and first painted, in milliseconds, once it has been. */
async function speed() {
  const navigation = performance.getEntriesByType('navigation')[0];
  const paint = () => performance.getEntriesByName('first-contentful-paint')[0];
  while (!navigation.loadEventEnd || !paint()) await new Promise(done => setTimeout(done, 10));
  return [navigation.loadEventEnd, paint().startTime];
}
