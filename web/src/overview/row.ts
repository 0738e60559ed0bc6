//! One incident of the columns in words: its title, its day, who is said to have acted.
//!
//! A title never names a culprit: "Assault, Bamako". Who is said to have acted stands beside it, with who says so.

import { country, t, word } from '../i18n'
import type { Columns } from '../lib/columns'
import { NO_DAY, rangeWords } from '../lib/days'
import { plain } from '../lib/text'

/** "Assault, Bamako". */
export function titleOf(columns: Columns, row: number): string {
  const type = word('type', columns.tables.type[columns.type[row]!])
  const place = plain(columns.tables.place[columns.place[row]!]) || country(columns.tables.country[columns.country[row]!])
  return place ? t('incident.title', { type, place }) : type
}

/** "17 Sept 2024". */
export function whenOf(columns: Columns, row: number): string {
  const start = columns.start[row]!
  return start === NO_DAY ? t('day.unknown') : rangeWords(start, columns.end[row]!, true)
}

/** The names of those who are said to have acted, at most `most`; who is accused only is marked so. */
export function actorsOf(columns: Columns, row: number, most = 3): string[] {
  const actors = columns.actors.of(row)
  const roles = columns.roles.of(row)
  const names = new Map<string, boolean>()
  for (let i = 0; i < actors.length; i++) {
    const role = columns.tables.role[roles[i]!]
    if (role !== 'actor' && role !== 'accused') continue
    const name = plain(columns.tables.actor[actors[i]!]?.name)
    if (name && (role === 'actor' || !names.has(name))) names.set(name, role === 'accused')
  }
  return [...names].slice(0, most).map(([name, accused]) => (accused ? `${name} ${t('incident.accused')}` : name))
}

/** Whether an incident is told as having happened; if not, the word for how it is told. */
export function realisOf(columns: Columns, row: number): string {
  const realis = columns.tables.realis[columns.realis[row]!] ?? ''
  return realis === 'occurred' || realis === 'ongoing' ? '' : realis
}
