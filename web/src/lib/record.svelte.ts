//! The record as the page knows it now: what it holds, its incidents as columns, and whether something new has come.
//!
//! A change of the record is told by the server's live stream. What is shown is then fetched again; pages that show other
//! things watch `revision`.

import { about, columns as fetchColumns, type Change, live } from './api'
import { Columns } from './columns'
import type { About } from './types'

class RecordState {
  about = $state.raw<About | null>(null)
  columns = $state.raw<Columns | null>(null)
  fault = $state('')
  /** Grows with every change of the record. */
  revision = $state(0)
  /** Reports that came while the page was open, and were not yet mentioned. */
  fresh = $state(0)
  /** Milliseconds from asking for the columns until they could be filtered. */
  loadedIn = 0
  private asOf = ''
  private loading: Promise<void> | null = null

  async begin(): Promise<void> {
    await this.refresh()
    live((change) => void this.changed(change))
  }

  async refresh(): Promise<void> {
    try {
      this.about = await about()
      this.fault = ''
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error)
    }
  }

  /** Makes sure that the columns of this day are here. */
  load(asOf: string): Promise<void> {
    if (this.loading && this.asOf === asOf) return this.loading
    this.asOf = asOf
    const begun = performance.now()
    const mine = fetchColumns(asOf).then(
      (json) => {
        if (this.asOf !== asOf) return
        this.columns = new Columns(json)
        this.loadedIn = performance.now() - begun
        this.fault = ''
      },
      (error: unknown) => {
        this.loading = null
        this.fault = error instanceof Error ? error.message : String(error)
      },
    )
    this.loading = mine
    return mine
  }

  /** Forgets what was fetched, after a judgement or a new report. */
  async changed(change?: Change): Promise<void> {
    const before = this.about
    if (change && before && change.revision === before.revision) return
    await this.refresh()
    const now = this.about
    if (before && now) {
      if (change && now.reports > before.reports) this.fresh += now.reports - before.reports
      if (now.revision === before.revision) return
    }
    this.revision += 1
    if (this.columns) {
      this.loading = null
      await this.load(this.asOf)
    }
  }
}

export const record = new RecordState()
