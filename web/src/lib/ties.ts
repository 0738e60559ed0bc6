//! Ties between actors gathered by pair: what is asserted, claimed by somebody, or denied.
//!
//! In: ties as single reports tell them. Out: one edge per pair and kind of tie, with every telling behind it. Two
//! reports that say the opposite make two edges: nothing is settled here.

import type { Tie } from './types'

export type Family = 'alliance' | 'support' | 'hostility' | 'membership' | 'other'
export type Voice = 'asserted' | 'claimed' | 'denied'

const FAMILIES: Record<string, Family> = {
  allied_with: 'alliance',
  cooperates_with: 'alliance',
  supports: 'support',
  supplies_information: 'support',
  sympathises_with: 'support',
  hostile_to: 'hostility',
  tension_with: 'hostility',
  member_of: 'membership',
  part_of: 'membership',
  branch_of: 'membership',
  leads: 'membership',
  holds_office: 'membership',
}

export function familyOf(type: string): Family {
  return FAMILIES[type] ?? 'other'
}

export interface Edge {
  from: string
  to: string
  family: Family
  voice: Voice
  ties: Tie[]
}

/** Actors of a tie by id where the record knows one, else by name. */
export function ends(tie: Tie): [string, string] {
  return [tie.from_actor ?? `name:${tie.from}`, tie.to_actor ?? `name:${tie.to}`]
}

export function edgesOf(ties: readonly Tie[]): Edge[] {
  const out = new Map<string, Edge>()
  for (const tie of ties) {
    const [from, to] = ends(tie)
    if (from === to) continue
    const [family, voice] = [familyOf(tie.type), tie.standing]
    const directed = family === 'membership' || family === 'support'
    const pair = directed || from < to ? `${from}|${to}` : `${to}|${from}`
    const key = `${pair}|${family}|${voice}`
    const edge = out.get(key)
    if (edge) edge.ties.push(tie)
    else out.set(key, { from, to, family, voice, ties: [tie] })
  }
  return [...out.values()]
}
