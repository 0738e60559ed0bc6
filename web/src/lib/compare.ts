//! Which statements can be true together, field by field: the agreement and dissent that the matrix shows at a glance.
//!
//! In: statements of several reports on one field. Out: for each report its values, and whether another report says the
//! same, something that cannot be true beside it, or nothing. Nothing is averaged and no side is called right.

import type { Statement } from './types'
import { folded } from './text'

export type Standing = 'same' | 'differs' | 'alone' | 'silent'

/** What one report says on one field. */
export interface Cell {
  statements: Statement[]
  standing: Standing
}

/** The numbers a statement leaves possible. */
function room(s: Statement): [number, number] | null {
  if (typeof s.value === 'number') return [s.value, s.value]
  if (s.low === null && s.high === null) return null
  return [s.low ?? 0, s.high ?? Infinity]
}

/** Whether two statements of one field cannot both be true. */
export function clash(a: Statement, b: Statement): boolean {
  if ((a.stance === 'denies') !== (b.stance === 'denies') && a.field === 'outcome') return true
  // Drones and houses destroyed are counts of different things.
  if (a.field === 'toll') return false
  const [x, y] = [room(a), room(b)]
  if (x && y) return x[1] < y[0] || y[1] < x[0]
  return false
}

/** Whether two statements say the same. */
export function same(a: Statement, b: Statement): boolean {
  const [x, y] = [room(a), room(b)]
  if (x && y) return !clash(a, b)
  if (x || y) return false
  const [v, w] = [folded(String(a.value ?? '')), folded(String(b.value ?? ''))]
  return v !== '' && (v === w || v.includes(w) || w.includes(v))
}

/** The cells of one field, for reports in the given order. Fields of names and places clash only where the record says so. */
export function cellsOf(reports: readonly string[], statements: readonly Statement[], disputed: (s: Statement) => boolean): Cell[] {
  const by = reports.map((report) => statements.filter((s) => s.report === report))
  return by.map((mine, i) => {
    if (mine.length === 0) return { statements: mine, standing: 'silent' }
    const others = by.filter((_, j) => j !== i).flat()
    if (mine.some((s) => disputed(s) || others.some((o) => clash(s, o)))) return { statements: mine, standing: 'differs' }
    if (mine.some((s) => others.some((o) => same(s, o)))) return { statements: mine, standing: 'same' }
    return { statements: mine, standing: 'alone' }
  })
}
