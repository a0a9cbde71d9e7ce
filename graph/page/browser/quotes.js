// Sentences with the two names of a fact marked.

/** @typedef {{text: string, role: "" | "subject" | "object"}} Piece */

/**
 * A sentence cut into pieces: the two names where they stand, and what is between. Joined again the pieces are the sentence.
 * A name that the sentence gives by a short form or a pronoun is not found, and so not marked.
 * @param {string} text
 * @param {string[]} subject every name of the subject
 * @param {string[]} object every name of the object
 * @returns {Piece[]}
 */
export function pieces(text, subject, object) {
  const spans = [...found(text, subject, "subject"), ...found(text, object, "object")];
  spans.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  /** @type {typeof spans} */
  const kept = [];
  for (const span of spans) if (kept.every((other) => span.end <= other.start || span.start >= other.end)) kept.push(span);
  kept.sort((a, b) => a.start - b.start);
  return between(text, kept);
}

/**
 * The pieces from shortly before the first name on, for places where a whole sentence is too long.
 * @param {Piece[]} all
 * @param {number} [before] how much text may stand before the first name
 * @returns {Piece[]}
 */
export function excerpt(all, before = 70) {
  const [first, ...rest] = all;
  if (!first || first.role || !rest.length || first.text.length <= before) return all;
  const tail = first.text.slice(-before);
  return [{ text: `… ${tail.slice(tail.search(/\s/) + 1)}`, role: "" }, ...rest];
}

/**
 * @param {string} text
 * @param {{start: number, end: number, role: "subject" | "object"}[]} spans sorted, apart
 * @returns {Piece[]}
 */
function between(text, spans) {
  /** @type {Piece[]} */
  const result = [];
  let at = 0;
  for (const { start, end, role } of spans) {
    result.push({ text: text.slice(at, start), role: "" }, { text: text.slice(start, end), role });
    at = end;
  }
  result.push({ text: text.slice(at), role: "" });
  return result.filter((piece) => piece.text);
}

/**
 * @param {string} text
 * @param {string[]} names
 * @param {"subject" | "object"} role
 */
function found(text, names, role) {
  return names.flatMap((name) => {
    const pattern = patternOf(name);
    return pattern ? [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, role })) : [];
  });
}

/**
 * A pattern for a name over line breaks and kinds of quote, as a whole word; a note mark may be glued to its end.
 * @param {string} name
 * @returns {RegExp | null}
 */
function patternOf(name) {
  const words = name.trim().split(/\s+/).filter(Boolean).map(escaped);
  if (!words.length) return null;
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join("\\s+")}(?:(?![\\p{L}\\p{N}])|(?=Note))`, name.length > 4 ? "giu" : "gu");
}

/** @param {string} word */
function escaped(word) {
  return word
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/['\u2018\u2019]/g, "['\u2018\u2019]")
    .replace(/["\u201c\u201d]/g, "[\"\u201c\u201d]");
}
