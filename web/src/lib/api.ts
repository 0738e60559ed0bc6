//! The one place that asks the server: every question of the pages, and the shapes they get.
//!
//! Errors carry the server's own words ("expected X, but found Y") and its hint. Writing sends the name of this page's
//! origin by the browser's own rules and a header that no foreign form can send.

import type {
  About,
  ActorRow,
  ActorView,
  Cohesion,
  ColumnsJson,
  DisagreementRow,
  Incident,
  Judgement,
  Prediction,
  ReportRow,
  ReportView,
  ReviewList,
  SourceRow,
  Tie,
} from './types'

/** What a person decides. */
export type Decision =
  | { kind: 'join'; incident: string; other: string }
  | { kind: 'apart'; incident: string; other: string }
  | { kind: 'split'; incident: string; report: string }
  | { kind: 'correct'; incident: string; field: string; value: string }
  | { kind: 'grade'; source: string; grade: string }
  | { kind: 'merge'; actor: string; into: string }
  | { kind: 'wrong'; report: string; item: string; field: string; read: string; right: string; quote: string }

export interface Change {
  revision: string
}

const BASE = new URL('./api/', document.baseURI)

async function ask<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const url = new URL(path, BASE)
  for (const [key, value] of Object.entries(query)) if (value) url.searchParams.set(key, value)
  return answer<T>(await fetch(url, { headers: { accept: 'application/json' } }))
}

async function send<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-tarikh': '1' }
  return answer<T>(await fetch(new URL(path, BASE), { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T
  let text = `${response.status} ${response.statusText}`
  try {
    const problem = (await response.json()) as { error?: string; hint?: string }
    if (problem.error) text = problem.hint ? `${problem.error}. ${problem.hint}` : problem.error
  } catch {
    // The status says what is known.
  }
  throw new Error(text)
}

export const about = (): Promise<About> => ask('about')
export const columns = (asOf: string): Promise<ColumnsJson> => ask('incidents.columns', { as_of: asOf })
export const incident = (id: string): Promise<Incident> => ask(`incidents/${encodeURIComponent(id)}`)
export const report = (id: string): Promise<ReportView> => ask(`reports/${encodeURIComponent(id)}`)
export const actors = async (): Promise<ActorRow[]> => (await ask<{ items: ActorRow[] }>('actors')).items
export const actor = (id: string): Promise<ActorView> => ask(`actors/${encodeURIComponent(id)}`)
export const ties = async (): Promise<Tie[]> => (await ask<{ items: Tie[] }>('ties')).items
export const cohesion = async (): Promise<Cohesion[]> => (await ask<{ items: Cohesion[] }>('cohesion')).items
export const disagreements = async (): Promise<DisagreementRow[]> => (await ask<{ items: DisagreementRow[] }>('disagreements')).items
export const predictions = async (): Promise<Prediction[]> => (await ask<{ items: Prediction[] }>('predictions')).items
export const review = (): Promise<ReviewList> => ask('review')
export const sources = async (): Promise<SourceRow[]> => (await ask<{ items: SourceRow[] }>('sources')).items
export const judgements = async (): Promise<Judgement[]> => (await ask<{ items: Judgement[] }>('judgements')).items

/** One page of reports, newest first. */
export const reports = (cursor = ''): Promise<{ items: ReportRow[]; total: number; next: string | null }> => ask('reports', { cursor, limit: '200' })

/** Ids of incidents with a report that holds these words. */
export async function idsByWords(words: string, asOf: string): Promise<ReadonlySet<string>> {
  const out = new Set<string>()
  let cursor = ''
  do {
    const page: { items: { id: string }[]; next: string | null } = await ask('incidents', { q: words, as_of: asOf, limit: '500', cursor })
    for (const item of page.items) out.add(item.id)
    cursor = page.next ?? ''
  } while (cursor)
  return out
}

export interface Given {
  text: string
  title?: string | undefined
  published?: string | undefined
  source?: string | undefined
}

/** Reads a text on the spot; nothing is kept. */
export const readText = (given: Given): Promise<ReportView> => send('read', given)

/** Adds a report to the record and gives its id. */
export const addReport = async (given: Given): Promise<string> => (await send<{ id: string }>('reports', given)).id

/** Keeps a decision. */
export const judge = (decision: Decision, note: string, by: string): Promise<Judgement> => send('judgements', { ...decision, note, by })

/** A decision does not stand any more. */
export const undo = (id: number, by: string): Promise<Judgement> => send(`judgements/${id}/undo`, { by })

export const caseLink = (id: number): string => new URL(`judgements/${id}/case`, BASE).href

/** The address that downloads what a filter takes. */
export function downloadLink(format: string, query: URLSearchParams): string {
  const url = new URL(`download/incidents.${format}`, BASE)
  for (const [key, value] of query) if (key !== 'sort') url.searchParams.set(key, value)
  return url.href
}

/** Tells of changes as they come; the browser connects again by itself. */
export function live(changed: (change: Change) => void): void {
  const source = new EventSource(new URL('live', BASE))
  const told = (event: MessageEvent<string>): void => {
    try {
      const change = JSON.parse(event.data) as Change
      if (change.revision) changed(change)
    } catch {
      // A message that is not understood changes nothing.
    }
  }
  source.onmessage = told
  source.addEventListener('revision', told)
}
