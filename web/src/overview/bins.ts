//! Incidents counted along time: columns and rows in, bars out.

import type { Columns } from '../lib/columns'
import { NO_DAY } from '../lib/days'

export interface Bins {
  /** First day of the first bar, and one past the last day. */
  first: number
  last: number
  /** First day of each bar, and one past the last. */
  edges: number[]
  all: Uint32Array
  disputed: Uint32Array
  step: 'day' | 'week' | 'month' | 'quarter' | 'year'
  /** Rows without a day. */
  undated: number
  /** Rows outside the span. */
  before: number
  after: number
}

const DAY = 86_400_000

function stepFor(days: number): Bins['step'] {
  if (days <= 75) return 'day'
  if (days <= 420) return 'week'
  if (days <= 365 * 9) return 'month'
  if (days <= 365 * 25) return 'quarter'
  return 'year'
}

/** One past the bar that begins at this day. */
function next(day: number, step: Bins['step']): number {
  if (step === 'day') return day + 1
  if (step === 'week') return day + 7
  const date = new Date(day * DAY)
  const months = step === 'month' ? 1 : step === 'quarter' ? 3 : 12
  return Math.round(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY)
}

function begin(day: number, step: Bins['step']): number {
  if (step === 'day') return day
  if (step === 'week') return day - ((((day + 3) % 7) + 7) % 7)
  const date = new Date(day * DAY)
  const month = step === 'month' ? date.getUTCMonth() : step === 'quarter' ? Math.floor(date.getUTCMonth() / 3) * 3 : 0
  return Math.round(Date.UTC(date.getUTCFullYear(), month, 1) / DAY)
}

/** The shortest span with nine tenths of all days, and some room beside it: one report on 1990 must not flatten a year of war. */
export function spanOf(columns: Columns): [number, number] {
  const days: number[] = []
  for (let r = 0; r < columns.length; r++) if (columns.start[r] !== NO_DAY) days.push(columns.start[r]!)
  if (days.length === 0) return [0, 1]
  days.sort((a, b) => a - b)
  const many = Math.max(1, Math.ceil(days.length * 0.85))
  let [low, high] = [days[0]!, days.at(-1)!]
  for (let i = 0; i + many <= days.length; i++) {
    if (days[i + many - 1]! - days[i]! < high - low) [low, high] = [days[i]!, days[i + many - 1]!]
  }
  const room = Math.max(7, Math.round((high - low) * 0.3))
  return [days.find((d) => d >= low - room) ?? low, days.findLast((d) => d <= high + room) ?? high]
}

/** Counts the rows; those outside the span are told apart. */
export function binsOf(columns: Columns, rows: Uint32Array, span: [number, number]): Bins {
  const step = stepFor(span[1] - span[0] + 1)
  const first = begin(span[0], step)
  const edges = [first]
  while (edges.at(-1)! <= span[1] && edges.length < 400) edges.push(next(edges.at(-1)!, step))
  const last = edges.at(-1)!
  const bars = edges.length - 1
  const all = new Uint32Array(bars)
  const disputed = new Uint32Array(bars)
  let [undated, before, after] = [0, 0, 0]
  const index = new Uint16Array(last - first + 1)
  for (let b = 0; b < bars; b++) index.fill(b, edges[b]! - first, edges[b + 1]! - first)
  for (const row of rows) {
    const start = columns.start[row]!
    if (start === NO_DAY) {
      undated += 1
      continue
    }
    if (start < first) before += 1
    if (start >= last) after += 1
    if (start < first || start >= last) continue
    const bar = index[start - first]!
    all[bar]! += 1
    if (columns.disputed(row)) disputed[bar]! += 1
  }
  return { first, last, edges, all, disputed, step, undated, before, after }
}

/** Days at which the axis has words. */
export function ticksOf(bins: Bins, most: number): { day: number; step: 'day' | 'month' | 'year' }[] {
  const length = bins.last - bins.first
  const unit: 'day' | 'month' | 'year' = length > 365 * 3 ? 'year' : length > 70 ? 'month' : 'day'
  const ticks: { day: number; step: 'day' | 'month' | 'year' }[] = []
  let day = unit === 'day' ? bins.first : begin(bins.first, unit === 'month' ? 'month' : 'year')
  if (day < bins.first) day = next(day, unit === 'month' ? 'month' : 'year')
  while (day < bins.last) {
    ticks.push({ day, step: unit })
    day = unit === 'day' ? day + 1 : next(day, unit === 'month' ? 'month' : 'year')
  }
  const every = Math.max(1, Math.ceil(ticks.length / Math.max(2, most)))
  return ticks.filter((_, i) => i % every === 0)
}
