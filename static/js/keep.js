// A live refresh never takes away what somebody is typing: text, choices, the open detail, the cursor. Only a pull (GET)
// is treated so; after somebody's own press the answer of the server holds.

const TYPED = "textarea[id], input[id]:not([type=hidden], [type=submit], [type=button], [type=file]), select[id]";
let kept = null;

const dirty = (field) =>
  field.type === "radio" || field.type === "checkbox"
    ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT"
      ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.value !== field.defaultValue;

function remember(root) {
  const active = document.activeElement;
  const inside = (all) => [...root.querySelectorAll(all), ...(root.matches(all) ? [root] : [])];
  return {
    fields: inside(TYPED)
      .filter((field) => dirty(field) || field === active)
      .map(({ id, value, checked, selectionStart, selectionEnd }) => ({ id, value, checked, selectionStart, selectionEnd })),
    opened: inside("details[id]").map(({ id, open }) => ({ id, open })),
    focus: root.contains(active) ? active.id : "",
  };
}

function restore({ fields, opened, focus }) {
  for (const { id, value, checked } of fields) {
    const field = document.getElementById(id);
    if (!field) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = checked;
    else if (field.value !== value) field.value = value;
  }
  for (const { id, open } of opened) {
    const detail = document.getElementById(id);
    if (detail) detail.open = open;
  }
  const field = focus && document.getElementById(focus);
  if (!field) return;
  if (field !== document.activeElement) field.focus({ preventScroll: true });
  const { selectionStart, selectionEnd } = fields.find((one) => one.id === focus) ?? {};
  if (typeof selectionStart === "number") field.setSelectionRange?.(selectionStart, selectionEnd);
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  kept = detail.requestConfig?.verb === "get" && detail.shouldSwap ? remember(detail.target) : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (kept) restore(kept);
  kept = null;
});

// Parts that come along and find their own place are drawn anew as well.
const aside = new Map();
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || !detail.target?.id) return;
  const before = remember(detail.target);
  before.opened = before.opened.filter(({ id }) => !document.getElementById(id).matches(".menu")); // a press closes it
  aside.set(detail.target.id, before);
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  const before = aside.get(detail.target?.id);
  aside.delete(detail.target?.id);
  if (before) restore(before);
});
