// The few sentences scripts say. They come translated from the server, in #page-words.

export function word(name) {
  return document.getElementById("page-words")?.dataset[name] ?? "";
}

// 14.03 in Dutch, 14:03 in English: as the server writes it.
export function clock(moment = new Date()) {
  const mark = document.documentElement.lang.startsWith("en") ? ":" : ".";
  const two = (number) => String(number).padStart(2, "0");
  return `${two(moment.getHours())}${mark}${two(moment.getMinutes())}`;
}
