//! Days as whole numbers since 1970-01-01, and as words in the reader's language.
//!
//! In: `YYYY-MM-DD`. Out: numbers that compare and subtract, and "17 September 2024". Time zones are not known here: a
//! report's day is a day, so everything is counted in UTC.

import { settings } from './settings.svelte'

/** Stands for a day that is not known; smaller than every day. */
export const NO_DAY = -0x80000000

const DAY = 86_400_000

/** The number of a day, or `NO_DAY`. */
export function dayOf(iso: string | null | undefined): number {
  if (!iso || !/^\d{4}-\d{2}-\d{2}/.test(iso)) return NO_DAY
  const time = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(time) ? NO_DAY : Math.round(time / DAY)
}

/** `YYYY-MM-DD` of a day's number. */
export function isoOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = settings.lang === 'fr' ? 'fr-FR' : 'en-GB'
  const key = locale + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    formats.set(key, found)
  }
  return found
}

/** "17 September 2024", or with short months "17 Sept 2024". */
export function dayWords(day: string | number | null | undefined, short = false): string {
  const number = typeof day === 'number' ? day : dayOf(day)
  if (number === NO_DAY) return ''
  return format({ day: 'numeric', month: short ? 'short' : 'long', year: 'numeric' }).format(number * DAY)
}

/** "3–17 September 2024": a range of days, shortened where both share a month or year. */
export function rangeWords(start: string | number | null | undefined, end?: string | number | null, short = false): string {
  const a = typeof start === 'number' ? start : dayOf(start)
  const b = typeof end === 'number' ? end : dayOf(end)
  if (a === NO_DAY) return b === NO_DAY ? '' : dayWords(b, short)
  if (b === NO_DAY || b <= a) return dayWords(a, short)
  return format({ day: 'numeric', month: short ? 'short' : 'long', year: 'numeric' }).formatRange(a * DAY, b * DAY)
}

/** "Sept 2024" or "2024", as the length of a step on the time axis asks. */
export function tickWords(day: number, step: 'day' | 'month' | 'year'): string {
  if (step === 'year') return format({ year: 'numeric' }).format(day * DAY)
  if (step === 'month') return format({ month: 'short', year: 'numeric' }).format(day * DAY)
  return format({ day: 'numeric', month: 'short' }).format(day * DAY)
}

/** The moment of an RFC 3339 stamp in the reader's own clock. */
export function momentWords(stamp: string): string {
  const time = Date.parse(stamp)
  if (Number.isNaN(time)) return stamp
  return new Intl.DateTimeFormat(settings.lang === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(time)
}
