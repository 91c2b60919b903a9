// What browser.py asks a page. Each function is evaluated in the page by its name.
({
  // Everything the keyboard has to reach, numbered. Of a group of radio buttons it reaches one.
  number() {
    const takes = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const groups = new Set();
    const wanted = [...document.querySelectorAll(takes)].filter((one) => {
      if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true }) || one.closest("[inert]")) return false;
      if (one.type !== "radio") return true;
      const group = `${one.form?.action} ${one.name}`;
      if (groups.has(group)) return false;
      groups.add(group);
      return true;
    });
    wanted.forEach((one, place) => { one.dataset.outside = one.type === "radio" ? `radio ${one.form?.action} ${one.name}` : place; });
    document.querySelectorAll("input[type=radio]").forEach((one) => { one.dataset.outside ??= `radio ${one.form?.action} ${one.name}`; });
    document.activeElement?.blur();
    scrollTo(0, 0);
    return [...new Set(wanted.map((one) => one.dataset.outside))];
  },

  // Where the focus is, whether it can be seen there, and whether it shows.
  focused() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect();
    const inside = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    const points = [[0.5, 0.5], [0.05, 0.2], [0.95, 0.8], [0.95, 0.2], [0.05, 0.8]]
      .map(([x, y]) => [box.x + box.width * x, box.y + box.height * y]).filter(inside);
    const label = one.labels?.[0];
    const seen = points.some((point) => {
      const top = document.elementFromPoint(...point);
      return top && (one.contains(top) || label?.contains(top) || top.contains(one) && top !== document.body && getComputedStyle(top).position === "static");
    });
    // Focus may be drawn on what is around it (a label for a hidden radio button): compare all of that without focus.
    const around = [one, label, one.nextElementSibling, one.parentElement].filter(Boolean);
    const look = () => around.map((near) => ["", "::before", "::after"].map((pseudo) => {
      const style = getComputedStyle(near, pseudo);
      const outline = style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
      return [outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine].join(" ");
    }).join(" ")).join(" ");
    const own = getComputedStyle(one);
    let shows = one.dataset.outsideShows === "yes" || (own.outlineStyle !== "none" && parseFloat(own.outlineWidth) >= 2);
    if (!shows) { // once: in a date this would lead back to its day for ever
      const focus = look();
      one.blur();
      shows = look() !== focus;
      one.focus({ preventScroll: true });
    }
    if (shows) one.dataset.outsideShows = "yes";
    return { number: one.dataset.outside ?? "", seen, shows, html: one.outerHTML.slice(0, 120) };
  },

  // 320 px wide, nothing beside it but what may: tables, code, and what scrolls by itself.
  wider() {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return [];
    const scrolls = (one) => { for (let up = one; up; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true; return false; };
    const culprits = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one));
    return [`${over} px too wide: ${culprits.slice(0, 2).map((one) => one.outerHTML.slice(0, 100)).join(" and ")}`];
  },

  // Text that is cut off: what it needs is more than what it gets, and it hides the rest.
  cut() {
    return [...document.querySelectorAll("body *")].filter((one) => {
      const style = getComputedStyle(one);
      const hides = [style.overflowX, style.overflowY].some((how) => how === "hidden" || how === "clip");
      const text = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
      const shown = one.clientWidth > 1 && one.clientHeight > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      return hides && text && shown && style.clipPath === "none" && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
    }).map((one) => one.outerHTML.slice(0, 120));
  },

  // What moves although somebody asked for calm.
  moves() {
    const moving = document.getAnimations().filter((one) => one.playState === "running" && one.effect.getComputedTiming().activeDuration > 10);
    return moving.map((one) => `${one.animationName ?? one.transitionProperty} on ${one.effect.target?.outerHTML.slice(0, 80)}`);
  },

  // Each kind of element in its surroundings: what it is, how it is dressed, what it says of itself, and within what.
  kinds() {
    const dressed = (one) => `${one.localName}.${[...one.classList].sort().join(".")}`;
    const told = (one) => [...one.attributes].map(({ name, value }) => (/^(role|type|open|disabled|aria-(?!label|describe|control|owns))/.test(name) ? `${name}=${value}` : name)).sort();
    const within = new Map([[document.body, ""]]);
    return [...new Set([...document.querySelectorAll("body *")].map((one) => {
      within.set(one, `${within.get(one.parentElement) ?? ""}>${dressed(one)}`);
      return `${within.get(one)}[${told(one)}]`;
    }))];
  },

  // What can be pressed and is smaller than 24 px, apart from words in a sentence.
  small() {
    const shown = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && getComputedStyle(one).display !== "inline");
    return shown.filter((one) => {
      const boxes = [one, ...(one.labels ?? [])].map((near) => near.getBoundingClientRect());
      const [width, height] = ["width", "height"].map((side) => Math.max(...boxes.map((box) => box[side])));
      return boxes[0].right > 0 && width > 1 && (width < 24 || height < 24);
    }).map((one) => one.outerHTML.slice(0, 120));
  },
})
