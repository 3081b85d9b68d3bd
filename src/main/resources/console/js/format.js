// Numbers and times as people read them. What was not measured (null) is a dash.

const NOTHING = "–";
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const two = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

export const count = (n) => (n == null ? NOTHING : whole.format(n));
// A card holds nine digits.
export const fitting = (n) => (n != null && n >= 1e9 ? short.format(n) : count(n));
export const compact = (n) => short.format(n);
export const rate = (n) => (n == null ? NOTHING : n < 100 ? one.format(n) : whole.format(n));
export const kWh = (n) => (n < 100 ? two.format(n) : n < 10_000 ? one.format(n) : whole.format(n));

export function seconds(n) {
  if (n == null) return NOTHING;
  if (n < 100) return `${two.format(n)} s`;
  return n < 6000 ? `${one.format(n / 60)} min` : `${one.format(n / 3600)} h`;
}

export const bytes = (n) => (n < 1e9 ? `${whole.format(n / 1e6)} MB` : `${two.format(n / 1e9)} GB`);

export function share(part, all) {
  if (!(all > 0)) return "";
  const percent = (100 * part) / all;
  return part > 0 && percent < 0.01 ? "< 0.01\u00a0%" : `${two.format(percent)}\u00a0%`;
}

/** Texts of numbers with a fraction, so long that nobody reads them to the end. */
export const number = (text) => (/^-?\d{1,9}\.\d{5,}$/.test(text) ? String(Number(Number(text).toFixed(4))) : text);

export const clockOf = (instant) => clock.format(new Date(instant));
export const time = (instant) => `${clock.format(new Date(instant))} UTC`;
export const dateTime = (instant) => `${new Date(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`;
export const dayOf = (date) => day.format(date).replace(",", "");
export const shortDayOf = (date) => shortDay.format(date);
export const hourOf = (date) => `${String(date.getUTCHours()).padStart(2, "0")}:00`;

/** A part of one; a change has its sign. */
export const percent = (part) => (part == null ? NOTHING : tenths.format(part));
export const change = (part) => (part == null ? NOTHING : `${part < 0 ? "−" : "+"}${tenths.format(Math.abs(part))}`);
/** As one says it, not as one counts it. */
export const roughly = (n) => twoDigits.format(n);
export const money = (n) => (n == null ? NOTHING : n < 1000 ? two.format(n) : whole.format(n));
