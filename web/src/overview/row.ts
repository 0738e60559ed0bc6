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

/** The names of those who are said to have acted, at most `most`. */
export function actorsOf(columns: Columns, row: number, most = 3): string[] {
  const actors = columns.actors.of(row)
  const names = new Set<string>()
  for (const actor of actors) {
    const name = plain(columns.tables.actor[actor]?.name)
    if (name) names.add(name)
    if (names.size >= most) break
  }
  return [...names]
}
