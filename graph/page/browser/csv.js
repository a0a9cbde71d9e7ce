// Tables as CSV files that a spreadsheet opens as text, never as formulas.

/** What starts a formula in some spreadsheet: the rule of graph/formulas.py. */
const FORMULA = /^'*(?:[\s\u0000-\u001f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/**
 * Rows as CSV after RFC 4180, with a byte order mark for spreadsheets.
 * @param {(string | number)[][]} rows
 */
export function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/**
 * One value. A text that a spreadsheet would take for a formula gets an apostrophe, as OWASP advises.
 * @param {string | number} value
 */
function cell(value) {
  if (typeof value === "number") return String(value);
  const plain = FORMULA.test(value) ? `'${value}` : value;
  return /["\r\n,;\t']/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
}
