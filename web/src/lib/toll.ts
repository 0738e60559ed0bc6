//! Tolls in words: "63–200 killed", "at least 63 killed", and never a number nobody states.

import { num, t, type Key } from '../i18n'

/** A range with its measure; a number below 0 or null is not stated. */
export function tollWords(measure: string, low: number | null, high: number | null): string {
  const range = rangeOf(low, high)
  if (!range) return ''
  const key = `toll.${measure}` as Key
  return t(key in MEASURES ? key : 'toll.other', { n: Math.max(low ?? 0, high ?? 0), range, measure })
}

/** "63–200", "200" or nothing. */
export function rangeOf(low: number | null, high: number | null): string {
  const l = low !== null && low >= 0 ? low : null
  const h = high !== null && high >= 0 ? high : null
  if (l === null && h === null) return ''
  if (l === null || h === null || l === h) return num((h ?? l)!)
  return `${num(l)}–${num(h)}`
}

const MEASURES: Partial<Record<Key, true>> = {
  'toll.killed': true,
  'toll.wounded': true,
  'toll.missing': true,
  'toll.captured': true,
  'toll.kidnapped': true,
  'toll.arrested': true,
  'toll.displaced': true,
  'toll.destroyed': true,
  'toll.damaged': true,
  'toll.closed': true,
  'toll.seized': true,
  'toll.affected': true,
}

/** The number a statement gives, as its words mean it: "at least 63", "77", "40–60". */
export function saidWords(value: number | null, low: number | null, high: number | null): string {
  if (value !== null) return num(value)
  if (low !== null && high !== null && low !== high) return `${num(low)}–${num(high)}`
  if (low !== null && high === null) return t('toll.at_least', { n: low })
  if (high !== null && low === null) return t('toll.at_most', { n: high })
  return low !== null ? num(low) : ''
}
